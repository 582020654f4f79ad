"""What people change about themselves."""

from datetime import datetime
from typing import TypedDict

from sqlalchemy import Engine
from sqlmodel import Session

from amcenter import db, events, rows
from amcenter.accounts import attempts, passwords, sign_in
from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput
from amcenter.tables import UserRow


class ProfileChanges(TypedDict, total=False):
    """What a person may change; what is not named stays."""

    name: str
    language: str


def me(session: Session, who: Principal) -> UserRow:
    return session.get_one(UserRow, who.user_id)


def edit(session: Session, who: Principal, changes: ProfileChanges) -> UserRow:
    """Change the own name or language."""
    user = me(session, who)
    rows.change(session, user, user.version, **changes)
    return user


def change_password(engine: Engine, who: Principal, *, old: str, new: str, now: datetime) -> str:
    """Set a new password, end every sign-in and return the secret of a new one."""
    passwords.check(new)
    with db.reading(engine) as session:
        user = me(session, who)
        attempts.check(session, user.email, now)
        session.expunge_all()
    right, _ = passwords.verify(old, user.password_hash)
    if not right:
        with db.transaction(engine) as session:
            attempts.failed(session, user.email, now)
        raise BadInput("old_password_wrong")
    password_hash = passwords.hashed(new)
    with db.transaction(engine) as session:
        user = me(session, who)
        user.password_hash = password_hash
        user.version += 1
        sign_in.sign_out_everywhere(session, user.id)
        events.record(session, "user.password_changed", who=who, subject_id=user.id)
        return sign_in.begin(session, user, now)
