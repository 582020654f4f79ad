"""Run CP-SAT so that it can be stopped at any moment and repeats itself for a seed."""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import CpModel, CpSolver

from solver.objectives import Expr

POLL_S = 0.05
ROUNDING = 1e-9
"""CP-SAT tells bounds as floating point numbers, which may be a little above the true ones."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long CP-SAT may think, in deterministic seconds: they count work, not time."""

    seconds: float
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What CP-SAT said; ``solver`` holds the values where ``found``."""

    solver: CpSolver
    found: bool
    proven: bool
    """The solution is the best one or, if none was found, there is none."""
    bound: int
    """No solution is below."""


def minimise(
    model: CpModel, objective: Expr, effort: Effort, should_stop: Callable[[], bool]
) -> Answer:
    """Solve a model until it is proven, the effort is spent or ``should_stop`` says so.

    CP-SAT calls back only when it finds something, so a helper thread asks in between.
    """
    model.minimize(objective)
    solver = CpSolver()
    solver.parameters.num_workers = 1
    # Moments and work are joined by conditional equations: without them in the linear relaxation
    # three builds on one machine are not closed in a minute, with them ten in a second.
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_deterministic_time = effort.seconds
    done = threading.Event()

    def watch() -> None:
        while not done.wait(POLL_S):
            if should_stop():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        status = solver.solve(model)
    finally:
        done.set()
        watcher.join()
    assert status != cp_model.MODEL_INVALID, model.validate()
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    if status == cp_model.OPTIMAL:
        return Answer(solver, found, proven=True, bound=solver.value(objective))
    if status == cp_model.INFEASIBLE:
        return Answer(solver, found, proven=True, bound=0)
    least = max(0.0, solver.best_objective_bound)  # no term is ever negative
    return Answer(solver, found, proven=False, bound=max(0, math.floor(least * (1 - ROUNDING)) - 1))
