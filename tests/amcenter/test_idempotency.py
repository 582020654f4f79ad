from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from amcenter import db
from amcenter.errors import BadInput
from amcenter.idempotency import Call, once
from amcenter.tables import CustomerRow, IdempotencyRow, Role, UserRow

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def user_id(engine: Engine) -> UUID:
    user = UserRow(email="a@b", name="A", role=Role.OPERATOR)
    with db.transaction(engine) as session:
        session.add(user)
    return user.id


def create(engine: Engine, call: Call, name: str, now: datetime = NOW) -> str:
    def effect() -> str:
        session.add(CustomerRow(name=name))
        session.flush()
        return name

    with db.transaction(engine) as session:
        return once(session, call, now, effect)


def customers(engine: Engine) -> int:
    with db.reading(engine) as session:
        return session.exec(select(func.count()).select_from(CustomerRow)).one()


def test_a_repeated_call_gets_the_first_answer_and_has_no_effect(
    engine: Engine, user_id: UUID
) -> None:
    call = Call(user_id, "key", "same")

    assert [create(engine, call, name) for name in ("first", "second")] == ["first", "first"]
    assert customers(engine) == 1


def test_a_key_belongs_to_one_call(engine: Engine, user_id: UUID) -> None:
    create(engine, Call(user_id, "key", "one"), "first")

    with pytest.raises(BadInput):
        create(engine, Call(user_id, "key", "other"), "second")
    assert customers(engine) == 1


def test_a_call_that_failed_may_be_repeated(engine: Engine, user_id: UUID) -> None:
    call = Call(user_id, "key", "same")
    with pytest.raises(ZeroDivisionError), db.transaction(engine) as session:
        once(session, call, NOW, lambda: str(1 / 0))

    assert create(engine, call, "second") == "second"


def test_a_key_is_forgotten_after_a_day(engine: Engine, user_id: UUID) -> None:
    create(engine, Call(user_id, "key", "one"), "first")
    create(engine, Call(user_id, "key", "other"), "second", NOW + timedelta(hours=25))

    with db.reading(engine) as session:
        assert session.exec(select(IdempotencyRow.body)).all() == ["second"]


def test_of_eight_simultaneous_calls_one_takes_effect(engine: Engine, user_id: UUID) -> None:
    call = Call(user_id, "key", "same")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda index: create(engine, call, f"name {index}"), range(8)))

    assert len(set(answers)) == 1
    assert customers(engine) == 1
