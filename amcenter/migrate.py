"""Bringing a database to the newest schema: ours and the one of the engine behind the queue.

``python -m amcenter.migrate "What changed"`` writes the next step from what the tables say.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from amcenter.db import is_sqlite, make_engine
from amcenter.errors import Conflict
from amcenter.work.engine import upgrade_engine_tables

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x616D63656E746572  # "amcenter"


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Upgrade an empty or older database; several processes may try at once, one does it."""
    with _migrating(engine) as connection:
        config = _config(connection)
        _refuse_newer(connection, config)
        command.upgrade(config, to)
    upgrade_engine_tables(engine)


def require_newest(engine: Engine) -> None:
    """Refuse to work with a database that has another schema than this version needs."""
    with engine.connect() as connection:
        config = _config(connection)
        _refuse_newer(connection, config)
        head = ScriptDirectory.from_config(config).get_current_head()
        if MigrationContext.configure(connection).get_current_revision() != head:
            raise Conflict("database_is_older")


def write_next_step(what_changed: str) -> None:
    """Write a migration for the difference between the newest step and the tables."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/empty.db")
        with _migrating(engine) as connection:
            config = _config(connection)
            command.upgrade(config, "head")
            known = list(ScriptDirectory.from_config(config).walk_revisions())
            number = f"{len(known) + 1:04d}"
            command.revision(config, what_changed, autogenerate=True, rev_id=number)
        engine.dispose()


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose one transaction holds the lock for migrations."""
    with engine.connect() as connection:
        if not is_sqlite(engine):
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                yield connection
            return
        # SQLite changes a table by copying it; with foreign keys on, dropping the old one would
        # delete rows elsewhere. The switch has no effect inside a transaction.
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():  # IMMEDIATE: this is the lock
                yield connection
                broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                assert not broken, f"the migration broke references: {broken[:5]}"
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _refuse_newer(connection: Connection, config: Config) -> None:
    revision = MigrationContext.configure(connection).get_current_revision()
    try:
        ScriptDirectory.from_config(config).get_revision(revision or "base")
    except CommandError:
        raise Conflict("database_is_newer", revision=revision) from None


if __name__ == "__main__":
    write_next_step(sys.argv[1])
