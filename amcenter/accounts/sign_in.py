"""Signed-in browsers: an opaque secret in a cookie, ended by time, by hand or by an administrator.

These functions take the engine: hashing a password must not hold a transaction, and a failed
attempt is remembered although the call fails.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from amcenter import db, events
from amcenter.accounts import attempts, passwords
from amcenter.accounts.principal import Principal, principal_of
from amcenter.accounts.secret import digest, new_secret
from amcenter.errors import Unauthenticated
from amcenter.tables import SignInRow, UserRow

IDLE = timedelta(hours=8)
LONGEST = timedelta(days=7)
TOUCH_EVERY = timedelta(minutes=1)


def sign_in(
    engine: Engine, *, email: str, password: str, now: datetime, replaces: str | None = None
) -> tuple[UserRow, str]:
    """Return the person and the secret of the new sign-in; ``replaces`` (a secret) ends."""
    email = email.strip().lower()
    with db.reading(engine) as session:
        attempts.check(session, email, now)
        user = session.exec(select(UserRow).where(UserRow.email == email)).one_or_none()
        session.expunge_all()
    right, renewed = passwords.verify(password, user.password_hash if user else None)
    if user is None or not right or not user.active:
        with db.transaction(engine) as session:
            attempts.failed(session, email, now)
        raise Unauthenticated("wrong_sign_in")
    with db.transaction(engine) as session:
        attempts.forgive(session, email)
        sign_out(session, replaces)
        if renewed:
            session.get_one(UserRow, user.id).password_hash = renewed
        return user, begin(session, user, now)


def begin(session: Session, user: UserRow, now: datetime) -> str:
    """Return the secret of a new sign-in of a person who has proven who it is."""
    secret = new_secret()
    session.add(
        SignInRow(
            user_id=user.id,
            secret_sha256=digest(secret),
            last_seen_at=now,
            expires_at=now + LONGEST,
        )
    )
    session.exec(delete(SignInRow).where(col(SignInRow.expires_at) < now))
    events.record(session, "user.signed_in", who=principal_of(user), subject_id=user.id)
    return secret


def who_signed_in(engine: Engine, secret: str, now: datetime) -> Principal:
    """Return the person behind a cookie, and note about once a minute that it was seen."""
    with db.reading(engine) as session:
        found = session.exec(
            select(SignInRow, UserRow)
            .join(UserRow, col(UserRow.id) == SignInRow.user_id)
            .where(SignInRow.secret_sha256 == digest(secret))
        ).one_or_none()
        session.expunge_all()
    if found is None or not _alive(*found, now):
        raise Unauthenticated("signed_out")
    row, user = found
    if now - row.last_seen_at > TOUCH_EVERY:
        with db.transaction(engine) as session:
            seen = session.get(SignInRow, row.id)
            if seen is not None:
                seen.last_seen_at = now
    return principal_of(user)


def _alive(row: SignInRow, user: UserRow, now: datetime) -> bool:
    return user.active and now < row.expires_at and now - row.last_seen_at < IDLE


def sign_out(session: Session, secret: str | None) -> None:
    """End one sign-in; a secret that is not known is fine."""
    if secret is not None:
        session.exec(delete(SignInRow).where(col(SignInRow.secret_sha256) == digest(secret)))


def sign_out_everywhere(session: Session, user_id: UUID) -> None:
    """End every sign-in of a person."""
    session.exec(delete(SignInRow).where(col(SignInRow.user_id) == user_id))
