"""The search of a plan run: pieces that no machine can hold do not keep the others from a plan."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from solver import optimise, violations
from solver.problem import Problem
from solver.result import Progress, Reason, Result, Status
from solver.stop import StoppingCriterion


@dataclass(frozen=True, slots=True)
class Solved:
    """A problem with its result, and why pieces were taken out of the problem first."""

    problem: Problem
    result: Result
    left_out: tuple[Reason, ...]


def solve(
    problem: Problem,
    stop: StoppingCriterion,
    *,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
) -> Solved:
    """Return a judged result, without the pieces that have no place on any empty machine."""
    result = optimise(problem, stop, seed=seed, on_progress=on_progress)
    left_out = _in_the_way(problem, result)
    if left_out:
        problem = without(problem, {str(reason.piece) for reason in left_out})
        result = optimise(problem, stop, seed=seed, on_progress=on_progress)
    broken = violations(problem, result.schedule) if result.schedule else []
    assert not broken, f"the solver returned an impossible schedule: {broken}"
    return Solved(problem, result, left_out)


def without(problem: Problem, pieces: set[str]) -> Problem:
    """Return the problem without some pieces, which no lock and no fixed build names."""
    left = tuple(piece for piece in problem.pieces if piece.key not in pieces)
    used = {piece.part for piece in left}
    parts = tuple(part for part in problem.parts if part.key in used)
    return replace(problem, pieces=left, parts=parts)


def _in_the_way(problem: Problem, result: Result) -> tuple[Reason, ...]:
    """Return the reasons why pieces make a problem impossible that is possible without them.

    A person's locks are never loosened: if one of them is in the way, that is the answer.
    """
    if result.status is not Status.INFEASIBLE:
        return ()
    named = {reason.piece for reason in result.reasons}
    locked = {key for lock in problem.locks for key in lock.pieces}
    known = problem.piece.keys() - locked
    some_remain = len(named) < len(problem.pieces)
    return result.reasons if some_remain and named <= known else ()
