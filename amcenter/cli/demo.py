"""``amcenter demo``: a centre to look at."""

from typing import Annotated

import typer
from sqlalchemy import Engine

from amcenter.cli.opened import opened_engine
from amcenter.cli.progress import Bars
from amcenter.cli.sentences import console, language
from amcenter.config import Settings, read_settings
from amcenter.db import reading
from amcenter.demo.first_start import PLAN_SECONDS, make_demo, wants_demo
from amcenter.demo.scenario import REQUESTS
from amcenter.errors import Conflict
from amcenter.pages.words import Words
from amcenter.tables import PlanRow
from amcenter.work.inline import InlineQueue, drain
from amcenter.worker import bodies


def demo(
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Fill an empty centre with a month of requests for twelve machines, and plan them."""
    settings = read_settings()
    with opened_engine(settings) as engine:
        if not wants_demo(engine, settings):
            raise Conflict("centre_not_empty", place=str(settings.data_dir))
        plan = _planned(engine, settings)
    if as_json:
        console.print_json(data=_as_json(plan))
        return
    words = Words(language())
    sentence = words(
        "demo_planned",
        number=plan.number,
        status=words(f"plan_status_{plan.status.value}"),
        pieces=plan.piece_count,
        builds=plan.build_count,
    )
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)


def _planned(engine: Engine, settings: Settings) -> PlanRow:
    with Bars() as bars:
        with bars.counting("step_demo", REQUESTS) as done:
            plan = make_demo(engine, settings, InlineQueue(), done)
        with bars.waiting("step_plan", PLAN_SECONDS):
            drain(engine, bodies(settings))
    with reading(engine) as session:
        found = session.get_one(PlanRow, plan.id)
        session.expunge(found)
        return found


def _as_json(plan: PlanRow) -> dict[str, object]:
    return {
        "number": plan.number,
        "status": plan.status.value,
        "pieces": plan.piece_count,
        "builds": plan.build_count,
        "objective": plan.objective,
        "lower_bound": plan.lower_bound,
    }
