"""The demo data of a centre that is served for the first time."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import select

from amcenter.clock import now
from amcenter.config import Settings
from amcenter.db import reading, transaction
from amcenter.demo.scenario import REQUESTS
from amcenter.demo.seed import Place, seed
from amcenter.intake.files import FileStore
from amcenter.intake.limits import Limits
from amcenter.planning import plans
from amcenter.requests.analysis import Analysis
from amcenter.tables import MachineRow, PlanRow
from amcenter.work.body import Queue
from amcenter.work.inline import InlineQueue

PLAN_SECONDS = 60


def wants_demo(engine: Engine, settings: Settings) -> bool:
    """Return whether a centre is still empty, or its demo data was not finished."""
    with reading(engine) as session:
        has_machines = session.exec(select(MachineRow.id).limit(1)).first() is not None
    return not has_machines or _mark(settings).exists()


def begin_demo(settings: Settings) -> None:
    """Leave a mark that demo data is being made, until it is finished."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    _mark(settings).touch()


def make_demo(
    engine: Engine,
    settings: Settings,
    queue: Queue,
    done: Callable[[], None],
    *,
    count: int = REQUESTS,
) -> PlanRow:
    """Fill the centre and return the plan that was queued for it; ``done`` counts requests."""
    begin_demo(settings)
    place = Place(engine, FileStore(settings.files_dir), _analysis(settings))
    people = seed(place, local_now(settings), done=done, count=count)
    with transaction(engine) as session:
        plan = session.exec(select(PlanRow).limit(1)).first()
        if plan is None:
            plan = plans.create(session, people.operator, queue, seconds=PLAN_SECONDS)
    _mark(settings).unlink()
    return plan


def local_now(settings: Settings) -> datetime:
    return now().astimezone(ZoneInfo(settings.zone))


def _mark(settings: Settings) -> Path:
    """Return a file that is there while demo data is being made: the next start goes on with it."""
    return settings.data_dir / "demo-unfinished"


def _analysis(settings: Settings) -> Analysis:
    seconds = settings.analysis_seconds
    limits = Limits(settings.analysis_memory_mb, cpu_s=seconds, wall_s=seconds)
    return Analysis(FileStore(settings.files_dir), limits, InlineQueue())
