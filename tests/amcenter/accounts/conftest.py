"""People of a small centre; hashing is made cheap, as its cost is not what is tested."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine

from amcenter import db
from amcenter.accounts import passwords
from amcenter.accounts.principal import Principal, principal_of
from amcenter.tables import CustomerRow, Role, UserRow

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hashing", PasswordHash((hasher,)))
    passwords._nobodys.cache_clear()


@pytest.fixture
def anna(engine: Engine) -> UserRow:
    """An administrator with a password."""
    user = UserRow(
        email="anna@example.org",
        name="Anna",
        role=Role.ADMIN,
        password_hash=passwords.hashed(PASSWORD),
    )
    with db.transaction(engine) as session:
        session.add(user)
    return user


@pytest.fixture
def admin(anna: UserRow) -> Principal:
    return principal_of(anna)


@pytest.fixture
def customer_id(engine: Engine) -> UUID:
    customer = CustomerRow(name="Bureau 1")
    with db.transaction(engine) as session:
        session.add(customer)
    return customer.id
