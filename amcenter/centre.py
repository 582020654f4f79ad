"""What every entrance to the system (API, command line) needs, put together once per process."""

from dataclasses import dataclass

from sqlalchemy import Engine

from amcenter.config import Settings
from amcenter.intake.files import FileStore
from amcenter.work.body import Queue


@dataclass(frozen=True, slots=True)
class Centre:
    """An opened centre: its settings, database, file store and queue of background work."""

    settings: Settings
    engine: Engine
    files: FileStore
    queue: Queue
