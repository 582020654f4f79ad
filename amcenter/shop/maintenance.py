"""Times in which a machine is not to be used."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput
from amcenter.rows import get
from amcenter.shop.changing import add, allow, edit, remove, twin
from amcenter.shop.checks import check_text
from amcenter.tables import MachineRow, MaintenanceRow


def list_maintenance(session: Session) -> Sequence[MaintenanceRow]:
    return session.exec(select(MaintenanceRow).order_by(col(MaintenanceRow.start_at))).all()


def create_maintenance(
    session: Session, who: Principal | None, row: MaintenanceRow
) -> MaintenanceRow:
    allow(who)
    check_maintenance(row)
    return add(session, who, row, label=_label(session, row))


def edit_maintenance(
    session: Session, who: Principal | None, maintenance_id: UUID, version: int, **changes: object
) -> MaintenanceRow:
    allow(who)
    row = get(session, MaintenanceRow, maintenance_id)
    candidate = twin(row, changes)
    check_maintenance(candidate)
    get(session, MachineRow, candidate.machine_id)
    return edit(session, who, row, version, changes)


def remove_maintenance(session: Session, who: Principal | None, maintenance_id: UUID) -> None:
    allow(who)
    row = get(session, MaintenanceRow, maintenance_id)
    remove(session, who, row, label=_label(session, row))


def check_maintenance(row: MaintenanceRow) -> None:
    """Raise BadInput for the first value that cannot be."""
    check_text("reason", row.reason, limit=500)
    for field, moment in (("start_at", row.start_at), ("end_at", row.end_at)):
        if moment.tzinfo is None:
            raise BadInput("moment_without_zone", field=field, value=moment.isoformat())
    if row.end_at <= row.start_at:
        start, end = row.start_at.isoformat(), row.end_at.isoformat()
        raise BadInput("maintenance_backwards", start=start, end=end)


def _label(session: Session, row: MaintenanceRow) -> str:
    return get(session, MachineRow, row.machine_id).key
