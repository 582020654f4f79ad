"""The people of the demo centre; nobody of them has a password."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from amcenter.accounts import customers, users
from amcenter.accounts.principal import Principal, principal_of
from amcenter.tables import CustomerRow, Role, UserRow


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """The planner of the centre, and the engineer of each customer by its name."""

    operator: Principal
    engineers: Mapping[str, Principal]


def settle_people(session: Session, names: Sequence[str], now: datetime) -> DemoPeople:
    """Return the people, made where they are not there yet."""
    operator = _person(session, "operator@demo.example", "Ольга Планова", Role.OPERATOR, None, now)
    engineers = {}
    for number, name in enumerate(names, start=1):
        customer_id = _customer_id(session, name)
        email, title = f"engineer-{number:02}@demo.example", f"Инженер, {name}"
        engineers[name] = _person(session, email, title, Role.ENGINEER, customer_id, now)
    return DemoPeople(operator, engineers)


def _customer_id(session: Session, name: str) -> UUID:
    known = session.exec(select(CustomerRow).where(CustomerRow.name == name)).one_or_none()
    return (known or customers.create(session, None, name=name, segregated=False)).id


def _person(
    session: Session,
    email: str,
    name: str,
    role: Role,
    customer_id: UUID | None,
    now: datetime,
) -> Principal:
    known = session.exec(select(UserRow).where(UserRow.email == email)).one_or_none()
    if known is None:
        known, _ = users.create(
            session,
            None,
            email=email,
            name=name,
            role=role,
            customer_id=customer_id,
            language="ru",
            now=now,
        )
    return principal_of(known)
