"""Customers: whose requests are kept apart from whose."""

from typing import TypedDict
from uuid import UUID

from sqlmodel import Session, select

from amcenter import events, rows
from amcenter.accounts.permissions import may_see_customer
from amcenter.accounts.principal import Principal
from amcenter.errors import Conflict, NotFound
from amcenter.paging import Page, Wanted, listing
from amcenter.tables import CustomerRow, Role


class CustomerChanges(TypedDict, total=False):
    """What may be changed; what is not named stays."""

    name: str
    segregated: bool


def create(session: Session, who: Principal | None, *, name: str, segregated: bool) -> CustomerRow:
    _require_free(session, name)
    row = CustomerRow(name=name, segregated=segregated)
    session.add(row)
    session.flush()
    events.record(session, "customer.created", who=who, subject_id=row.id, data={"name": name})
    return row


def listed(session: Session, who: Principal, wanted: Wanted) -> Page[CustomerRow]:
    """Return the customers that ``who`` may see."""
    own = who.customer_id if who.role is Role.ENGINEER else None
    return listing(session, CustomerRow, wanted, sorts=("name", "created_at"), equal={"id": own})


def get(session: Session, who: Principal, customer_id: UUID) -> CustomerRow:
    """Return a customer that ``who`` may see."""
    if not may_see_customer(who, customer_id):
        raise NotFound("not_found", what="customer", key=str(customer_id))
    return rows.get(session, CustomerRow, customer_id)


def edit(
    session: Session,
    who: Principal,
    customer_id: UUID,
    changes: CustomerChanges,
    *,
    version: int,
) -> CustomerRow:
    row = get(session, who, customer_id)
    if changes.get("name", row.name) != row.name:
        _require_free(session, changes["name"])
    rows.change(session, row, version, **changes)
    data = {name: str(value) for name, value in changes.items()}
    events.record(session, "customer.edited", who=who, subject_id=row.id, data=data)
    return row


def _require_free(session: Session, name: str) -> None:
    if session.exec(select(CustomerRow.id).where(CustomerRow.name == name)).first() is not None:
        raise Conflict("customer_exists", name=name)
