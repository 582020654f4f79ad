"""The changeover table: attended work between two materials, by group of machines."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput
from amcenter.rows import get
from amcenter.shop.changing import add, allow, edit, remove, twin
from amcenter.shop.checks import check_key, check_not_negative
from amcenter.tables import ChangeoverRow, MaterialRow

FAMILY = "family:"


def list_changeovers(session: Session) -> Sequence[ChangeoverRow]:
    order = (col(ChangeoverRow.group), col(ChangeoverRow.before), col(ChangeoverRow.after))
    return session.exec(select(ChangeoverRow).order_by(*order)).all()


def create_changeover(session: Session, who: Principal | None, row: ChangeoverRow) -> ChangeoverRow:
    allow(who)
    _check(session, row)
    return add(session, who, row, label=label(row))


def edit_changeover(
    session: Session, who: Principal | None, changeover_id: UUID, version: int, **changes: object
) -> ChangeoverRow:
    allow(who)
    row = get(session, ChangeoverRow, changeover_id)
    _check(session, twin(row, changes))
    return edit(session, who, row, version, changes)


def remove_changeover(session: Session, who: Principal | None, changeover_id: UUID) -> None:
    """Delete a row: from then on this change is forbidden (or a less exact row applies)."""
    allow(who)
    row = get(session, ChangeoverRow, changeover_id)
    remove(session, who, row, label=label(row))


def label(row: ChangeoverRow) -> str:
    return f"{row.group}: {row.before} → {row.after}"


def check_changeover(row: ChangeoverRow, materials: Sequence[MaterialRow]) -> None:
    """Raise BadInput unless the row speaks of materials or families of ``materials``."""
    check_key("group", row.group)
    check_not_negative("work_s", row.work_s)
    known = {material.key for material in materials}
    known |= {FAMILY + material.family for material in materials}
    for name in (row.before, row.after):
        if name not in known:
            raise BadInput("changeover_unknown", group=row.group, name=name)


def _check(session: Session, row: ChangeoverRow) -> None:
    check_changeover(row, session.exec(select(MaterialRow)).all())
