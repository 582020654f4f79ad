"""Attended work between two materials; what has no row is forbidden."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import lists, rows
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.shop import changeovers
from amcenter.tables import ChangeoverRow
from api.dependencies import BaseVersion, Changing, OnlyOnce, Reading, may, tagged
from api.schemas.base import PageOut
from api.schemas.changeovers import (
    ChangeoverChangesIn,
    ChangeoverIn,
    ChangeoverOut,
    ChangeoversQuery,
)

router = APIRouter(prefix="/changeovers", tags=["changeovers"])

Reader = Annotated[Principal, may(Action.SHOP_SEE)]
Writer = Annotated[Principal, may(Action.SHOP_WRITE)]


@router.get("", response_model=PageOut[ChangeoverOut])
def list_changeovers(
    asked: Annotated[ChangeoversQuery, Query()], who: Reader, session: Reading
) -> Page[ChangeoverRow]:
    """List the changeover table."""
    return lists.shop(session, who, ChangeoverRow, asked.wanted, asked.filters)


@router.post("", status_code=201)
def create_changeover(
    body: ChangeoverIn, who: Writer, session: Changing, once: OnlyOnce
) -> ChangeoverOut:
    """Allow a change of material."""
    row = ChangeoverRow(**body.model_dump())
    return once.answer(ChangeoverOut, lambda: changeovers.create_changeover(session, who, row))


@router.get("/{changeover_id}", response_model=ChangeoverOut)
def get_changeover(
    changeover_id: UUID, response: Response, who: Reader, session: Reading
) -> ChangeoverRow:
    """See a row of the changeover table."""
    return tagged(response, rows.get(session, ChangeoverRow, changeover_id))


@router.patch("/{changeover_id}", response_model=ChangeoverOut)
def edit_changeover(
    changeover_id: UUID,
    body: ChangeoverChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> ChangeoverRow:
    """Change a row of the changeover table."""
    changes = body.model_dump(exclude_unset=True)
    return tagged(
        response, changeovers.edit_changeover(session, who, changeover_id, version, **changes)
    )


@router.delete("/{changeover_id}", status_code=204)
def remove_changeover(changeover_id: UUID, who: Writer, session: Changing) -> None:
    """Forbid a change of material (or let a less exact row apply)."""
    changeovers.remove_changeover(session, who, changeover_id)
