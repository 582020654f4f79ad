"""The solver's answer, and what follows from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from solver.builds import ScheduledBuild
from solver.parts import Orientation
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Schedule:
    """Builds with their pieces, places and times; every piece of the problem is in exactly one."""

    builds: tuple[ScheduledBuild, ...]

    def on(self, machine: str) -> tuple[ScheduledBuild, ...]:
        """Return the builds of a machine in the order of their start."""
        mine = (build for build in self.builds if build.machine == machine)
        return tuple(sorted(mine, key=lambda build: (build.start_s, build.end_s, build.key)))


def orientations(problem: Problem, build: ScheduledBuild) -> list[Orientation]:
    """Return how the pieces of a build stand, in the order of its placements."""
    return [problem.orientation[place.piece, place.orientation] for place in build.placements]


def top_um(problem: Problem, build: ScheduledBuild) -> int:
    """Return the height of the highest point of a build (µm)."""
    stands = zip(build.placements, orientations(problem, build), strict=True)
    return max(place.z_um + stand.height_um for place, stand in stands)


def ready_s(problem: Problem, build: ScheduledBuild) -> int:
    """Return when the pieces of a build may begin their post-processing."""
    return build.end_s + problem.machine[build.machine].modes[build.build_key].after_s


def finishes(problem: Problem, schedule: Schedule) -> Iterator[tuple[str, int]]:
    """Yield (piece key, second at which it is finished, post-processing included)."""
    for build in schedule.builds:
        begin_s = ready_s(problem, build)
        for key in build.pieces:
            yield key, begin_s + problem.piece[key].lead_s
