"""One-time links to choose a password: for new people, forgotten passwords, the first start."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from amcenter import db, events
from amcenter.accounts import passwords, sign_in
from amcenter.accounts.principal import principal_of
from amcenter.accounts.secret import digest, new_secret
from amcenter.config import Settings
from amcenter.errors import BadInput
from amcenter.tables import InvitationRow, Role, UserRow

VALID = timedelta(days=3)
FILE = "admin-link.txt"


def invite(session: Session, user_id: UUID | None, now: datetime) -> str:
    """Return the secret of a new invitation; earlier ones of the same person end."""
    session.exec(delete(InvitationRow).where(col(InvitationRow.user_id) == user_id))
    secret = new_secret()
    session.add(
        InvitationRow(secret_sha256=digest(secret), user_id=user_id, expires_at=now + VALID)
    )
    return secret


def link(settings: Settings, secret: str) -> str:
    """Return the address to send; what follows ``#`` never reaches a server's log."""
    return f"{settings.public_url}/invitation#{secret}"


def first_run(engine: Engine, settings: Settings, now: datetime) -> str | None:
    """Return the one-time link for the first administrator while there never was one.

    It is also written to the data folder, readable by the owner only.
    """
    path = settings.data_dir / FILE
    with db.transaction(engine) as session:
        if _has_admin(session):
            path.unlink(missing_ok=True)
            return None
        address = link(settings, invite(session, None, now))
    _write_private(path, address + "\n")
    return address


def _write_private(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # an existing file would keep its own permissions
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)


def accept(
    engine: Engine,
    *,
    secret: str,
    password: str,
    now: datetime,
    email: str | None = None,
    name: str | None = None,
) -> tuple[UserRow, str]:
    """Use an invitation: set the password and return the person with a new sign-in's secret.

    ``email`` and ``name`` are asked of the first administrator only; others have theirs already.
    """
    password_hash = passwords.hashed(password)  # outside the transaction: it takes long
    with db.transaction(engine) as session:
        invitation = _usable(session, secret, now)
        user = _invited(session, invitation, email, name)
        invitation.used_at = now
        user.password_hash = password_hash
        user.version += 1
        sign_in.sign_out_everywhere(session, user.id)
        events.record(session, "user.joined", who=principal_of(user), subject_id=user.id)
        return user, sign_in.begin(session, user, now)


def _usable(session: Session, secret: str, now: datetime) -> InvitationRow:
    row = session.exec(
        select(InvitationRow).where(InvitationRow.secret_sha256 == digest(secret)).with_for_update()
    ).one_or_none()
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise BadInput("invitation_not_valid")
    return row


def _invited(
    session: Session, invitation: InvitationRow, email: str | None, name: str | None
) -> UserRow:
    if invitation.user_id is not None:
        return session.get_one(UserRow, invitation.user_id)
    if _has_admin(session):
        raise BadInput("invitation_not_valid")
    if email is None or name is None:
        raise BadInput("first_admin_needs_name")
    user = UserRow(email=email.strip().lower(), name=name, role=Role.ADMIN)
    session.add(user)
    session.flush()
    return user


def _has_admin(session: Session) -> bool:
    """Return whether there is an administrator; one who was shut out counts, too."""
    admins = select(UserRow.id).where(UserRow.role == Role.ADMIN)
    return session.exec(admins.limit(1)).first() is not None
