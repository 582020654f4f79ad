"""What a machine brings along: fixed builds, changeovers, calendars, and how builds are charged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solver.builds import ScheduledBuild
from solver.machines import Machine
from solver.objectives import Term
from solver.parts import Piece
from solver.problem import Problem
from solver.search.shifts import Shifts
from solver.timing import attended_end_s, changeover_s


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    """A fixed build as the search sees it."""

    build: ScheduledBuild
    charges: tuple[int, ...]
    keys_before: frozenset[str | None]
    """The keys of builds that may run directly before it: their changeover fits into its times."""

    @property
    def start_s(self) -> int:
        return self.build.start_s


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """The time between two fixed builds, the key that a build in it follows and what comes next."""

    from_s: int
    before: str | None
    stop: Stop | None

    @property
    def until_s(self) -> int | None:
        return None if self.stop is None else self.stop.start_s


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A machine of the search."""

    machine: Machine
    stops: tuple[Stop, ...]
    gaps: tuple[Gap, ...]
    """The times before, between and after the stops."""
    terms: tuple[Term, ...]
    late_starts: bool
    """Whether occupying the machine costs: then a build begins as late as its end allows."""
    shifts: Shifts
    changes: Mapping[tuple[str, str], int]
    """The changeovers that are allowed, equal keys among them."""

    def change_s(self, before: str | None, after: str) -> int | None:
        return 0 if before is None else self.changes.get((before, after))


def make_track(problem: Problem, machine: Machine, terms: Sequence[Term]) -> Track:
    """Prepare a machine for the search."""
    fixed = sorted(
        (build for build in problem.fixed if build.machine == machine.key),
        key=lambda build: (build.start_s, build.end_s, build.key),
    )
    stops, before = [], machine.state
    for build in fixed:
        pieces = [problem.piece[key] for key in build.pieces]
        charges = tuple(_fixed_charge(term, machine, pieces, build) for term in terms)
        stops.append(Stop(build, charges, _keys_before(machine, build, before)))
        before = build.build_key
    return Track(
        machine=machine,
        stops=tuple(stops),
        gaps=_gaps(machine, stops),
        terms=tuple(terms),
        late_starts=any(term.name == "machine_cost" for term in terms),
        shifts=Shifts(machine),
        changes={(key, key): 0 for key in machine.modes} | dict(machine.changeover_s),
    )


def _fixed_charge(
    term: Term, machine: Machine, pieces: Sequence[Piece], build: ScheduledBuild
) -> int:
    return term.charge(machine, pieces, fixed=True)(build.start_s, build.end_s, 0)


def _keys_before(
    machine: Machine, build: ScheduledBuild, planned_before: str | None
) -> frozenset[str | None]:
    planned_s = changeover_s(machine, planned_before, build.build_key)
    setup_s = machine.modes[build.build_key].setup_s
    fine: set[str | None] = {planned_before}
    for key in machine.modes:
        change_s = changeover_s(machine, key, build.build_key)
        if change_s is None:
            continue
        end_s = attended_end_s(machine.attended, build.start_s, change_s + setup_s)
        is_calm = planned_s is not None and change_s <= planned_s
        if is_calm or (end_s is not None and end_s <= build.print_start_s):
            fine.add(key)
    return frozenset(fine)


def _gaps(machine: Machine, stops: Sequence[Stop]) -> tuple[Gap, ...]:
    gaps, free_s, before = [], 0, machine.state
    for stop in stops:
        gaps.append(Gap(free_s, before, stop))
        free_s, before = max(free_s, stop.build.end_s), stop.build.build_key
    return (*gaps, Gap(free_s, before, None))
