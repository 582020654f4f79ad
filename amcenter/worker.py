"""``python -m amcenter.worker``: one process that does background work."""

import logging
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from threading import Thread
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from amcenter.config import Settings, read_settings
from amcenter.db import make_engine
from amcenter.intake.files import FileStore
from amcenter.intake.isolated import shared_process
from amcenter.intake.limits import Limits
from amcenter.planning.body import Planning
from amcenter.requests.renewal import renew_stale
from amcenter.requests.work import part_work
from amcenter.tables import TaskKind
from amcenter.work import bound
from amcenter.work.body import Body
from amcenter.work.children import NICENESS
from amcenter.work.cores import THREADS_OF_A_PLAN
from amcenter.work.queue import DbosQueue
from amcenter.work.worker import run_worker


def bodies(settings: Settings) -> Mapping[TaskKind, Body]:
    """Return all kinds of work that there are."""
    files = FileStore(settings.files_dir)
    limits = Limits(
        memory_mb=settings.analysis_memory_mb,
        cpu_s=settings.analysis_seconds,
        wall_s=settings.analysis_seconds,
    )
    planning = Planning(
        files=files,
        zone=ZoneInfo(settings.zone),
        memory_mb=settings.solver_memory_mb,
        threads=min(settings.cores, THREADS_OF_A_PLAN),
    )
    engine = make_engine(settings.database_url, sqlite_sync=settings.sqlite_sync)
    return {**part_work(files, limits, DbosQueue(engine)), TaskKind.PLAN: planning}


def chores(files: FileStore) -> Sequence[Callable[[Engine], object]]:
    """Return what a worker looks after besides its tasks."""
    return (lambda engine: renew_stale(engine, files), lambda engine: files.sweep())


def get_warm() -> None:
    """Begin now with what the first analysis and the first plan would have to wait for."""
    shared_process().start()
    program = [sys.executable, "-c", "from solver.nesting import warm_up; warm_up()"]
    # It compiles what the disk does not have yet, and stays away from who works already.
    command = bound.command(program, nice=NICENESS)
    Thread(target=subprocess.run, args=(command,), name="warming", daemon=True).start()


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker %(levelname)s %(message)s")
    settings = read_settings()
    get_warm()
    run_worker(settings, bodies(settings), chores=chores(FileStore(settings.files_dir)))


if __name__ == "__main__":
    main()
