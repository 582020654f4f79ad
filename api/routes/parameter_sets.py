"""How machine models build materials."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import lists, rows
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.shop import parameter_sets
from amcenter.tables import ParameterSetRow
from api.dependencies import BaseVersion, Changing, OnlyOnce, Reading, may, tagged
from api.schemas.base import PageOut
from api.schemas.parameter_sets import (
    ParameterSetChangesIn,
    ParameterSetIn,
    ParameterSetOut,
    ParameterSetsQuery,
)

router = APIRouter(prefix="/parameter-sets", tags=["parameter-sets"])

Reader = Annotated[Principal, may(Action.SHOP_SEE)]
Writer = Annotated[Principal, may(Action.SHOP_WRITE)]


@router.get("", response_model=PageOut[ParameterSetOut])
def list_parameter_sets(
    asked: Annotated[ParameterSetsQuery, Query()], who: Reader, session: Reading
) -> Page[ParameterSetRow]:
    """List parameter sets."""
    return lists.shop(session, who, ParameterSetRow, asked.wanted, asked.filters)


@router.post("", status_code=201)
def create_parameter_set(
    body: ParameterSetIn, who: Writer, session: Changing, once: OnlyOnce
) -> ParameterSetOut:
    """Add a parameter set; `rates` are the figures that the process of the model needs."""
    row = ParameterSetRow(**body.model_dump())
    return once.answer(
        ParameterSetOut, lambda: parameter_sets.create_parameter_set(session, who, row)
    )


@router.get("/{set_id}", response_model=ParameterSetOut)
def get_parameter_set(
    set_id: UUID, response: Response, who: Reader, session: Reading
) -> ParameterSetRow:
    """See a parameter set."""
    return tagged(response, rows.get(session, ParameterSetRow, set_id))


@router.patch("/{set_id}", response_model=ParameterSetOut)
def edit_parameter_set(
    set_id: UUID,
    body: ParameterSetChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> ParameterSetRow:
    """Change a parameter set."""
    changes = body.model_dump(exclude_unset=True)
    return tagged(
        response, parameter_sets.edit_parameter_set(session, who, set_id, version, **changes)
    )
