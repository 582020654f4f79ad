"""What estimates assume of the builds of a process."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import lists
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.estimates import assumptions
from amcenter.paging import Page
from amcenter.tables import AssumptionRow
from api.dependencies import BaseVersion, Changing, OnlyOnce, Reading, may, tagged
from api.schemas.base import PageOut
from api.schemas.prices import AssumptionChangesIn, AssumptionIn, AssumptionOut, AssumptionsQuery

router = APIRouter(prefix="/assumptions", tags=["prices"])

Reader = Annotated[Principal, may(Action.PRICE_SEE)]
Writer = Annotated[Principal, may(Action.SHOP_WRITE)]


@router.get("", response_model=PageOut[AssumptionOut])
def list_assumptions(
    asked: Annotated[AssumptionsQuery, Query()], who: Reader, session: Reading
) -> Page[AssumptionRow]:
    """List assumptions."""
    return lists.prices(session, who, AssumptionRow, asked.wanted, asked.filters)


@router.post("", status_code=201)
def create_assumption(
    body: AssumptionIn, who: Writer, session: Changing, once: OnlyOnce
) -> AssumptionOut:
    """Add an assumption."""
    row = AssumptionRow(**body.model_dump())
    return once.answer(AssumptionOut, lambda: assumptions.create_assumption(session, who, row))


@router.get("/{assumption_id}", response_model=AssumptionOut)
def get_assumption(
    assumption_id: UUID, response: Response, who: Reader, session: Reading
) -> AssumptionRow:
    """See an assumption."""
    return tagged(response, assumptions.get_assumption(session, who, assumption_id))


@router.patch("/{assumption_id}", response_model=AssumptionOut)
def edit_assumption(
    assumption_id: UUID,
    body: AssumptionChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> AssumptionRow:
    """Change an assumption."""
    changes = body.model_dump(exclude_unset=True)
    return tagged(
        response, assumptions.edit_assumption(session, who, assumption_id, version, **changes)
    )


@router.delete("/{assumption_id}", status_code=204)
def remove_assumption(assumption_id: UUID, who: Writer, session: Changing) -> None:
    """Take an assumption away; a less exact one may apply then."""
    assumptions.remove_assumption(session, who, assumption_id)
