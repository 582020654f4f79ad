"""Guessing passwords is slowed down, account by account; nobody is locked out for long."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from amcenter.errors import TooMany
from amcenter.tables import AttemptRow

REMEMBERED = timedelta(hours=1)
FREE = 5
LONGEST_WAIT_S = 300


def wait_s(failures: int) -> int:
    """Return how long to wait after so many failures: nothing, then 1, 2, 4 ... 300 s."""
    return 0 if failures < FREE else min(2 ** (failures - FREE), LONGEST_WAIT_S)


def check(session: Session, email: str, now: datetime) -> None:
    """Refuse the next attempt while the account has to wait."""
    statement = select(func.count(), func.max(AttemptRow.created_at)).where(
        AttemptRow.email == email,
        col(AttemptRow.created_at) > now - REMEMBERED,
    )
    failures, latest = session.exec(statement).one()
    if latest is None:
        return
    left = latest + timedelta(seconds=wait_s(failures)) - now
    if left > timedelta(0):
        raise TooMany("too_many_attempts", wait_s=int(left.total_seconds()) + 1)


def failed(session: Session, email: str, now: datetime) -> None:
    """Remember a failure (of unknown accounts too) and forget what no longer counts."""
    session.exec(delete(AttemptRow).where(col(AttemptRow.created_at) < now - REMEMBERED))
    session.add(AttemptRow(email=email, created_at=now))


def forgive(session: Session, email: str) -> None:
    """Forget the failures of an account whose owner came in."""
    session.exec(delete(AttemptRow).where(col(AttemptRow.email) == email))
