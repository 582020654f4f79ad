"""What every change of the centre's data has in common: permission, check, version, event."""

from collections.abc import Mapping
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.edits import apply
from amcenter.errors import BadInput, Conflict
from amcenter.events import record
from amcenter.rows import values_of
from amcenter.shop.staleness import mark_stale
from amcenter.tables.columns import JsonObject, Row, SharedRow

RowT = TypeVar("RowT", bound=Row)
SharedRowT = TypeVar("SharedRowT", bound=SharedRow)

_OURS = frozenset(SharedRow.model_fields)
"""Fields that no person sets."""


def allow(who: Principal | None) -> None:
    """Raise Forbidden unless ``who`` may change the centre; None is the system itself."""
    if who is not None:
        require(who, Action.SHOP_WRITE)


def twin(row: RowT, changes: Mapping[str, object]) -> RowT:
    """Return a copy with other values that no session knows."""
    if unknown := changes.keys() - (type(row).model_fields.keys() - _OURS):
        raise BadInput("fields_unknown", names=", ".join(sorted(unknown)))
    return type(row)(**{**values_of(row), **changes})


def add(session: Session, who: Principal | None, row: RowT, *, label: str) -> RowT:
    """Return the row, stored with its event; Conflict if there is one with its key."""
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict("already_there", what=str(row.__tablename__), label=label) from None
    _record(session, who, row, "created", {"label": label})
    return row


def edit(
    session: Session,
    who: Principal | None,
    row: SharedRowT,
    version: int,
    changes: Mapping[str, object],
) -> SharedRowT:
    """Return the row with the changes, stored with an event that tells old and new values."""
    try:
        changed = apply(session, row, changes, version=version)
    except IntegrityError:
        label = str(changes.get("key", row.id))
        raise Conflict("already_there", what=str(row.__tablename__), label=label) from None
    _record(session, who, row, "changed", changed)
    return row


def remove(session: Session, who: Principal | None, row: Row, *, label: str) -> None:
    """Delete the row and record that."""
    session.delete(row)
    _record(session, who, row, "removed", {"label": label})


def _record(session: Session, who: Principal | None, row: Row, verb: str, data: JsonObject) -> None:
    mark_stale(session, row)
    kind = f"{row.__tablename__}.{verb}"
    record(session, kind, who=who, subject_id=row.id, data=data)
