"""Customers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter.accounts import customers
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.tables import CustomerRow
from api.dependencies import BaseVersion, Changing, OnlyOnce, Reading, may, tagged
from api.schemas.accounts import CustomerChangesIn, CustomerIn, CustomerOut, CustomersQuery
from api.schemas.base import PageOut

router = APIRouter(prefix="/customers", tags=["customers"])

Reader = Annotated[Principal, may(Action.CUSTOMER_SEE)]
Manager = Annotated[Principal, may(Action.ACCOUNT_MANAGE)]


@router.get("", response_model=PageOut[CustomerOut])
def list_customers(
    asked: Annotated[CustomersQuery, Query()], who: Reader, session: Reading
) -> Page[CustomerRow]:
    """List customers; engineers see their own."""
    return customers.listed(session, who, asked.wanted)


@router.post("", status_code=201)
def create_customer(
    body: CustomerIn, who: Manager, session: Changing, once: OnlyOnce
) -> CustomerOut:
    """Create a customer."""
    return once.answer(CustomerOut, lambda: customers.create(session, who, **body.model_dump()))


@router.get("/{customer_id}", response_model=CustomerOut)
def get_customer(
    customer_id: UUID, response: Response, who: Reader, session: Reading
) -> CustomerRow:
    """See a customer."""
    return tagged(response, customers.get(session, who, customer_id))


@router.patch("/{customer_id}", response_model=CustomerOut)
def edit_customer(
    customer_id: UUID,
    body: CustomerChangesIn,
    version: BaseVersion,
    response: Response,
    who: Manager,
    session: Changing,
) -> CustomerRow:
    """Change a customer."""
    changes = body.given(customers.CustomerChanges)
    return tagged(response, customers.edit(session, who, customer_id, changes, version=version))
