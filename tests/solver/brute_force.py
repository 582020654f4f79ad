"""The best schedule of a tiny problem, by looking at all of them."""

from collections.abc import Iterator, Sequence
from itertools import permutations, product

from solver import Machine, Piece, Problem, Schedule, ScheduledBuild
from solver.nesting import nest
from solver.objectives import objective
from solver.timing import changeover_s, earliest_times, print_s

Group = tuple[Piece, ...]


def best_value(problem: Problem) -> int | None:
    """Return the least objective where every build begins as soon as it may; None if there is none.

    Knows no locks and no fixed builds.
    """
    values = []
    for groups in _partitions(problem.pieces):
        for homes in product(problem.machines, repeat=len(groups)):
            options = [
                _sequences(
                    problem,
                    machine,
                    [g for g, h in zip(groups, homes, strict=True) if h is machine],
                )
                for machine in problem.machines
            ]
            for sequences in product(*options):
                builds = tuple(build for sequence in sequences for build in sequence)
                values.append(objective(problem, Schedule(builds)))
    return min(values, default=None)


def _partitions(pieces: Sequence[Piece]) -> Iterator[list[Group]]:
    if not pieces:
        yield []
        return
    first, rest = pieces[0], pieces[1:]
    for groups in _partitions(rest):
        yield [(first,), *groups]
        for index, group in enumerate(groups):
            if group[0].build_key == first.build_key:
                yield [*groups[:index], (first, *group), *groups[index + 1 :]]


def _sequences(
    problem: Problem, machine: Machine, groups: Sequence[Group]
) -> list[tuple[ScheduledBuild, ...]]:
    if any(machine.key not in piece.eligible for group in groups for piece in group):
        return []
    timed = (_timed(problem, machine, order) for order in permutations(groups))
    return [builds for builds in timed if builds is not None]


def _timed(
    problem: Problem, machine: Machine, groups: Sequence[Group]
) -> tuple[ScheduledBuild, ...] | None:
    builds: list[ScheduledBuild] = []
    free_s, before = 0, machine.state
    for group in groups:
        key = group[0].build_key
        places = nest(problem, machine, group)
        change_s = changeover_s(machine, before, key)
        if places is None or change_s is None:
            return None
        stands = [problem.orientation[place.piece, place.orientation] for place in places]
        top_um = max(p.z_um + s.height_um for p, s in zip(places, stands, strict=True))
        times = earliest_times(
            machine,
            machine.modes[key],
            from_s=max(free_s, *(piece.release_s for piece in group)),
            change_s=change_s,
            building_s=print_s(machine.modes[key], machine.key, stands, top_um),
        )
        if times is None:
            return None
        moments = (times.start_s, times.print_start_s, times.print_end_s, times.cool_end_s)
        name = f"{machine.key}-{len(builds)}"
        builds.append(ScheduledBuild(name, machine.key, key, places, *moments, times.end_s))
        free_s, before = times.end_s, key
    return tuple(builds)
