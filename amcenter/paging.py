"""Long lists in pages: a cursor remembers the last row shown; nothing is skipped or shown twice."""

import base64
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, TypeDecorator, inspect, tuple_
from sqlmodel import Session, SQLModel, select
from sqlmodel.sql.expression import SelectOfScalar

from amcenter.errors import BadInput

R = TypeVar("R", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page: rows by ``sort`` (``-name`` for descending), after those of ``cursor``."""

    sort: str
    limit: int
    cursor: str | None = None

    @property
    def field(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Rows, and the cursor of the next page; None after the last row."""

    items: Sequence[R]
    next_cursor: str | None


def listing(
    session: Session,
    kind: type[R],
    wanted: Wanted,
    *,
    sorts: Collection[str],
    equal: Mapping[str, object],
    only: ColumnElement[bool] | None = None,
) -> Page[R]:
    """Return one page of a table: rows whose fields are ``equal`` (None: whatever) and ``only``."""
    columns = inspect(kind).columns
    statement = select(kind)
    for field, value in equal.items():
        if value is not None:
            statement = statement.where(columns[field] == value)
    if only is not None:
        statement = statement.where(only)
    return page(session, kind, statement, wanted, sorts=sorts)


def page(
    session: Session,
    kind: type[R],
    statement: SelectOfScalar[R],
    wanted: Wanted,
    *,
    sorts: Collection[str],
) -> Page[R]:
    """Return one page of a statement; ``sorts`` are the fields (never NULL) it may be sorted by."""
    if wanted.field not in sorts:
        raise BadInput("sort_unknown", sort=wanted.sort, known=", ".join(sorts))
    columns = inspect(kind).columns
    order = (columns[wanted.field], columns["id"])
    if wanted.cursor is not None:
        last = tuple_(*_decoded(wanted, wanted.cursor, order))
        place = tuple_(*order)
        statement = statement.where(place < last if wanted.descending else place > last)
    ends = [column.desc() if wanted.descending else column.asc() for column in order]
    rows = session.exec(statement.order_by(*ends).limit(wanted.limit + 1)).all()
    if len(rows) <= wanted.limit:
        return Page(rows, None)
    rows = rows[: wanted.limit]
    return Page(rows, _encoded(wanted, rows[-1]))


def _encoded(wanted: Wanted, row: SQLModel) -> str:
    values = [getattr(row, name) for name in (wanted.field, "id")]
    cursor = json.dumps([wanted.sort, *map(_plain, values)])
    return base64.urlsafe_b64encode(cursor.encode()).decode().rstrip("=")


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def _decoded(
    wanted: Wanted, cursor: str, order: tuple[ColumnElement[Any], ...]
) -> tuple[object, ...]:
    """Return sort value and id of a cursor; whatever is not one of ours is refused."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        sort, *values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if sort != wanted.sort:
            raise ValueError(sort)
        return tuple(
            TypeAdapter(_kind(column)).validate_json(json.dumps(value), strict=True)
            for column, value in zip(order, values, strict=True)
        )
    except (TypeError, ValueError, RecursionError) as error:  # of base64, JSON and pydantic alike
        raise BadInput("cursor_not_valid") from error


def _kind(column: ColumnElement[Any]) -> type[object]:
    kind = column.type
    return (kind.impl_instance if isinstance(kind, TypeDecorator) else kind).python_type
