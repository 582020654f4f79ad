"""Whether a full powder bed can be taken apart, one piece after another moving out straight."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.geometry.voxels import Body

_FAR = np.int64(2**62)
_Index = slice | NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Removal:
    """The keys in the order in which the pieces can be taken out, and those that never can."""

    sequence: tuple[str, ...]
    stuck: tuple[str, ...]


def removal_order(bodies: Sequence[Body]) -> Removal:
    """Take the pieces out one by one, each along +x, -x, +y, -y, +z or -z, as long as one moves.

    Taking a piece away never blocks another one, so what is stuck at the end is stuck in every
    sequence of such moves.
    """
    blocked_by = _blocked_by(bodies)
    left = np.ones(len(bodies), bool)
    sequence: list[str] = []
    while True:
        blockers = (blocked_by & left).sum(axis=2)
        free = np.flatnonzero(left & (blockers == 0).any(axis=0)).tolist()
        if not free:
            stuck = tuple(bodies[index].key for index in np.flatnonzero(left).tolist())
            return Removal(tuple(sequence), stuck)
        # All of them may go in this round: what is free stays free.
        sequence += [bodies[index].key for index in free]
        left[free] = False


def _blocked_by(bodies: Sequence[Body]) -> NDArray[np.bool_]:
    """Return [way, piece, other]: on this way (+x, -x, +y, ...) the other stops the piece."""
    count = len(bodies)
    ways = np.zeros((6, count, count), bool)
    low = np.array([body.corner_um for body in bodies], np.int64).reshape(-1, 3)
    high = np.array([body.far_um for body in bodies], np.int64).reshape(-1, 3)
    for axis in range(3):
        across = [other for other in range(3) if other != axis]
        fronts = [_front(body, axis) for body in bodies]
        for one in range(count):
            beside = (low[:, across] < high[one, across]) & (low[one, across] < high[:, across])
            ahead = high[:, axis] > low[one, axis]
            for other in np.flatnonzero(beside.all(axis=1) & ahead):
                if other != one and _meets(fronts[one], fronts[other]):
                    ways[2 * axis, one, other] = True
                    ways[2 * axis + 1, other, one] = True
    return ways


@dataclass(frozen=True, slots=True, eq=False)
class _Front:
    """A body seen along an axis: where every column of it begins and ends (µm)."""

    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    edges: tuple[NDArray[np.int64], NDArray[np.int64]]
    """Where the columns begin and end in the two other axes."""


def _front(body: Body, axis: int) -> _Front:
    count = body.cells.shape[axis]
    filled = body.cells.any(axis=axis)
    first = body.cells.argmax(axis=axis)
    last = count - np.flip(body.cells, axis=axis).argmax(axis=axis)
    begin = np.where(filled, body.corner_um[axis] + first * body.pitch_um, _FAR)
    end = np.where(filled, body.corner_um[axis] + last * body.pitch_um, -_FAR)
    u, v = (
        body.corner_um[other]
        + body.pitch_um * np.arange(body.cells.shape[other] + 1, dtype=np.int64)
        for other in range(3)
        if other != axis
    )
    return _Front(begin, end, (u, v))


def _meets(one: _Front, other: _Front) -> bool:
    """Return whether ``one``, moving forward, runs into ``other``: it begins before its end."""
    (u_1, u_2), (v_1, v_2) = map(_common, one.edges, other.edges)
    return bool((one.begin[u_1][:, v_1] < other.end[u_2][:, v_2]).any())


def _common(mine: NDArray[np.int64], theirs: NDArray[np.int64]) -> tuple[_Index, _Index]:
    """Return the columns of both that lie over each other, cut where either has an edge."""
    low, high = max(mine[0], theirs[0]), min(mine[-1], theirs[-1])
    pitch = mine[1] - mine[0]
    if pitch == theirs[1] - theirs[0] and (mine[0] - theirs[0]) % pitch == 0:
        count = (high - low) // pitch
        first_1, first_2 = (low - mine[0]) // pitch, (low - theirs[0]) // pitch
        return slice(first_1, first_1 + count), slice(first_2, first_2 + count)
    cuts = np.union1d(mine, theirs)
    starts = cuts[(cuts >= low) & (cuts < high)]
    one, other = (np.searchsorted(edges, starts, side="right") - 1 for edges in (mine, theirs))
    return one, other
