"""``python -m amcenter.worker``: one process that does background work."""

import logging
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from amcenter.config import Settings, read_settings
from amcenter.intake.files import FileStore
from amcenter.intake.limits import Limits
from amcenter.planning.body import Planning
from amcenter.requests.analysis import Analysis
from amcenter.tables import TaskKind
from amcenter.work.body import Body
from amcenter.work.cores import THREADS_OF_A_PLAN
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
    return {TaskKind.ANALYSE: Analysis(files, limits), TaskKind.PLAN: planning}


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker %(levelname)s %(message)s")
    settings = read_settings()
    run_worker(settings, bodies(settings))


if __name__ == "__main__":
    main()
