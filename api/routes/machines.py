"""Machines of the centre."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import lists, rows
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.estimates.visibility import as_seen, page_as_seen
from amcenter.paging import Page
from amcenter.shop import machines
from amcenter.tables import MachineRow
from api.dependencies import BaseVersion, Changing, OnlyOnce, Reading, may, tagged
from api.schemas.base import PageOut
from api.schemas.machines import MachineChangesIn, MachineIn, MachineOut, MachinesQuery

router = APIRouter(prefix="/machines", tags=["machines"])

Reader = Annotated[Principal, may(Action.SHOP_SEE)]
Writer = Annotated[Principal, may(Action.SHOP_WRITE)]


@router.get("", response_model=PageOut[MachineOut])
def list_machines(
    asked: Annotated[MachinesQuery, Query()], who: Reader, session: Reading
) -> Page[MachineRow]:
    """List machines."""
    page = lists.shop(session, who, MachineRow, asked.wanted, asked.filters)
    return page_as_seen(session, who, page)


@router.post("", status_code=201)
def create_machine(body: MachineIn, who: Writer, session: Changing, once: OnlyOnce) -> MachineOut:
    """Add a machine."""
    row = MachineRow(**body.model_dump())
    return once.answer(MachineOut, lambda: machines.create_machine(session, who, row))


@router.get("/{machine_id}", response_model=MachineOut)
def get_machine(machine_id: UUID, response: Response, who: Reader, session: Reading) -> MachineRow:
    """See a machine."""
    row = rows.get(session, MachineRow, machine_id)
    return tagged(response, as_seen(session, who, row))


@router.patch("/{machine_id}", response_model=MachineOut)
def edit_machine(
    machine_id: UUID,
    body: MachineChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> MachineRow:
    """Change a machine."""
    changes = body.model_dump(exclude_unset=True)
    return tagged(response, machines.edit_machine(session, who, machine_id, version, **changes))
