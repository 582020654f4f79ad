from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from amcenter.accounts.principal import Principal, principal_of
from amcenter.shop.catalogue import shipped
from amcenter.tables import CustomerRow, Role, UserRow


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on a database with the demo centre, put there without the services under test."""
    centre = shipped()
    with Session(engine, expire_on_commit=False) as session, session.begin():
        for rows in (
            centre.calendars,
            centre.materials,
            centre.parameter_sets,
            centre.machines,
            centre.changeovers,
            centre.eligibilities,
            centre.design_rules,
        ):
            session.add_all(rows)
            session.flush()
        yield session
        session.rollback()


def person(session: Session, role: Role, **more: object) -> Principal:
    user = UserRow(email=f"{role.value}@centre.test", name=role.value, role=role, **more)
    session.add(user)
    session.flush()
    return principal_of(user)


@pytest.fixture
def operator(session: Session) -> Principal:
    return person(session, Role.OPERATOR)


@pytest.fixture
def engineer(session: Session) -> Principal:
    customer = CustomerRow(name="Pump works")
    session.add(customer)
    session.flush()
    return person(session, Role.ENGINEER, customer_id=customer.id)
