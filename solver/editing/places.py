"""Where pieces lie after a change: where they lay if that is right there too, else nested anew."""

from collections.abc import Sequence

from solver.builds import Placement, ScheduledBuild
from solver.machines import Machine
from solver.nesting import nest
from solver.problem import Problem
from solver.result import Reason


def able(
    problem: Problem, machine: Machine, build_key: str, pieces: Sequence[str]
) -> Reason | None:
    """Return why a machine cannot build pieces; None if it can."""
    for key in pieces:
        if build_key not in machine.modes or machine.key not in problem.piece[key].eligible:
            return Reason("edit_not_eligible", key, {"machine": machine.key})
        if problem.piece[key].build_key != build_key:
            return Reason("edit_other_key", key, {"wanted": build_key})
    return None


def places_on(
    problem: Problem, machine: Machine, build: ScheduledBuild
) -> tuple[Placement, ...] | Reason:
    """Return places for the pieces of a build on another machine."""
    if _alike(problem, machine, build):
        return build.placements
    return nested(problem, machine, build.pieces)


def nested(
    problem: Problem,
    machine: Machine,
    pieces: Sequence[str],
    placed: tuple[Placement, ...] = (),
) -> tuple[Placement, ...] | Reason:
    """Return places for pieces beside those that are ``placed``, which move only if they must."""
    rows = [problem.piece[key] for key in pieces]
    found = nest(problem, machine, rows, placed=placed)
    if found is None and placed:
        found = nest(problem, machine, [*rows, *(problem.piece[one.piece] for one in placed)])
    if found is None:
        return Reason("edit_no_room", facts={"machine": machine.key, "pieces": len(pieces)})
    return tuple(found)


def _alike(problem: Problem, machine: Machine, build: ScheduledBuild) -> bool:
    """Return whether the same places are right on both machines."""
    return problem.machine[build.machine].platform == machine.platform and all(
        machine.key in problem.orientation[place.piece, place.orientation].exposure_ms
        for place in build.placements
    )
