"""People, as administrators keep them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import clock
from amcenter.accounts import invitations, users
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.tables import UserRow
from api.dependencies import BaseVersion, Changing, OpenCentre, Reading, may, tagged
from api.schemas.accounts import (
    InvitedOut,
    LinkOut,
    UserChangesIn,
    UserIn,
    UserOut,
    UsersQuery,
)
from api.schemas.base import PageOut

router = APIRouter(prefix="/users", tags=["users"])

Manager = Annotated[Principal, may(Action.ACCOUNT_MANAGE)]


@router.get("", response_model=PageOut[UserOut])
def list_users(
    asked: Annotated[UsersQuery, Query()], who: Manager, session: Reading
) -> Page[UserRow]:
    """List people."""
    return users.listed(session, asked.wanted, asked.filters)


@router.post("", status_code=201)
def create_user(body: UserIn, who: Manager, centre: OpenCentre, session: Changing) -> InvitedOut:
    """Create a person; the answer alone holds the one-time link, so no Idempotency-Key keeps it."""
    user, secret = users.create(session, who, **body.model_dump(), now=clock.now())
    link = invitations.link(centre.settings, secret)
    return InvitedOut(user=UserOut.model_validate(user), link=link)


@router.get("/{user_id}", response_model=UserOut)
def get_user(user_id: UUID, response: Response, who: Manager, session: Reading) -> UserRow:
    """See a person."""
    return tagged(response, users.get(session, user_id))


@router.patch("/{user_id}", response_model=UserOut)
def edit_user(
    user_id: UUID,
    body: UserChangesIn,
    version: BaseVersion,
    response: Response,
    who: Manager,
    session: Changing,
) -> UserRow:
    """Change a person; a new role, customer or shutting out ends the person's sign-ins."""
    changes = body.given(users.UserChanges)
    row = users.edit(session, who, user_id, changes, version=version, now=clock.now())
    return tagged(response, row)


@router.post("/{user_id}/invitation", status_code=201)
def invite_user(user_id: UUID, who: Manager, centre: OpenCentre, session: Changing) -> LinkOut:
    """Make a new one-time link for a person (a forgotten password); earlier links end."""
    secret = users.invite_again(session, who, user_id, clock.now())
    return LinkOut(link=invitations.link(centre.settings, secret))
