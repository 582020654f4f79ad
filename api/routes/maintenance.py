"""Times in which a machine is not to be used."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import lists, rows
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.shop import maintenance
from amcenter.tables import MaintenanceRow
from api.dependencies import BaseVersion, Changing, OnlyOnce, Reading, may, tagged
from api.schemas.base import PageOut
from api.schemas.maintenance import (
    MaintenanceChangesIn,
    MaintenanceIn,
    MaintenanceOut,
    MaintenanceQuery,
)

router = APIRouter(prefix="/maintenance", tags=["maintenance"])

Reader = Annotated[Principal, may(Action.SHOP_SEE)]
Writer = Annotated[Principal, may(Action.SHOP_WRITE)]


@router.get("", response_model=PageOut[MaintenanceOut])
def list_maintenance(
    asked: Annotated[MaintenanceQuery, Query()], who: Reader, session: Reading
) -> Page[MaintenanceRow]:
    """List times of maintenance."""
    return lists.shop(session, who, MaintenanceRow, asked.wanted, asked.filters)


@router.post("", status_code=201)
def create_maintenance(
    body: MaintenanceIn, who: Writer, session: Changing, once: OnlyOnce
) -> MaintenanceOut:
    """Block a machine for a time."""
    row = MaintenanceRow(**body.model_dump())
    return once.answer(MaintenanceOut, lambda: maintenance.create_maintenance(session, who, row))


@router.get("/{maintenance_id}", response_model=MaintenanceOut)
def get_maintenance(
    maintenance_id: UUID, response: Response, who: Reader, session: Reading
) -> MaintenanceRow:
    """See a time of maintenance."""
    return tagged(response, rows.get(session, MaintenanceRow, maintenance_id))


@router.patch("/{maintenance_id}", response_model=MaintenanceOut)
def edit_maintenance(
    maintenance_id: UUID,
    body: MaintenanceChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> MaintenanceRow:
    """Change a time of maintenance."""
    changes = body.model_dump(exclude_unset=True)
    return tagged(
        response, maintenance.edit_maintenance(session, who, maintenance_id, version, **changes)
    )


@router.delete("/{maintenance_id}", status_code=204)
def remove_maintenance(maintenance_id: UUID, who: Writer, session: Changing) -> None:
    """Give a blocked time free."""
    maintenance.remove_maintenance(session, who, maintenance_id)
