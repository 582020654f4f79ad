"""Points that lie on the edge of a neighbour without being one of its corners (T-junctions)."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.repair.surface import Surface, surface_of

MAX_TESTS = 200_000_000
"""Of a point against an edge: a second of work; no real seam needs nearly as many."""
_SIDES_OF_A_TRIANGLE = 3


def with_junctions_split(surface: Surface, within_mm: float) -> tuple[Surface | None, int]:
    """Return the surface with triangles cut at points on their open edges, and how many points.

    The triangle is cut from such a point to the opposite corner; nothing moves, but the edge bends
    by up to ``within_mm`` to meet the point.
    """
    split = 0
    for _ in range(_SIDES_OF_A_TRIANGLE):
        cut = _cut_one_side(surface, within_mm)
        if cut is None:
            break
        surface, points = cut
        split += points
    return surface, split


def _cut_one_side(surface: Surface, within_mm: float) -> tuple[Surface, int] | None:
    """Cut every triangle at one of its sides; None if there is nothing (more) to cut."""
    edges = surface.edges
    alone = np.flatnonzero(edges.sides == 1)
    edge, point, share = _points_on_edges(surface, alone, within_mm)
    if len(edge) == 0:
        return None
    face = edges.face[edges.start[alone[edge]]]
    order = np.lexsort((share, edge, face))
    edge, point, share, face = edge[order], point[order], share[order], face[order]
    first_of_face = np.flatnonzero(np.diff(face, prepend=-1))
    side = np.repeat(edge[first_of_face], np.diff(first_of_face, append=len(face)))
    ours = edge == side
    faces = _fans(surface, alone[edge[ours]], face[ours], point[ours])
    rest = np.ones(len(surface.faces), np.bool_)
    rest[face] = False
    whole = surface_of(surface.points, np.concatenate([surface.faces[rest], faces]))
    return None if whole is None else (whole, int(ours.sum()))


def _fans(
    surface: Surface, edge: NDArray[np.int64], face: NDArray[np.int64], point: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the triangles into which faces fall; their points come sorted from low to high."""
    edges = surface.edges
    low, high = edges.low[edge], edges.high[edge]
    apex = surface.faces[face].sum(axis=1) - low - high
    begins = np.diff(face, prepend=-1) != 0
    ends = np.append(begins[1:], True)
    before = np.where(begins, low, np.roll(point, 1))
    fans = np.concatenate(
        [
            np.column_stack([before, point, apex]),
            np.column_stack([point[ends], high[ends], apex[ends]]),
        ]
    )
    forwards = edges.sense[edges.start[edge]] > 0
    turn = ~np.concatenate([forwards, forwards[ends]])
    fans[turn] = fans[turn][:, [1, 0, 2]]
    return fans


def _points_on_edges(
    surface: Surface, alone: NDArray[np.int64], within_mm: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return pairs: index in ``alone``, point, and how far along the edge (0 to 1) it lies."""
    loose = surface.edges.open_points
    nothing = np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    if len(loose) == 0:
        return nothing
    axis = int(np.argmax(np.ptp(surface.points[loose], axis=0)))
    loose = loose[np.argsort(surface.points[loose, axis], kind="stable")]
    ends = surface.points[surface.edges.low[alone]], surface.points[surface.edges.high[alone]]
    along = surface.points[loose, axis]
    first = np.searchsorted(along, np.minimum(ends[0][:, axis], ends[1][:, axis]) - within_mm)
    last = np.searchsorted(along, np.maximum(ends[0][:, axis], ends[1][:, axis]) + within_mm)
    if int((last - first).sum()) > MAX_TESTS:
        return nothing
    return _near(ends[0], ends[1], surface.points[loose], loose, first, last, within_mm)


@njit(cache=True)
def _near(
    tails: NDArray[np.float64],
    heads: NDArray[np.float64],
    places: NDArray[np.float64],
    names: NDArray[np.int64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    within_mm: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    room = 16
    found = 0
    edge = np.empty(room, np.int64)
    point = np.empty(room, np.int64)
    share = np.empty(room, np.float64)
    for row in range(len(tails)):
        x, y, z = tails[row]
        dx, dy, dz = heads[row, 0] - x, heads[row, 1] - y, heads[row, 2] - z
        length_mm = np.sqrt(dx * dx + dy * dy + dz * dz)
        if length_mm <= 2 * within_mm:
            continue
        for candidate in range(first[row], last[row]):
            px = places[candidate, 0] - x
            py = places[candidate, 1] - y
            pz = places[candidate, 2] - z
            way_mm = (px * dx + py * dy + pz * dz) / length_mm
            if not within_mm < way_mm < length_mm - within_mm:
                continue  # at an end: there a seam is closed instead
            if px * px + py * py + pz * pz - way_mm * way_mm > within_mm * within_mm:
                continue
            if found == room:
                room *= 2
                edge = np.append(edge, np.empty(found, np.int64))
                point = np.append(point, np.empty(found, np.int64))
                share = np.append(share, np.empty(found, np.float64))
            edge[found], point[found], share[found] = row, names[candidate], way_mm / length_mm
            found += 1
    return edge[:found], point[:found], share[:found]
