"""What every database must do for us, whichever it is."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from amcenter.clock import now
from amcenter.db import database_time, make_late_locking_engine, reading, transaction
from amcenter.ids import new_id
from amcenter.numbers import next_number
from amcenter.tables import CustomerRow, SignInRow, TaskKind, TaskRow


def in_threads(count: int, work: Callable[[], None]) -> None:
    with ThreadPoolExecutor(count) as pool:
        for done in [pool.submit(work) for _ in range(count)]:
            done.result()


def test_a_transaction_keeps_what_it_adds(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(CustomerRow(name="Reactor works"))

    with reading(engine) as session:
        assert session.exec(select(CustomerRow.name)).all() == ["Reactor works"]


def test_a_transaction_that_fails_keeps_nothing(engine: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add_all([CustomerRow(name="Reactor works"), CustomerRow(name="Reactor works")])

    with reading(engine) as session:
        assert session.exec(select(CustomerRow)).all() == []


def test_moments_come_back_in_utc_as_they_were(engine: Engine) -> None:
    moment = datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=UTC)
    task = TaskRow(kind=TaskKind.PLAN, subject_id=new_id(), owner="a", started_at=moment)
    with transaction(engine) as session:
        session.add(task)

    with reading(engine) as session:
        stored = session.get_one(TaskRow, task.id).started_at
        assert stored == moment
        assert stored.utcoffset() == timedelta(0)


def test_a_reference_to_nothing_is_refused(engine: Engine) -> None:
    lost = SignInRow(user_id=new_id(), secret_sha256="0", last_seen_at=now(), expires_at=now())

    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add(lost)


def test_numbers_given_out_at_once_are_all_different(engine: Engine) -> None:
    # The first number of the series included: on PostgreSQL two may find none and make one each.
    given: list[str] = []

    def take_five() -> None:
        for _ in range(5):
            with transaction(engine) as session:
                given.append(next_number(session, "R"))

    in_threads(4, take_five)

    assert sorted(given) == [f"R-{now().year}-{number:04d}" for number in range(1, 21)]


def test_reading_and_then_writing_at_once_never_fails(engine: Engine) -> None:
    # On SQLite without BEGIN IMMEDIATE three of four such transactions fail.
    customer = CustomerRow(name="Reactor works")
    with transaction(engine) as session:
        session.add(customer)

    def count_five() -> None:
        for _ in range(5):
            with transaction(engine) as session:
                row = session.get_one(CustomerRow, customer.id, with_for_update=True)
                row.version += 1

    in_threads(4, count_five)

    with reading(engine) as session:
        assert session.get_one(CustomerRow, customer.id).version == 21


def test_the_clock_of_the_database_is_about_right(engine: Engine) -> None:
    with transaction(engine) as session:
        assert abs(database_time(session) - now()) < timedelta(minutes=1)


def test_a_late_locking_engine_reads_while_another_transaction_writes(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    late = make_late_locking_engine(url)

    with transaction(engine) as session:
        session.add(CustomerRow(name="Reactor works"))
        session.flush()
        with late.begin() as connection:
            assert connection.execute(select(CustomerRow.id)).all() == []

    late.dispose()
