"""Changes of shared rows, told as what differs, and the reasons that people give for them."""

from collections.abc import Mapping

from sqlmodel import Session

from amcenter.errors import BadInput
from amcenter.rows import change
from amcenter.tables.columns import JsonObject, SharedRow

REASON_LIMIT = 2000


def apply(
    session: Session,
    row: SharedRow,
    values: Mapping[str, object],
    *,
    version: int | None,
) -> JsonObject:
    """Set fields of a row and return what differs now, ready for an event.

    ``version`` is the one that the change is based on; None: the newest.
    """
    before = {name: getattr(row, name) for name in values}
    change(session, row, row.version if version is None else version, **values)
    return {
        name: {"from": _plain(before[name]), "to": _plain(value)}
        for name, value in values.items()
        if before[name] != value
    }


def reason_given(reason: str) -> str:
    """Return a reason without its margins; an empty one is refused."""
    text = reason.strip()
    if not 0 < len(text) <= REASON_LIMIT:
        raise BadInput("reason_missing", limit=REASON_LIMIT)
    return text


def _plain(value: object) -> str | int | float | None:
    return value if value is None or isinstance(value, int | float) else str(value)
