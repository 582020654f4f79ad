"""The child process of a plan run, as the worker starts it."""

import json
import time

import pytest

from amcenter.db import transaction
from amcenter.planning import plans
from amcenter.planning.body import Planning
from amcenter.tables import PlanStatus, TaskKind
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Cancelled
from amcenter.work.inline import drain
from solver import Problem, Result, violations
from solver.instances import from_json
from tests.amcenter.centre import TestCentre
from tests.amcenter.planning.stored import unpacked


class Watching:
    """A control that wishes something as soon as there is a schedule."""

    def __init__(self, *, cancel: bool = False, early: bool = False) -> None:
        self.progress: list[JsonObject] = []
        self._cancel, self._early = cancel, early

    def report(self, progress: JsonObject) -> None:
        self.progress.append(progress)

    def cancelled(self) -> bool:
        return self._cancel and bool(self.progress)

    def finish_early(self) -> bool:
        return self._early and any(one["objective"] is not None for one in self.progress)


def test_what_is_stored_of_a_plan_can_be_judged_again(centre: TestCentre) -> None:
    centre.accepted(quantity=2)
    with transaction(centre.engine) as session:
        plan = plans.create(session, centre.people.operator, centre.queue, seconds=1)

    drain(centre.engine, {TaskKind.PLAN: centre.planning(Planning)})

    plan = centre.plan(plan.id)
    assert plan.status is PlanStatus.PROPOSED
    problem = from_json(Problem, json.dumps(unpacked(centre.files, plan.problem_sha256)))
    stored = unpacked(centre.files, plan.result_sha256)["result"]
    result = from_json(Result, json.dumps(stored))
    assert result.schedule is not None
    assert violations(problem, result.schedule) == []
    assert result.objective == plan.objective


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_long_run_ends_early_with_a_schedule_and_at_once_when_nobody_wants_it(
    centre: TestCentre,
) -> None:
    centre.accepted(quantity=60)
    body = centre.planning(Planning)
    with transaction(centre.engine) as session:
        plan = plans.create(session, centre.people.operator, centre.queue, seconds=3600)
        request = body.begin(session, plan.id)
    assert request is not None

    control = Watching(early=True)
    outcome = body.run(request, control)

    assert outcome["found"]
    assert outcome["stop_reason"] == "asked"
    assert {"elapsed_s", "objective", "lower_bound", "gap", "iterations"} <= set(
        control.progress[-1]
    )
    began = time.monotonic()
    with pytest.raises(Cancelled):
        body.run(request, Watching(cancel=True))
    assert time.monotonic() - began < 600  # an hour was asked for
