"""The steps from an empty or an old database to the newest schema."""

import multiprocessing
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, select

from amcenter import migrate
from amcenter.db import make_engine, reading, transaction
from amcenter.errors import Conflict
from amcenter.events import record
from amcenter.ids import new_id
from amcenter.tables import CustomerRow, EventRow, RequestRow, RequestStatus, Role, UserRow

OLD_ROWS = (
    "INSERT INTO customer (id, created_at, version, name, segregated)"
    " VALUES ('{customer}', '2026-01-02 03:04:05', 1, 'Reactor works', false)",
    'INSERT INTO "user" (id, created_at, version, email, name, role, customer_id, language, active)'
    " VALUES ('{user}', '2026-01-02 03:04:05', 1, 'a@b.c', 'Anna', 'engineer', '{customer}', 'ru',"
    " true)",
    "INSERT INTO request (id, created_at, version, number, customer_id, created_by, title, project,"
    " note, status, reason, priority, need_by) VALUES ('{request}', '2026-01-02 03:04:05', 3,"
    " 'R-2026-0001', '{customer}', '{user}', 'Valves', '', '', 'on_hold', '', 1, '2026-03-04')",
    "INSERT INTO event (at, kind, subject, subject_id, data)"
    " VALUES ('2026-01-02 03:04:05', 'request.held', 'request', '{request}', '{{\"a\": 1}}')",
)


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Engine]:
    engine = make_engine(empty_database_url)
    yield engine
    engine.dispose()


def test_the_steps_lead_to_exactly_the_tables(empty: Engine) -> None:
    with migrate._migrating(empty) as connection:
        migrate.command.upgrade(migrate._config(connection), "head")

    with empty.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_an_old_database_keeps_its_rows(empty: Engine) -> None:
    migrate.upgrade(empty, to="0001")
    names = {name: new_id().hex for name in ("customer", "user", "request")}
    with empty.begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement.format(**names).replace(":", "\\:")))

    migrate.upgrade(empty)

    with reading(empty) as session:
        request = session.exec(select(RequestRow)).one()
        assert (request.number, request.version) == ("R-2026-0001", 3)
        assert request.status is RequestStatus.ON_HOLD
        assert session.get_one(CustomerRow, request.customer_id).name == "Reactor works"
        assert session.get_one(UserRow, request.created_by).role is Role.ENGINEER
        assert session.exec(select(EventRow)).one().data == {"a": 1}


@pytest.mark.parametrize("statement", ["UPDATE event SET kind = 'x'", "DELETE FROM event"])
def test_an_event_can_be_neither_changed_nor_deleted(engine: Engine, statement: str) -> None:
    with transaction(engine) as session:
        record(session, "toy.done", who=None, subject_id=new_id())

    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    migrate.upgrade(engine)

    migrate.require_newest(engine)


def test_three_processes_may_upgrade_at_once(empty_database_url: str) -> None:
    context = multiprocessing.get_context("forkserver")
    processes = [
        context.Process(target=upgrade_at, args=(empty_database_url,), daemon=True)
        for _ in range(3)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert [process.exitcode for process in processes] == [0, 0, 0]
    engine = make_engine(empty_database_url)
    migrate.require_newest(engine)
    engine.dispose()


def upgrade_at(url: str) -> None:
    migrate.upgrade(make_engine(url))


def test_a_database_of_a_newer_version_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Conflict) as upgrading:
        migrate.upgrade(engine)
    with pytest.raises(Conflict) as starting:
        migrate.require_newest(engine)

    assert upgrading.value.message.code == "database_is_newer"
    assert starting.value.message.params == {"revision": "9999"}


def test_an_older_database_is_refused_where_it_may_not_be_upgraded(empty: Engine) -> None:
    migrate.upgrade(empty, to="0001")

    with pytest.raises(Conflict) as refusal:
        migrate.require_newest(empty)

    assert refusal.value.message.code == "database_is_older"


def test_a_step_that_fails_changes_nothing(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    take_steps = migrate.command.upgrade

    def take_steps_and_fail(config: Config, to: str) -> None:
        take_steps(config, to)
        raise ZeroDivisionError

    monkeypatch.setattr(migrate.command, "upgrade", take_steps_and_fail)
    with pytest.raises(ZeroDivisionError):
        migrate.upgrade(empty)

    assert inspect(empty).get_table_names() == []
