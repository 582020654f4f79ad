"""The kinds of background work that parts need."""

from collections.abc import Mapping

from amcenter.intake.files import FileStore
from amcenter.intake.limits import Limits
from amcenter.requests.analysis import Analysis
from amcenter.requests.repairing import Repairing
from amcenter.requests.separating import Separating
from amcenter.tables import TaskKind
from amcenter.work.body import Body, Queue


def part_work(files: FileStore, limits: Limits, queue: Queue) -> Mapping[TaskKind, Body]:
    """Return what does the work on parts; ``queue`` takes what follows from it."""
    return {
        TaskKind.ANALYSE: Analysis(files, limits, queue),
        TaskKind.REPAIR: Repairing(files, limits),
        TaskKind.SEPARATE: Separating(files, limits, queue),
    }
