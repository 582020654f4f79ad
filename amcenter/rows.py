"""Rows by id, and changes that say which version they are based on."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from amcenter.errors import NotFound, StaleVersion
from amcenter.tables.columns import JsonObject, Row, SharedRow

RowT = TypeVar("RowT", bound=Row)
SharedRowT = TypeVar("SharedRowT", bound=SharedRow)


def get(session: Session, kind: type[RowT], row_id: UUID) -> RowT:
    """Return the row with this id; NotFound if there is none."""
    row = session.get(kind, row_id)
    if row is None:
        raise NotFound("not_found", what=str(kind.__tablename__), key=str(row_id))
    return row


def change(session: Session, row: SharedRowT, version: int, **changes: object) -> SharedRowT:
    """Return the row with the changes and the next version.

    The database itself compares the versions, so of two simultaneous changes one is refused with
    StaleVersion, whatever either of them has read before.
    """
    kind = type(row)
    statement = (
        update(kind)
        .where(col(kind.id) == row.id, col(kind.version) == version)
        .values(**changes, version=version + 1)
        .execution_options(synchronize_session=False)
    )
    changed = session.exec(statement).rowcount == 1
    session.refresh(row)
    if not changed:
        raise StaleVersion("stale_version", based_on=version, newest=row.version)
    return row


def snapshot(session: Session, kind: type[RowT]) -> tuple[RowT, ...]:
    """Return all rows of a table by id, as the session sees them; they belong to no session.

    Another session on the same connection reads them: it is much faster than copying each row, and
    the rows that ``session`` knows are left alone.
    """
    session.flush()
    with Session(session.connection()) as own:
        rows = tuple(own.exec(select(kind).order_by(col(kind.id))))
        own.expunge_all()
    return rows


def values_of(row: Row) -> JsonObject:
    """Return the fields of a row by name, ready to make a copy of it."""
    return {name: getattr(row, name) for name in type(row).model_fields}
