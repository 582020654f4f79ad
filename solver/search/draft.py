"""A schedule in the making: one line per machine, and the units that have no place yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from solver.builds import ScheduledBuild
from solver.machines import Machine
from solver.objectives import Term
from solver.schedule import Schedule
from solver.search.line import Line, Timed
from solver.search.units import Unit
from solver.timing import times_from


@dataclass(frozen=True, eq=False)
class Draft:
    """Lines by machine; ``waiting`` units are in none of them. A change makes another draft."""

    lines: Mapping[str, Line]
    waiting: tuple[Unit, ...]
    terms: Sequence[tuple[Term, int]]
    """Every term with its weight."""

    @cached_property
    def cost(self) -> int:
        """The objective of what is placed."""
        return weighted(self.terms, [line.totals for line in self.lines.values()])

    @property
    def rank(self) -> tuple[int, int]:
        """Smaller is better: everything placed first, then the objective."""
        return sum(len(unit.pieces) for unit in self.waiting), self.cost

    def replaced(self, lines: Mapping[str, Line], waiting: Sequence[Unit] | None = None) -> "Draft":
        """Return a draft with some lines (and the waiting units) replaced."""
        left = self.waiting if waiting is None else tuple(waiting)
        return Draft({**self.lines, **lines}, left, self.terms)

    def others(self, machine: str) -> tuple[int, ...]:
        """Return the value of every term on all other machines."""
        rest = [line.totals for key, line in self.lines.items() if key != machine]
        return summed(self.terms, rest)

    def schedule(self) -> Schedule:
        """Return the builds, fixed ones included, numbered along every machine."""
        builds: list[ScheduledBuild] = []
        for line in self.lines.values():
            builds += (stop.build for stop in line.track.stops)
        taken = {build.key for build in builds}
        for key, line in self.lines.items():
            number = 0
            for timed in line.timed:
                number += 1
                while f"{key}-{number}" in taken:
                    number += 1
                builds.append(_scheduled(f"{key}-{number}", line.track.machine, timed))
        return Schedule(tuple(sorted(builds, key=lambda build: (build.machine, build.start_s))))


def summed(terms: Sequence[tuple[Term, int]], totals: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the value of every term over several lines."""
    columns = zip(*totals, strict=True) if totals else ((),) * len(terms)
    return tuple(term.total(column) for (term, _), column in zip(terms, columns, strict=True))


def weighted(terms: Sequence[tuple[Term, int]], totals: Sequence[tuple[int, ...]]) -> int:
    """Return the objective of several lines."""
    values = summed(terms, totals)
    return sum(weight * value for (_, weight), value in zip(terms, values, strict=True))


def _scheduled(key: str, machine: Machine, timed: Timed) -> ScheduledBuild:
    batch = timed.batch
    times = times_from(
        machine,
        batch.mode,
        start_s=timed.start_s,
        change_s=timed.change_s,
        building_s=batch.building_s,
    )
    assert times is not None
    assert times.end_s == timed.end_s
    return ScheduledBuild(
        key=key,
        machine=batch.machine,
        build_key=batch.build_key,
        placements=batch.places,
        start_s=times.start_s,
        print_start_s=times.print_start_s,
        print_end_s=times.print_end_s,
        cool_end_s=times.cool_end_s,
        end_s=times.end_s,
    )
