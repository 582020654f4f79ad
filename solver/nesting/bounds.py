"""Proven refusals: what cannot fit whatever the nester tries."""

import math
from collections.abc import Sequence

from solver.loads import buildable, share
from solver.machines import Machine
from solver.nesting.prepared import prepared
from solver.parts import Piece
from solver.problem import Problem

_SURE = 1 + 1e-9
"""Sums of floating point numbers are only trusted this far."""


def surely_too_full(problem: Problem, machine: Machine, pieces: Sequence[Piece]) -> bool:
    """Return True only if no placement of these pieces on this machine exists.

    On one level the areas within half a gap of the pieces are disjoint and lie within half a gap of
    the free room; in a powder bed the material may fill a share of the volume.
    """
    return sum(_least_share(problem, machine, piece) for piece in pieces) > _SURE


def _least_share(problem: Problem, machine: Machine, piece: Piece) -> float:
    known = prepared(problem).shares
    found = known.get((machine.key, piece.part))
    if found is None:
        stands = buildable(problem, machine, piece)
        found = min((share(machine.platform, stand) for stand in stands), default=math.inf)
        known[machine.key, piece.part] = found
    return found
