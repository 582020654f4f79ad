"""Fitting a given set of pieces together: several sequences, on two grids."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from solver.builds import Placement
from solver.geometry.outline import area_um2
from solver.geometry.placements import placement_violations
from solver.machines import Machine, Platform
from solver.nesting.bounds import surely_too_full
from solver.nesting.opening import open_build
from solver.nesting.prepared import prepared
from solver.parts import Orientation, Piece
from solver.problem import Problem

_LYING = (1, 0, -1)
"""Pieces that lie along x leave the back free, those that stand share it: sequences try both."""


def nest(
    problem: Problem,
    machine: Machine,
    pieces: Sequence[Piece],
    *,
    placed: Sequence[Placement] = (),
    orders: int = 4,
    seed: int = 0,
) -> tuple[Placement, ...] | None:
    """Return places for all pieces together with the ``placed`` ones, None if none were found.

    ``orders`` sequences are tried on each grid. The result is checked exactly; the same arguments
    give the same result.
    """
    there = [problem.piece[placement.piece] for placement in placed]
    if surely_too_full(problem, machine, [*there, *pieces]):
        return None
    for fineness in prepared(problem).finenesses(machine):
        found = _nest_on(problem, machine, pieces, placed, orders, seed, fineness)
        if found is not None:
            _require_valid(problem, machine, placed, found)
            return found
    return None


def _nest_on(
    problem: Problem,
    machine: Machine,
    pieces: Sequence[Piece],
    placed: Sequence[Placement],
    orders: int,
    seed: int,
    fineness: int,
) -> tuple[Placement, ...] | None:
    chance = np.random.default_rng(seed)
    stands = [problem.part[piece.part].orientations[0] for piece in pieces]
    sizes = np.array([_size(machine.platform, stand) for stand in stands])
    lengths = np.array([float(_length_um(stand)) for stand in stands])
    for attempt in range(orders):
        lying = _LYING[attempt % len(_LYING)]
        build = open_build(problem, machine, placed, fineness=fineness, lying=lying)
        keys = _keys(attempt, sizes, lengths, chance)
        failed = next(
            (
                index
                for index in np.argsort(-keys, kind="stable")
                if build.add(pieces[index]) is None
            ),
            None,
        )
        if failed is None:
            return build.placements
        # What did not fit comes earlier in the next sequences.
        sizes[failed] *= 2
        lengths[failed] *= 2
    return None


def _keys(
    attempt: int,
    sizes: NDArray[np.float64],
    lengths: NDArray[np.float64],
    chance: np.random.Generator,
) -> NDArray[np.float64]:
    """Return what is sorted by: first sizes, then lengths, then chance around the sizes."""
    if attempt < 2:
        return (sizes, lengths)[attempt]
    return sizes * chance.uniform(0.5, 1.5, len(sizes))


def _size(platform: Platform, stand: Orientation) -> float:
    if platform.stacked:
        return float(stand.outline.width_um * stand.outline.depth_um * stand.height_um)
    return area_um2(stand.outline)


def _length_um(stand: Orientation) -> int:
    return max(stand.outline.width_um, stand.outline.depth_um, stand.height_um)


def _require_valid(
    problem: Problem,
    machine: Machine,
    placed: Sequence[Placement],
    found: tuple[Placement, ...],
) -> None:
    # What the placed pieces break among themselves is somebody else's decision.
    old = {placement.piece for placement in placed}
    broken = [
        clash
        for clash in placement_violations(problem, machine, found)
        if not old.issuperset(clash.pieces)
    ]
    if broken:
        raise AssertionError(f"the nester broke a rule on machine {machine.key!r}: {broken}")
