"""What every database must do for us, whichever it is."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from amcenter.clock import now
from amcenter.db import database_time, make_late_locking_engine, reading, transaction
from amcenter.ids import new_id
from amcenter.numbers import next_number
from amcenter.tables import CustomerRow, SignInRow, TaskKind, TaskRow


def test_a_transaction_keeps_what_it_adds(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(CustomerRow(name="Reactor works"))

    with reading(engine) as session:
        assert session.exec(select(CustomerRow.name)).all() == ["Reactor works"]


def test_a_transaction_that_fails_keeps_nothing(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), transaction(engine) as session:
        session.add(CustomerRow(name="Reactor works"))
        session.flush()
        raise ZeroDivisionError

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
    # Read-then-write from four threads: on SQLite without BEGIN IMMEDIATE most of them fail.
    given: list[str] = []

    def take_five() -> None:
        for _ in range(5):
            with transaction(engine) as session:
                given.append(next_number(session, "R"))

    with transaction(engine) as session:
        next_number(session, "R")
    threads = [Thread(target=take_five) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(given)) == 20


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
