"""Reading what happened, each person as much as is that person's matter."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.paging import Page, Wanted, listing
from amcenter.tables import EventRow, Role

SETTLES = timedelta(seconds=5)
"""No transaction takes longer: a number that is missing for so long stays missing."""


def listed(
    session: Session, who: Principal, wanted: Wanted, equal: Mapping[str, object]
) -> Page[EventRow]:
    """Return the events that ``who`` may see, of one thing or kind if asked."""
    require(who, Action.EVENT_SEE)
    own = col(EventRow.customer_id) == who.customer_id if who.role is Role.ENGINEER else None
    return listing(session, EventRow, wanted, sorts=("id",), only=own, equal=equal)


def settled_after(
    session: Session, last_id: int, now: datetime, *, until: int | None = None, limit: int = 1000
) -> Sequence[EventRow]:
    """Return what happened after an event, in order, as far as it can no longer change.

    PostgreSQL gives out numbers before the commit, so a smaller number may appear after a greater
    one. What follows a gap waits until the gap is filled, or so old that it never will be.
    """
    statement = select(EventRow).where(col(EventRow.id) > last_id)
    if until is not None:
        statement = statement.where(col(EventRow.id) <= until)
    rows = session.exec(statement.order_by(col(EventRow.id)).limit(limit)).all()
    expected = last_id + 1
    for index, row in enumerate(rows):
        assert row.id is not None
        if row.id != expected and row.at > now - SETTLES:
            return rows[:index]
        expected = row.id + 1
    return rows


def newest_settled(session: Session, now: datetime) -> int:
    """Return the number after which nothing is missed."""
    recent = select(func.min(EventRow.id)).where(col(EventRow.at) > now - SETTLES)
    first_recent = session.exec(recent).one()
    if first_recent is not None:
        return first_recent - 1
    return session.exec(select(func.max(EventRow.id))).one() or 0
