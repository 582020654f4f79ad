"""People of the centre and of its customers, as administrators keep them."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from sqlmodel import Session, col, func, select

from amcenter import events, rows
from amcenter.accounts import invitations, sign_in, tokens
from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput, Conflict, NotFound
from amcenter.paging import Page, Wanted, listing
from amcenter.tables import CustomerRow, Role, UserRow


class UserChanges(TypedDict, total=False):
    """What an administrator may change; what is not named stays."""

    name: str
    role: Role
    customer_id: UUID | None
    language: str
    active: bool


def create(
    session: Session,
    who: Principal | None,
    *,
    email: str,
    name: str,
    role: Role,
    customer_id: UUID | None,
    language: str,
    now: datetime,
) -> tuple[UserRow, str]:
    """Return a new person and the secret of the invitation to send."""
    email = email.strip().lower()
    if session.exec(select(UserRow.id).where(UserRow.email == email)).first() is not None:
        raise Conflict("email_taken", email=email)
    user = UserRow(email=email, name=name, role=role, customer_id=customer_id, language=language)
    _require_sound(session, user)
    session.add(user)
    session.flush()
    _record(session, who, user, "created", {"email": email, "role": role.value})
    return user, invitations.invite(session, user.id, now)


def listed(session: Session, wanted: Wanted, equal: Mapping[str, object]) -> Page[UserRow]:
    return listing(session, UserRow, wanted, sorts=("email", "created_at"), equal=equal)


def get(session: Session, user_id: UUID) -> UserRow:
    return rows.get(session, UserRow, user_id)


def edit(
    session: Session,
    who: Principal,
    user_id: UUID,
    changes: UserChanges,
    *,
    version: int,
    now: datetime,
) -> UserRow:
    """Change a person; whoever changes role, customer or is shut out has to sign in again."""
    user = get(session, user_id)
    before = (user.role, user.customer_id, user.active)
    rows.change(session, user, version, **changes)
    _require_sound(session, user)
    _require_an_admin(session)
    if before != (user.role, user.customer_id, user.active):
        sign_in.sign_out_everywhere(session, user.id)
    if not user.active:
        tokens.revoke_all(session, user.id, now)
    _record(session, who, user, "edited", {name: str(value) for name, value in changes.items()})
    return user


def invite_again(session: Session, who: Principal, user_id: UUID, now: datetime) -> str:
    """Return the secret of a new invitation, for a forgotten password or a lost link."""
    user = get(session, user_id)
    _record(session, who, user, "invited", {})
    return invitations.invite(session, user.id, now)


def _require_sound(session: Session, user: UserRow) -> None:
    """Refuse an engineer without a customer and a colleague of the centre with one."""
    if user.role is Role.ENGINEER and user.customer_id is None:
        raise BadInput("engineer_needs_customer", email=user.email)
    if user.role is not Role.ENGINEER and user.customer_id is not None:
        raise BadInput("colleague_has_no_customer", email=user.email, role=user.role.value)
    if user.customer_id is not None and session.get(CustomerRow, user.customer_id) is None:
        raise NotFound("not_found", what="customer", key=str(user.customer_id))


def _require_an_admin(session: Session) -> None:
    statement = (
        select(func.count())
        .select_from(UserRow)
        .where(col(UserRow.role) == Role.ADMIN, col(UserRow.active).is_(True))
    )
    session.flush()
    if session.exec(statement).one() == 0:
        raise Conflict("last_admin")


def _record(
    session: Session, who: Principal | None, user: UserRow, verb: str, data: dict[str, str]
) -> None:
    events.record(session, f"user.{verb}", who=who, subject_id=user.id, data=data)
