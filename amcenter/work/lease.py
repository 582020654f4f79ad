"""Which workers are alive: each renews a row, all by the clock of the database."""

from datetime import timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from amcenter.db import database_time
from amcenter.tables import WorkerRow


def begin_lease(session: Session, executor: str) -> None:
    session.add(WorkerRow(executor=executor, heartbeat_at=database_time(session)))


def renew_lease(session: Session, executor: str) -> bool:
    """Say that a worker is alive; False: it was taken for dead and its work is with others."""
    renewed = session.connection().execute(
        update(WorkerRow)
        .where(col(WorkerRow.executor) == executor)
        .values(heartbeat_at=database_time(session))
    )
    return renewed.rowcount == 1


def end_lease(session: Session, executor: str) -> None:
    session.connection().execute(delete(WorkerRow).where(col(WorkerRow.executor) == executor))


def end_silent_leases(session: Session, *, lease_s: float) -> None:
    """Take workers for dead that have been silent for longer than a lease."""
    deadline = database_time(session) - timedelta(seconds=lease_s)
    session.connection().execute(delete(WorkerRow).where(col(WorkerRow.heartbeat_at) < deadline))


def living(session: Session) -> set[str]:
    """Return the executors that hold a lease."""
    return set(session.exec(select(WorkerRow.executor)))
