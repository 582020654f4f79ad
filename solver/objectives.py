"""What a good schedule is: one class per term, each with its value and its CP-SAT expression.

A term charges every build by itself (``charge``); the schedule's value is the sum or, for the
makespan, the maximum of that. Search, judge's report and model therefore cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from solver.errors import ProblemError
from solver.machines import Machine
from solver.parts import Piece
from solver.problem import Problem
from solver.schedule import Schedule
from solver.timing import changeover_s

if TYPE_CHECKING:  # OR-Tools takes seconds to load; whoever only names or values terms needs none
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

DAY_S = 24 * 3600
MOVED_S = 4 * DAY_S
"""A piece on another machine weighs as much as a finish shifted by so much."""
MOST_SHIFT_S = DAY_S
"""A finish that is shifted further than this is simply another date."""

Charge = Callable[[int, int, int], int]
"""(start_s, end_s, change_s) of a build -> what it adds to a term."""
Expr: TypeAlias = "LinearExpr | int"


@dataclass(frozen=True)
class BuildVars:
    """A build of a CP-SAT model, if ``present``, with the pieces whose literal is true."""

    machine: Machine
    start: Expr
    end: Expr
    change: Expr
    present: IntVar
    pieces: Sequence[tuple[Piece, IntVar]]
    latest_s: int
    """No moment of the model lies later."""


class Term(Protocol):
    name: str

    def total(self, charges: Sequence[int]) -> int:
        """Return the value of a schedule from the charges of its builds, or from such totals."""
        ...

    def charge(self, machine: Machine, pieces: Sequence[Piece], *, fixed: bool) -> Charge:
        """Return how much a build of these pieces adds, by its times."""
        ...

    def expression(self, model: CpModel, builds: Sequence[BuildVars], rest: int) -> Expr:
        """Return the value of a model's builds and of others that are worth ``rest``.

        Exact where the model minimises it.
        """
        ...


def ready_after_s(machine: Machine, piece: Piece) -> int:
    """Return how long after the end of its build a piece is finished (s)."""
    return machine.modes[piece.build_key].after_s + piece.lead_s


class Tardiness:
    """Σ weight · seconds between the due date of a piece and its later finish."""

    name = "tardiness"

    def total(self, charges: Sequence[int]) -> int:
        return sum(charges)

    def charge(self, machine: Machine, pieces: Sequence[Piece], *, fixed: bool) -> Charge:
        deadlines = _deadlines(machine, pieces)

        def late(start_s: int, end_s: int, change_s: int) -> int:
            return sum(weight * (end_s - due_s) for due_s, weight in deadlines if end_s > due_s)

        return late

    def expression(self, model: CpModel, builds: Sequence[BuildVars], rest: int) -> Expr:
        late: list[Expr] = []
        for build in builds:
            for piece, literal in build.pieces:
                for due_s, weight in _deadlines(build.machine, [piece]):
                    lateness = model.new_int_var(0, max(0, build.latest_s - due_s), "late")
                    model.add(lateness >= build.end - due_s).only_enforce_if(literal)
                    late.append(weight * lateness)
        return sum(late, rest)


def _deadlines(machine: Machine, pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Return (latest end of the build that is in time, weight), one row per moment."""
    weights: dict[int, int] = {}
    for piece in pieces:
        if piece.due_s is not None and piece.weight:
            due_s = piece.due_s - ready_after_s(machine, piece)
            weights[due_s] = weights.get(due_s, 0) + piece.weight
    return sorted(weights.items())


class Makespan:
    """The moment (s) at which the last machine is free; post-processing happens elsewhere."""

    name = "makespan"

    def total(self, charges: Sequence[int]) -> int:
        return max(charges, default=0)

    def charge(self, machine: Machine, pieces: Sequence[Piece], *, fixed: bool) -> Charge:
        return lambda start_s, end_s, change_s: max(0, end_s)

    def expression(self, model: CpModel, builds: Sequence[BuildVars], rest: int) -> Expr:
        latest_s = max(rest, *(build.latest_s for build in builds)) if builds else rest
        last = model.new_int_var(rest, latest_s, "makespan")
        for build in builds:
            model.add(last >= build.end).only_enforce_if(build.present)
        return last


class MachineCost:
    """Σ seconds on the machine · its cost per hour: 3600 are one unit of cost."""

    name = "machine_cost"

    def total(self, charges: Sequence[int]) -> int:
        return sum(charges)

    def charge(self, machine: Machine, pieces: Sequence[Piece], *, fixed: bool) -> Charge:
        cost_per_h = machine.cost_per_h
        return lambda start_s, end_s, change_s: (end_s - start_s) * cost_per_h

    def expression(self, model: CpModel, builds: Sequence[BuildVars], rest: int) -> Expr:
        costs: list[Expr] = []
        for build in builds:
            occupied = model.new_int_var(0, build.latest_s, "occupied")
            model.add(occupied == build.end - build.start).only_enforce_if(build.present)
            costs.append(build.machine.cost_per_h * occupied)
        return sum(costs, rest)


