"""Empty rooms inside a part, and how wide the widest way out of each is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.analysis import Vector
from amcenter.intake.spans import Lines
from amcenter.intake.voxel_fields import Cells, distances_mm, hidden
from amcenter.intake.widths import Samples, vector

LEAST_MM3 = 1.0
"""Smaller rooms hold no powder worth a word."""
NARROWING = 1.3
"""A room is wider than its way out by this factor; what is not is only a channel."""
MOST_CHAMBERS = 50
OPEN_MM = 10.0
"""What has a wider way out than this is no trap for any powder or resin."""
LEVELS_PER_CELL = 8
OPENING_BLUR = 3.5
"""By how many cells the width of a way out may be wrong that runs askew to them."""

Box = tuple[Vector, Vector]


@dataclass(frozen=True, slots=True)
class Chamber:
    """A room that narrows to its way out."""

    opening_mm: float
    """Diameter of the largest ball that gets out."""
    blur_mm: float
    """By how much ``opening_mm`` may be wrong: 0 where lines have measured the way out, else some
    cells, because rooms are found by cells."""
    widest_mm: float
    volume_mm3: float
    at_mm: Vector
    low_mm: Vector
    high_mm: Vector
    """Its box, in the axes of the file."""


def chambers_of(
    lines: Lines, cells: Cells, holes: Samples, closed: Sequence[Box]
) -> tuple[Chamber, ...]:
    """Return the rooms with a narrow way out, the largest first.

    ``holes`` are what lines have measured of narrow ways (``slender``), ``closed`` the boxes of
    cavities without any way out: those are known exactly already.
    """
    if hidden(lines, cells) * cells.cell_mm3 < LEAST_MM3:
        return ()
    found = [one for one in _chambers(cells, holes) if not _known(one, cells.blur_mm, closed)]
    found.sort(key=lambda one: -one.volume_mm3)
    return tuple(found[:MOST_CHAMBERS])


def _known(chamber: Chamber, slack_mm: float, closed: Sequence[Box]) -> bool:
    low, high = np.array(chamber.low_mm) + slack_mm, np.array(chamber.high_mm) - slack_mm
    return chamber.opening_mm == 0 and any(
        bool((np.array(first) <= low).all() and (np.array(last) >= high).all())
        for first, last in closed
    )


def _chambers(cells: Cells, holes: Samples) -> Iterator[Chamber]:
    distance = distances_mm(~cells.solid, cells.size_mm)
    distance[cells.solid] = -1
    for side in (0, -1):
        distance[side], distance[:, side], distance[:, :, side] = np.inf, np.inf, np.inf
    size = min(cells.size_mm)
    order = _widest_first(distance, size)
    room, peak, opening, way_out = _flood(order, distance.ravel(), distance.shape)
    for number in range(1, len(peak)):
        if peak[number] < 0:
            continue
        # The nearest material begins half a cell before the middle of its cell.
        widest = 2 * float(distance.ravel()[peak[number]]) - size
        out = max(2 * float(opening[number]) - size, 0.0)
        if out - OPENING_BLUR * cells.blur_mm > OPEN_MM:
            continue
        if widest > NARROWING * out + cells.blur_mm:
            exact = _measured(cells, holes, int(way_out[number]), out)
            yield _chamber(
                cells,
                np.flatnonzero(room == number),
                int(peak[number]),
                opening=(out, OPENING_BLUR * cells.blur_mm) if exact is None else (exact, 0.0),
                widest_mm=widest,
            )


def _measured(cells: Cells, holes: Samples, cell: int, about_mm: float) -> float | None:
    """Return the width of a way out as lines have measured it; None if none has."""
    if cell < 0:
        return None
    near_mm = OPENING_BLUR * cells.blur_mm
    i, j, k = (int(index) for index in np.unravel_index(cell, cells.solid.shape))
    place = cells.middle_mm(i, j, k) - cells.corner_mm
    near = (np.abs(holes.point_mm - place) <= near_mm).all(axis=1)
    fitting = near & (np.abs(holes.width_mm - about_mm) <= near_mm)
    return float(np.median(holes.width_mm[fitting])) if fitting.any() else None


def _widest_first(distance: NDArray[np.float32], size_mm: float) -> NDArray[np.int64]:
    """Return the numbers of the empty cells, sorted to an eighth of a cell."""
    level = np.clip(distance.ravel() * (LEVELS_PER_CELL / size_mm), -1, 65_534)
    empty = np.flatnonzero(level >= 0)
    key = (65_535 - level[empty]).astype(np.uint16)
    order: NDArray[np.int64] = empty[np.argsort(key, kind="stable")]
    return order


@njit(cache=True)
def _flood(
    order: NDArray[np.int64], distance: NDArray[np.float32], shape: tuple[int, int, int]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
    """Let the water fall over the distances: rooms are lakes until they flow over to the outside.

    Returns the room of each cell, per room its widest cell (-1: it has become part of another
    room), the distance at its way out (0: none) and the cell there. Room 0 is the outside, whose
    cells are at infinity.
    """
    steps = np.array([shape[1] * shape[2], -shape[1] * shape[2], shape[2], -shape[2], 1, -1])
    room = np.full(len(distance), -1, np.int32)
    parent = np.zeros(len(order) + 1, np.int32)
    peak = np.full(len(order) + 1, -1, np.int64)
    opening = np.zeros(len(order) + 1, np.float32)
    way_out = np.full(len(order) + 1, -1, np.int64)
    opening[0] = np.inf
    rooms = 1
    for cell in order:
        if distance[cell] == np.inf:
            room[cell] = 0
            continue
        nearest, best = -1, -1.0
        for step in steps:
            other = cell + step
            if room[other] >= 0 and distance[other] > best:
                nearest, best = other, distance[other]
        if nearest < 0:
            room[cell] = rooms
            parent[rooms], peak[rooms] = rooms, cell
            rooms += 1
            continue
        room[cell] = room[nearest]
        for step in steps:
            if room[cell + step] >= 0:
                found = _meet(room[cell], room[cell + step], distance[cell], parent, peak, opening)
                if found >= 0:
                    way_out[found] = cell
    for cell in order:
        room[cell] = _root(parent, room[cell])
    return room, peak[:rooms].copy(), opening[:rooms].copy(), way_out[:rooms].copy()


@njit(cache=True)
def _meet(
    one: int,
    other: int,
    distance: float,
    parent: NDArray[np.int32],
    peak: NDArray[np.int64],
    opening: NDArray[np.float32],
) -> int:
    """Make one room of two; if one of them has a way out already, return the other, which gets it.

    Returns -1 where no way out was found.
    """
    first, second = _root(parent, one), _root(parent, other)
    if first == second or (opening[first] > 0 and opening[second] > 0):
        return -1
    if opening[first] > 0:
        opening[second] = distance
        return second
    if opening[second] > 0:
        opening[first] = distance
        return first
    older, younger = min(first, second), max(first, second)
    parent[younger], peak[younger] = older, -1
    return -1


@njit(cache=True)
def _root(parent: NDArray[np.int32], room: int) -> int:
    while parent[room] != room:
        parent[room] = parent[parent[room]]
        room = parent[room]
    return room


def _chamber(
    cells: Cells,
    inside: NDArray[np.int64],
    peak: int,
    *,
    opening: tuple[float, float],
    widest_mm: float,
) -> Chamber:
    places = np.array(np.unravel_index(inside, cells.solid.shape)).T
    i, j, k = (int(index) for index in np.unravel_index(peak, cells.solid.shape))
    half = np.array(cells.size_mm) / 2
    return Chamber(
        opening_mm=round(opening[0], 3),
        blur_mm=round(opening[1], 3),
        widest_mm=round(widest_mm, 3),
        volume_mm3=len(inside) * cells.cell_mm3,
        at_mm=vector(cells.middle_mm(i, j, k)),
        low_mm=vector(cells.middle_mm(*places.min(axis=0)) - half),
        high_mm=vector(cells.middle_mm(*places.max(axis=0)) + half),
    )
