import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, create_engine, select

from amcenter import db
from amcenter.errors import BadInput
from amcenter.paging import Page, Wanted, page
from amcenter.tables import CustomerRow

SORTS = ("name", "created_at", "version")
START = datetime(2026, 1, 1, tzinfo=UTC)


def pages(session: Session, sort: str, limit: int) -> list[str]:
    names: list[str] = []
    cursor: str | None = None
    while True:
        shown = one(session, Wanted(sort, limit, cursor))
        names += [row.name for row in shown.items]
        cursor = shown.next_cursor
        if cursor is None:
            return names


def one(session: Session, wanted: Wanted) -> Page[CustomerRow]:
    return page(session, CustomerRow, select(CustomerRow), wanted, sorts=SORTS)


@given(
    versions=st.lists(st.integers(1, 3), max_size=12),
    limit=st.integers(1, 5),
    sort=st.sampled_from([*SORTS, *(f"-{sort}" for sort in SORTS)]),
)
def test_pages_put_together_are_the_whole_list(versions: list[int], limit: int, sort: str) -> None:
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables["customer"]])
    with Session(engine) as session:
        rows = [
            CustomerRow(
                name=f"{index:02d}",
                version=version,
                created_at=START + timedelta(days=version),
            )
            for index, version in enumerate(versions)
        ]
        session.add_all(rows)
        session.flush()
        field = sort.removeprefix("-")
        rows.sort(key=lambda row: (getattr(row, field), row.id.hex), reverse=sort.startswith("-"))

        assert pages(session, sort, limit) == [row.name for row in rows]
    engine.dispose()


def test_a_list_is_paged_alike_on_both_databases(engine: Engine) -> None:
    with db.transaction(engine) as session:
        session.add_all(
            CustomerRow(name=name, created_at=START + timedelta(days=day))
            for name, day in (("a", 3), ("b", 1), ("c", 2), ("d", 1))
        )
    with db.reading(engine) as session:
        assert pages(session, "-name", 3) == ["d", "c", "b", "a"]
        assert pages(session, "-created_at", 1)[:2] == ["a", "c"]


@pytest.mark.parametrize(
    "content",
    [
        "no base64 !",
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        *(
            base64.urlsafe_b64encode(json.dumps(value).encode()).decode()
            for value in (
                {},
                None,
                [],
                ["-name"],
                ["name", "a", "b"],
                ["-name", 1, 2],
                ["-name", "a", "b", "c"],
                ["-name", "a", "not an id"],
            )
        ),
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(engine: Engine, content: str) -> None:
    with db.reading(engine) as session, pytest.raises(BadInput) as refusal:
        one(session, Wanted("-name", 10, content))

    assert refusal.value.message.code == "cursor_not_valid"


def test_only_known_fields_are_sorted_by(engine: Engine) -> None:
    with db.reading(engine) as session, pytest.raises(BadInput):
        one(session, Wanted("segregated", 10))