class Changeover:
    """Σ seconds of changeover before builds that are not fixed."""

    name = "changeover"

    def total(self, charges: Sequence[int]) -> int:
        return sum(charges)

    def charge(self, machine: Machine, pieces: Sequence[Piece], *, fixed: bool) -> Charge:
        if fixed:
            return lambda start_s, end_s, change_s: 0
        return lambda start_s, end_s, change_s: change_s

    def expression(self, model: CpModel, builds: Sequence[BuildVars], rest: int) -> Expr:
        return sum([build.change for build in builds], rest)


class Stability:
    """Σ over published pieces: ``MOVED_S`` for another machine, and the shift of the finish."""

    name = "stability"

    def total(self, charges: Sequence[int]) -> int:
        return sum(charges)

    def charge(self, machine: Machine, pieces: Sequence[Piece], *, fixed: bool) -> Charge:
        standing = [_standing(machine, piece) for piece in pieces if piece.standing is not None]
        moved_s = sum(moved for moved, _ in standing)

        def unrest(start_s: int, end_s: int, change_s: int) -> int:
            shifts = (min(abs(end_s - usual_s), MOST_SHIFT_S) for _, usual_s in standing)
            return moved_s + sum(shifts)

        return unrest

    def least(self, machine: Machine, pieces: Sequence[Piece], end_s: int) -> int:
        """Return the least value for a build that ends at ``end_s`` or later."""
        standing = [_standing(machine, piece) for piece in pieces if piece.standing is not None]
        return sum(
            moved_s + min(max(0, end_s - usual_s), MOST_SHIFT_S) for moved_s, usual_s in standing
        )

    def expression(self, model: CpModel, builds: Sequence[BuildVars], rest: int) -> Expr:
        unrest: list[Expr] = []
        for build in builds:
            for piece, literal in build.pieces:
                if piece.standing is not None:
                    moved_s, usual_s = _standing(build.machine, piece)
                    shift = _capped_shift(model, build.end, usual_s, literal)
                    unrest += [moved_s * literal, shift]
        return sum(unrest, rest)


def _standing(machine: Machine, piece: Piece) -> tuple[int, int]:
    """Return (charge for the machine, end of the build that keeps the published finish)."""
    assert piece.standing is not None
    moved_s = 0 if piece.standing.machine == machine.key else MOVED_S
    return moved_s, piece.standing.finish_s - ready_after_s(machine, piece)


def _capped_shift(model: CpModel, end: Expr, usual_s: int, literal: IntVar) -> IntVar:
    shift = model.new_int_var(0, MOST_SHIFT_S, "shift")
    other = model.new_bool_var("other date")
    model.add(shift >= end - usual_s).only_enforce_if(literal, ~other)
    model.add(shift >= usual_s - end).only_enforce_if(literal, ~other)
    model.add(shift >= MOST_SHIFT_S).only_enforce_if(literal, other)
    return shift


TERMS: Mapping[str, Term] = {
    term.name: term for term in (Tardiness(), Makespan(), MachineCost(), Changeover(), Stability())
}

# An hour of lateness of one piece outweighs about 17 machine hours at a cost of 60 per hour, and is
# worth as much as one piece that changes its machine.
DEFAULT_WEIGHTS: Mapping[str, int] = {
    "tardiness": 1000,
    "makespan": 1,
    "machine_cost": 1,
    "changeover": 1,
    "stability": 10,
}


def weights_of(problem: Problem) -> Mapping[str, int]:
    """Return the weight of every term that counts."""
    weights = problem.weights or DEFAULT_WEIGHTS
    wrong = sorted(name for name, weight in weights.items() if name not in TERMS or weight < 0)
    if wrong:
        raise ProblemError(*(f"weights: {name!r} is no term or below zero" for name in wrong))
    return {name: weight for name, weight in weights.items() if weight}


def term_values(problem: Problem, schedule: Schedule) -> dict[str, int]:
    """Return the value of every term, unweighted."""
    return {name: value(term, problem, schedule) for name, term in TERMS.items()}


def objective(problem: Problem, schedule: Schedule) -> int:
    """Return the weighted sum of all terms: what is minimised."""
    return sum(
        weight * value(TERMS[name], problem, schedule)
        for name, weight in weights_of(problem).items()
    )


def value(term: Term, problem: Problem, schedule: Schedule) -> int:
    """Return the value of one term."""
    fixed = {build.key for build in problem.fixed}
    charges = []
    for machine in problem.machines:
        before = machine.state
        for build in schedule.on(machine.key):
            pieces = [problem.piece[key] for key in build.pieces]
            charge = term.charge(machine, pieces, fixed=build.key in fixed)
            change_s = changeover_s(machine, before, build.build_key) or 0
            charges.append(charge(build.start_s, build.end_s, change_s))
            before = build.build_key
    return term.total(charges)
