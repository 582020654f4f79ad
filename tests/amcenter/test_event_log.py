from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from amcenter import db, event_log
from amcenter.ids import new_id
from amcenter.tables import EventRow

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LONG_AGO = NOW - timedelta(minutes=1)


def store(engine: Engine, at: datetime, *numbers: int) -> None:
    with db.transaction(engine) as session:
        session.add_all(
            EventRow(id=number, at=at, kind="plan.x", subject="plan", subject_id=new_id())
            for number in numbers
        )


def after(engine: Engine, last_id: int) -> list[int | None]:
    with db.reading(engine) as session:
        return [row.id for row in event_log.settled_after(session, last_id, NOW)]


def test_events_come_in_order(engine: Engine) -> None:
    store(engine, NOW, 1, 2, 3)

    assert after(engine, 1) == [2, 3]


def test_what_follows_a_gap_waits_for_it(engine: Engine) -> None:
    store(engine, NOW, 1, 3)

    assert after(engine, 0) == [1]

    store(engine, NOW, 2)
    assert after(engine, 1) == [2, 3]


def test_a_gap_that_is_old_stays_a_gap(engine: Engine) -> None:
    store(engine, LONG_AGO, 1, 3)

    assert after(engine, 0) == [1, 3]


@pytest.mark.parametrize(
    ("old", "new", "newest"), [((), (), 0), ((1, 2), (), 2), ((1,), (2, 3), 1)]
)
def test_a_new_poller_misses_nothing_recent(
    engine: Engine, old: tuple[int, ...], new: tuple[int, ...], newest: int
) -> None:
    store(engine, LONG_AGO, *old)
    store(engine, NOW, *new)

    with db.reading(engine) as session:
        assert event_log.newest_settled(session, NOW) == newest
