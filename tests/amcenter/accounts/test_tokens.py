from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from amcenter import db
from amcenter.accounts import tokens
from amcenter.accounts.principal import Principal
from amcenter.errors import NotFound, Unauthenticated
from amcenter.ids import new_id
from amcenter.tables import Role, TokenRow, UserRow
from tests.amcenter.accounts.conftest import NOW


def new(engine: Engine, who: Principal) -> tuple[TokenRow, str]:
    with db.transaction(engine) as session:
        return tokens.create(session, who, name="import", valid=timedelta(days=1), now=NOW)


def test_a_token_acts_for_its_owner(engine: Engine, admin: Principal) -> None:
    _, secret = new(engine, admin)

    assert tokens.who_holds(engine, secret, NOW) == admin
    assert secret.startswith("amcenter_")


def test_the_database_does_not_hold_the_token(engine: Engine, admin: Principal) -> None:
    _, secret = new(engine, admin)

    with db.reading(engine) as session:
        assert secret not in str(session.exec(select(TokenRow)).one())


def test_a_token_ends_with_its_time(engine: Engine, admin: Principal) -> None:
    _, secret = new(engine, admin)

    tokens.who_holds(engine, secret, NOW + timedelta(hours=23))
    with pytest.raises(Unauthenticated):
        tokens.who_holds(engine, secret, NOW + timedelta(days=1))


def test_a_revoked_token_opens_nothing(engine: Engine, admin: Principal) -> None:
    row, secret = new(engine, admin)
    with db.transaction(engine) as session:
        tokens.revoke(session, admin, row.id, NOW)

    with pytest.raises(Unauthenticated):
        tokens.who_holds(engine, secret, NOW)


def test_nobody_revokes_another_persons_token(engine: Engine, admin: Principal) -> None:
    row, _ = new(engine, admin)
    stranger = Principal(new_id(), Role.ADMIN, None)

    with db.transaction(engine) as session, pytest.raises(NotFound):
        tokens.revoke(session, stranger, row.id, NOW)


def test_the_token_of_a_person_who_was_shut_out_opens_nothing(
    engine: Engine, anna: UserRow, admin: Principal
) -> None:
    _, secret = new(engine, admin)
    with db.transaction(engine) as session:
        session.get_one(UserRow, anna.id).active = False

    with pytest.raises(Unauthenticated):
        tokens.who_holds(engine, secret, NOW)
