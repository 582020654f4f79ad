"""Opening a build in the way its platform is filled: on one level, or in space."""

from collections.abc import Sequence

from solver.builds import Placement
from solver.machines import Machine
from solver.nesting.bed import BedBuild
from solver.nesting.build import OpenBuild
from solver.nesting.flat import FlatBuild
from solver.problem import Problem


def open_build(
    problem: Problem,
    machine: Machine,
    placed: Sequence[Placement] = (),
    *,
    fineness: int = 0,
    lying: int = 1,
) -> OpenBuild:
    """Return a build with the given pieces in it, ready for more.

    ``fineness`` 1 and 2 look for places on finer grids, at about four times the cost each. As long
    as a build is empty, all of them are tried. Among the angles of an orientation ``lying``
    1 prefers those that reach less far back, -1 those that reach further, 0 does not mind.
    """
    if machine.platform.stacked:
        return BedBuild(problem, machine, placed, fineness=fineness, lying=lying)
    return FlatBuild(problem, machine, placed, fineness=fineness, lying=lying)
