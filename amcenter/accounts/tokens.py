"""Keys for programs: shown once, with an end, revocable. A token may do what its owner may."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from amcenter import db, events
from amcenter.accounts.principal import Principal, principal_of
from amcenter.accounts.secret import TOKEN_PREFIX, digest, new_token
from amcenter.errors import Conflict, NotFound, Unauthenticated
from amcenter.tables import TokenRow, UserRow

TOUCH_EVERY = timedelta(minutes=1)
MOST_TOKENS = 50


def create(
    session: Session, who: Principal, *, name: str, valid: timedelta, now: datetime
) -> tuple[TokenRow, str]:
    """Return a new token of ``who`` and its secret, which is never shown again."""
    if len(listed(session, who)) >= MOST_TOKENS:
        raise Conflict("too_many_tokens", at_most=MOST_TOKENS)
    secret = new_token()
    row = TokenRow(
        user_id=who.user_id,
        name=name,
        secret_sha256=digest(secret),
        expires_at=now + valid,
    )
    session.add(row)
    session.flush()
    events.record(session, "token.created", who=who, subject_id=row.id, data={"name": name})
    return row, secret


def listed(session: Session, who: Principal) -> Sequence[TokenRow]:
    """Return the tokens of ``who`` that were not revoked, oldest first."""
    return session.exec(
        select(TokenRow)
        .where(TokenRow.user_id == who.user_id, col(TokenRow.revoked_at).is_(None))
        .order_by(col(TokenRow.id))
    ).all()


def revoke(session: Session, who: Principal, token_id: UUID, now: datetime) -> None:
    """End a token of ``who``."""
    row = session.get(TokenRow, token_id)
    if row is None or row.user_id != who.user_id or row.revoked_at is not None:
        raise NotFound("not_found", what="token", key=str(token_id))
    row.revoked_at = now
    events.record(session, "token.revoked", who=who, subject_id=row.id)


def revoke_all(session: Session, user_id: UUID, now: datetime) -> None:
    """End every token of a person."""
    for row in session.exec(
        select(TokenRow).where(TokenRow.user_id == user_id, col(TokenRow.revoked_at).is_(None))
    ):
        row.revoked_at = now


def who_holds(engine: Engine, secret: str, now: datetime) -> Principal:
    """Return the person for whom a token acts, and note about once a minute that it was used."""
    if not secret.startswith(TOKEN_PREFIX):
        raise Unauthenticated("token_not_valid")
    with db.reading(engine) as session:
        found = session.exec(
            select(TokenRow, UserRow)
            .join(UserRow, col(UserRow.id) == TokenRow.user_id)
            .where(TokenRow.secret_sha256 == digest(secret))
        ).one_or_none()
        session.expunge_all()
    if found is None or not _alive(*found, now):
        raise Unauthenticated("token_not_valid")
    row, user = found
    if row.last_used_at is None or now - row.last_used_at > TOUCH_EVERY:
        with db.transaction(engine) as session:
            session.get_one(TokenRow, row.id).last_used_at = now
    return principal_of(user)


def _alive(row: TokenRow, user: UserRow, now: datetime) -> bool:
    unexpired = row.expires_at is None or now < row.expires_at
    return user.active and row.revoked_at is None and unexpired
