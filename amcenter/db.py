"""Engines and transactions. The only module that knows which database it is.

SQLite figures and reasons (WAL, NORMAL, IMMEDIATE): without ``BEGIN IMMEDIATE`` three of four
concurrent read-then-write transactions fail with "database is locked" whatever the time-out.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from amcenter.clock import now

BUSY_TIMEOUT_MS = 30_000


def make_engine(url: str, *, sqlite_sync: str = "NORMAL") -> Engine:
    """Return an engine for ``sqlite:///path`` or ``postgresql+psycopg://...``."""
    if url.startswith("sqlite"):
        return _sqlite_engine(url, sync=sqlite_sync)
    return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10)


def make_late_locking_engine(url: str, *, sqlite_sync: str = "NORMAL") -> Engine:
    """Return an engine whose SQLite transactions lock with their first change, not at once.

    Background work needs it: DBOS reads its own tables through a second connection while a
    transaction of ours holds the write lock, and it polls so often that polling must not lock.
    """
    if url.startswith("sqlite"):
        return _sqlite_connections(url, sync=sqlite_sync, isolation_level="IMMEDIATE")
    return make_engine(url)


def _sqlite_engine(url: str, *, sync: str) -> Engine:
    # no isolation level: the driver must not begin transactions of its own
    engine = _sqlite_connections(url, sync=sync, isolation_level=None)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads_only = connection.get_execution_options().get("reads_only", False)
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    return engine


def _sqlite_connections(
    url: str, *, sync: str, isolation_level: Literal["IMMEDIATE"] | None
) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = isolation_level
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={sync}",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "foreign_keys=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Give a session whose changes are committed at the end, or not at all."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Give a session for reading: one consistent view, it blocks nobody and changes nothing."""
    with Session(engine.execution_options(reads_only=True)) as session, session.begin():
        yield session


def database_time(session: Session) -> datetime:
    """Return the present moment by the clock that all processes share: the database's.

    SQLite has none of its own; its processes all live on one machine.
    """
    if session.get_bind().dialect.name == "sqlite":
        return now()
    moment: datetime = session.connection().execute(select(func.clock_timestamp())).scalar_one()
    return moment


UNIQUE_OR_REFERENCE = frozenset(
    {
        "23503",  # PostgreSQL: foreign_key_violation
        "23505",  # PostgreSQL: unique_violation
        "SQLITE_CONSTRAINT_FOREIGNKEY",
        "SQLITE_CONSTRAINT_PRIMARYKEY",
        "SQLITE_CONSTRAINT_UNIQUE",
    }
)


def is_clash(error: IntegrityError) -> bool:
    """Return whether two changes contradict each other; a wrong value is no such conflict."""
    cause = error.orig
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    return code in UNIQUE_OR_REFERENCE
