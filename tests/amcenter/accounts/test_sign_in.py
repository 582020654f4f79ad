from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from amcenter import db
from amcenter.accounts import sign_in
from amcenter.errors import TooMany, Unauthenticated
from amcenter.tables import AttemptRow, SignInRow, UserRow
from tests.amcenter.accounts.conftest import NOW, PASSWORD

SECOND = timedelta(seconds=1)


def enter(engine: Engine, password: str = PASSWORD, at: float = 0) -> str:
    now = NOW + timedelta(seconds=at)
    _, secret = sign_in.sign_in(engine, email="Anna@Example.org ", password=password, now=now)
    return secret


def fail(engine: Engine, times: int) -> None:
    for _ in range(times):
        with pytest.raises(Unauthenticated):
            enter(engine, "a wrong password")


def test_the_right_password_gives_a_secret_that_tells_who_it_is(
    engine: Engine, anna: UserRow
) -> None:
    secret = enter(engine)

    assert sign_in.who_signed_in(engine, secret, NOW).user_id == anna.id
    assert len(secret) == 43  # 256 bits in base64url


def test_the_database_does_not_hold_the_secret(engine: Engine, anna: UserRow) -> None:
    secret = enter(engine)

    with db.reading(engine) as session:
        assert secret not in str(session.exec(select(SignInRow)).one())


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    engine: Engine, anna: UserRow
) -> None:
    with pytest.raises(Unauthenticated) as wrong:
        enter(engine, "a wrong password")
    with pytest.raises(Unauthenticated) as unknown:
        sign_in.sign_in(engine, email="nobody@example.org", password=PASSWORD, now=NOW)

    assert wrong.value.message == unknown.value.message


def test_a_person_who_was_shut_out_cannot_sign_in(engine: Engine, anna: UserRow) -> None:
    with db.transaction(engine) as session:
        session.get_one(UserRow, anna.id).active = False

    with pytest.raises(Unauthenticated):
        enter(engine)


def test_a_person_who_was_shut_out_is_no_longer_signed_in(engine: Engine, anna: UserRow) -> None:
    secret = enter(engine)
    with db.transaction(engine) as session:
        session.get_one(UserRow, anna.id).active = False

    with pytest.raises(Unauthenticated):
        sign_in.who_signed_in(engine, secret, NOW)


def test_a_sign_in_ends_after_8_idle_hours(engine: Engine, anna: UserRow) -> None:
    secret = enter(engine)

    sign_in.who_signed_in(engine, secret, NOW + timedelta(hours=7, minutes=59))
    sign_in.who_signed_in(engine, secret, NOW + timedelta(hours=15, minutes=58))
    with pytest.raises(Unauthenticated):
        sign_in.who_signed_in(engine, secret, NOW + timedelta(hours=23, minutes=58))


def test_a_sign_in_ends_after_7_days_whatever_its_use(engine: Engine, anna: UserRow) -> None:
    secret = enter(engine)
    for hours in range(0, 7 * 24, 6):
        sign_in.who_signed_in(engine, secret, NOW + timedelta(hours=hours))

    with pytest.raises(Unauthenticated):
        sign_in.who_signed_in(engine, secret, NOW + timedelta(days=7))


def test_signing_in_again_replaces_the_secret(engine: Engine, anna: UserRow) -> None:
    first = enter(engine)
    _, second = sign_in.sign_in(
        engine, email=anna.email, password=PASSWORD, now=NOW, replaces=first
    )

    assert sign_in.who_signed_in(engine, second, NOW)
    with pytest.raises(Unauthenticated):
        sign_in.who_signed_in(engine, first, NOW)


def test_signing_out_everywhere_ends_every_sign_in(engine: Engine, anna: UserRow) -> None:
    secrets = [enter(engine), enter(engine)]
    with db.transaction(engine) as session:
        sign_in.sign_out_everywhere(session, anna.id)

    for secret in secrets:
        with pytest.raises(Unauthenticated):
            sign_in.who_signed_in(engine, secret, NOW)


def test_five_wrong_passwords_are_free_then_the_account_has_to_wait(
    engine: Engine, anna: UserRow
) -> None:
    fail(engine, 5)  # the fifth costs 2^0 = 1 s

    with pytest.raises(TooMany) as wait:
        enter(engine)
    assert wait.value.message.params["wait_s"] == 2  # whole seconds, rounded up
    assert enter(engine, at=1)


def test_the_wait_doubles_with_every_failure(engine: Engine, anna: UserRow) -> None:
    fail(engine, 5)
    with pytest.raises(Unauthenticated):
        enter(engine, "a wrong password", at=1)

    with pytest.raises(TooMany):  # 2^1 = 2 s after second 1
        enter(engine, at=2.9)
    assert enter(engine, at=3)


def test_coming_in_forgives_earlier_failures(engine: Engine, anna: UserRow) -> None:
    fail(engine, 4)
    enter(engine)
    fail(engine, 4)

    assert enter(engine)


def test_failures_are_forgotten_after_an_hour(engine: Engine, anna: UserRow) -> None:
    fail(engine, 5)
    with pytest.raises(Unauthenticated):
        enter(engine, "a wrong password", at=3601)

    with db.reading(engine) as session:
        assert session.exec(select(func.count()).select_from(AttemptRow)).one() == 1
