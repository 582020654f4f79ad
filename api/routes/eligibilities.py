"""Which machines are qualified for which parts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from amcenter import lists, rows
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.shop import eligibility
from amcenter.tables import EligibilityRow
from api.dependencies import Changing, OnlyOnce, Reading, may
from api.schemas.base import PageOut
from api.schemas.eligibilities import EligibilitiesQuery, EligibilityIn, EligibilityOut

router = APIRouter(prefix="/eligibilities", tags=["eligibilities"])

Reader = Annotated[Principal, may(Action.SHOP_SEE)]
Writer = Annotated[Principal, may(Action.SHOP_WRITE)]


@router.get("", response_model=PageOut[EligibilityOut])
def list_eligibilities(
    asked: Annotated[EligibilitiesQuery, Query()], who: Reader, session: Reading
) -> Page[EligibilityRow]:
    """List qualification rules."""
    return lists.shop(session, who, EligibilityRow, asked.wanted, asked.filters)


@router.post("", status_code=201)
def create_eligibility(
    body: EligibilityIn, who: Writer, session: Changing, once: OnlyOnce
) -> EligibilityOut:
    """Qualify a machine; with the first rule, a quality class may use qualified machines only."""
    row = EligibilityRow(**body.model_dump())
    return once.answer(EligibilityOut, lambda: eligibility.create_eligibility(session, who, row))


@router.get("/{eligibility_id}", response_model=EligibilityOut)
def get_eligibility(eligibility_id: UUID, who: Reader, session: Reading) -> EligibilityRow:
    """See a qualification rule."""
    return rows.get(session, EligibilityRow, eligibility_id)


@router.delete("/{eligibility_id}", status_code=204)
def remove_eligibility(eligibility_id: UUID, who: Writer, session: Changing) -> None:
    """Withdraw a qualification."""
    eligibility.remove_eligibility(session, who, eligibility_id)
