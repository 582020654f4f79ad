"""The calendars that machines follow, as stored."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.rows import get
from amcenter.shop.calendars import check_calendar
from amcenter.shop.changing import add, allow, edit, twin
from amcenter.tables import CalendarRow


def list_calendars(session: Session) -> Sequence[CalendarRow]:
    return session.exec(select(CalendarRow).order_by(col(CalendarRow.key))).all()


def create_calendar(session: Session, who: Principal | None, row: CalendarRow) -> CalendarRow:
    allow(who)
    check_calendar(row)
    return add(session, who, row, label=row.key)


def edit_calendar(
    session: Session, who: Principal | None, calendar_id: UUID, version: int, **changes: object
) -> CalendarRow:
    allow(who)
    row = get(session, CalendarRow, calendar_id)
    check_calendar(twin(row, changes))
    return edit(session, who, row, version, changes)
