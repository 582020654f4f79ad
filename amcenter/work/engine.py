"""How DBOS, the engine behind the queue, is set up; both sides of it agree on these names.

The version is fixed: the default is a hash of the code, and every upgrade would strand queued work.
"""

from collections.abc import Callable
from typing import Literal

from dbos import DBOS, DBOSClient, DBOSConfig, SQLAlchemyDatasource, WorkflowSerializationFormat
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from amcenter.db import is_sqlite

APPLICATION = "amcenter"
VERSION = "1"
WORKFLOW = "task"
Isolation = Literal["SERIALIZABLE", "READ COMMITTED"]
SERIALIZATION = WorkflowSerializationFormat.PORTABLE


def upgrade_engine_tables(engine: Engine) -> None:
    """Create or upgrade the engine's tables next to ours (PostgreSQL: in the schema ``dbos``)."""
    url = engine.url.render_as_string(hide_password=False)
    DBOS.migrate(url)
    SQLAlchemyDatasource.migrate(url)


def make_client(engine: Engine) -> DBOSClient:
    """Return what queues work but never does any; it uses the transactions of its callers."""
    return DBOSClient(system_database_engine=engine, application_name=APPLICATION, lazy=True)


def configuration(engine: Engine, *, executor: str) -> DBOSConfig:
    return DBOSConfig(
        name=APPLICATION,
        system_database_engine=engine,
        application_version=VERSION,
        executor_id=executor,
        run_migrations=False,
        log_level="WARNING",
        # nothing here waits for DBOS's own messages, schedules or events
        use_listen_notify=False,
        notification_listener_polling_interval_sec=60.0,
        scheduler_polling_interval_sec=3600.0,
    )


class Store:
    """Commits our changes and the engine's record of them in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._datasource = SQLAlchemyDatasource.create(
            engine.url.render_as_string(hide_password=False),
            engine=engine,
            sessionmaker=sessionmaker(class_=Session, expire_on_commit=False),
            run_migrations=False,
        )
        # as every other transaction of ours; SQLite knows only one
        self._isolation: Isolation = "SERIALIZABLE" if is_sqlite(engine) else "READ COMMITTED"

    def commit(self, change: Callable[[Session], None]) -> None:
        """Make a change exactly once; to be called from a workflow."""

        def step() -> None:
            session = self._datasource.sql_session()
            assert isinstance(session, Session)
            change(session)

        self._datasource.run_tx_step({"name": "store", "isolation_level": self._isolation}, step)
