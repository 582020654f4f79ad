"""Signing in and out, and what people change about themselves."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from amcenter import clock
from amcenter.accounts import invitations, profile, sign_in
from amcenter.accounts.permissions import Action, allowed_to
from amcenter.accounts.principal import Principal
from amcenter.centre import Centre
from amcenter.tables import UserRow
from api.authentication import clear_cookie, cookie, set_cookie
from api.dependencies import Changing, OpenCentre, Reading, may, same_site
from api.schemas.accounts import AcceptIn, MeIn, MeOut, PasswordIn, SignInIn, UserOut

router = APIRouter(tags=["session"])

Me = Annotated[Principal, may(Action.ACCOUNT_SELF)]


@router.post("/session", dependencies=[Depends(same_site)], response_model=UserOut)
def sign_in_here(
    body: SignInIn, request: Request, response: Response, centre: OpenCentre
) -> UserRow:
    """Sign in with a password; the answer sets a cookie."""
    user, secret = sign_in.sign_in(
        centre.engine,
        email=body.email,
        password=body.password,
        now=clock.now(),
        replaces=cookie(request, centre.settings),
    )
    set_cookie(response, centre.settings, secret)
    return user


@router.post("/invitations/accept", dependencies=[Depends(same_site)], response_model=UserOut)
def accept_invitation(body: AcceptIn, response: Response, centre: OpenCentre) -> UserRow:
    """Use a one-time link: choose a password and be signed in."""
    user, secret = invitations.accept(
        centre.engine,
        secret=body.secret,
        password=body.password,
        email=body.email,
        name=body.name,
        now=clock.now(),
    )
    set_cookie(response, centre.settings, secret)
    return user


@router.delete("/session", status_code=204)
def sign_out(
    request: Request, response: Response, who: Me, centre: OpenCentre, session: Changing
) -> None:
    """Sign out in this browser."""
    sign_in.sign_out(session, cookie(request, centre.settings))
    clear_cookie(response, centre.settings)


@router.delete("/sessions", status_code=204)
def sign_out_everywhere(response: Response, who: Me, centre: OpenCentre, session: Changing) -> None:
    """Sign out in every browser."""
    sign_in.sign_out_everywhere(session, who.user_id)
    clear_cookie(response, centre.settings)


@router.get("/me")
def get_me(who: Me, centre: OpenCentre, session: Reading) -> MeOut:
    """See who is signed in, and what that person may do."""
    return _me(profile.me(session, who), who, centre)


@router.patch("/me")
def edit_me(body: MeIn, who: Me, centre: OpenCentre, session: Changing) -> MeOut:
    """Change the own name or language."""
    return _me(profile.edit(session, who, body.given(profile.ProfileChanges)), who, centre)


@router.put("/me/password", status_code=204)
def change_password(body: PasswordIn, response: Response, who: Me, centre: OpenCentre) -> None:
    """Change the own password; other browsers are signed out."""
    secret = profile.change_password(
        centre.engine, who, old=body.old, new=body.new, now=clock.now()
    )
    set_cookie(response, centre.settings, secret)


def _me(user: UserRow, who: Principal, centre: Centre) -> MeOut:
    facts = UserOut.model_validate(user).model_dump()
    return MeOut(**facts, zone=centre.settings.zone, allowed=allowed_to(who))
