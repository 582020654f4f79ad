"""The database of a centre for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from amcenter import migrate
from amcenter.config import Settings
from amcenter.db import make_engine


@contextmanager
def opened_engine(settings: Settings) -> Iterator[Engine]:
    """Give an engine on a database that has the newest schema; it is made if it is not there."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database_url, sqlite_sync=settings.sqlite_sync)
    try:
        if settings.auto_migrate:
            migrate.upgrade(engine)
        else:
            migrate.require_newest(engine)
        yield engine
    finally:
        engine.dispose()
