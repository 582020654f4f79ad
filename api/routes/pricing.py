"""The currency of the centre, an hour of work, and who sees costs."""

from typing import Annotated

from fastapi import APIRouter, Response

from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.estimates import pricing
from amcenter.tables import PricingRow
from api.dependencies import BaseVersion, Changing, Reading, may, tagged
from api.schemas.prices import PricingChangesIn, PricingOut

router = APIRouter(prefix="/pricing", tags=["prices"])

Reader = Annotated[Principal, may(Action.PRICE_SEE)]
Writer = Annotated[Principal, may(Action.SHOP_WRITE)]


@router.get("", response_model=PricingOut)
def get_pricing(response: Response, who: Reader, session: Reading) -> PricingRow:
    """See the currency and the price of work."""
    return tagged(response, pricing.get_pricing(session, who))


@router.patch("", response_model=PricingOut)
def edit_pricing(
    body: PricingChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> PricingRow:
    """Change the currency, the price of work, or who sees costs."""
    changes = body.model_dump(exclude_unset=True)
    return tagged(response, pricing.edit_pricing(session, who, version, **changes))
