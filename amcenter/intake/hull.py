"""The convex hull of a cloud of points."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, QhullError

from amcenter.intake.mass import box_of

_FEW = 5_000
"""So many points are quicker left to Qhull as they are."""
_MOST_OUTER = 50_000
_COARSE, _FINE = 32, 64
"""Cells along a side of the cube on which directions are told apart."""
_INSIDE = 1e-9
"""Of the radius: points deeper than this below a face cannot be corners of the hull."""


@dataclass(frozen=True, slots=True, eq=False)
class Hull:
    """Its corners (h, 3), its faces (k, 3) by number of corner, turned outwards, and its volume."""

    corners: NDArray[np.float64]
    faces: NDArray[np.int64]
    volume_mm3: float


def hull_of(points: NDArray[np.float64]) -> Hull | None:
    """Return the convex hull of points (n, 3), None for a flat cloud.

    Exact, except for round clouds with more than 50,000 points that are or might be corners: of
    these one in each of 24,576 directions is taken, and the volume is up to 1e-4 too small.
    """
    try:
        return _compact(points, ConvexHull(_outer(points)))
    except QhullError:
        return None


def _compact(points: NDArray[np.float64], hull: ConvexHull) -> Hull:
    number = np.empty(len(hull.points), np.int64)
    number[hull.vertices] = np.arange(len(hull.vertices))
    faces = number[hull.simplices]
    corners = hull.points[hull.vertices]
    a, b, c = (corners[faces[:, corner]] for corner in range(3))
    inwards = np.einsum("ij,ij->i", np.cross(b - a, c - a), hull.equations[:, :3]) < 0
    faces[inwards] = faces[inwards, ::-1]
    return Hull(corners, faces, float(hull.volume))


def _outer(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points with the same hull, without most of those inside.

    The farthest point in each direction gives a first hull; what lies inside that is left out.
    """
    if len(points) <= _FEW:
        return points
    first = points[_farthest(points, _COARSE)]
    try:
        hull = ConvexHull(first)
    except QhullError:  # thin across all axes: the directions lie too close together
        return points
    outer = np.concatenate([points[~_covered(points, hull)], first[hull.vertices]])
    return outer if len(outer) <= _MOST_OUTER else outer[_farthest(outer, _FINE)]


def _covered(points: NDArray[np.float64], hull: ConvexHull) -> NDArray[np.bool_]:
    """Return which points lie inside a hull, those on its faces left aside."""
    middle = hull.points[hull.vertices].mean(axis=0)
    corners = hull.points - middle
    depth = _INSIDE * float(np.abs(corners).max())
    return _inside(points - middle, corners, *_oriented(hull, middle), depth)


def _oriented(
    hull: ConvexHull, middle: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return faces that run anticlockwise seen from outside, with the face across each side."""
    faces, across = hull.simplices.copy(), hull.neighbors.copy()
    corners = hull.points[faces] - middle
    inwards = np.linalg.det(corners) < 0
    faces[inwards] = faces[inwards][:, [0, 2, 1]]
    across[inwards] = across[inwards][:, [0, 2, 1]]
    return faces, across


@njit(cache=True)
def _farthest(points: NDArray[np.float64], cells: int) -> NDArray[np.int64]:
    """Return the point that is farthest from the middle of the box in each direction.

    Directions are cells on the sides of a cube, after the box was stretched to one.
    """
    low, high = box_of(points)
    half = np.maximum((high - low) / 2, 1e-300)
    farthest, reach = np.full(6 * cells * cells, -1), np.zeros(6 * cells * cells)
    for point in range(len(points)):
        x = (points[point, 0] - low[0]) / half[0] - 1
        y = (points[point, 1] - low[1]) / half[1] - 1
        z = (points[point, 2] - low[2]) / half[2] - 1
        side, main, s, t = 0, x, y, z
        if abs(y) > abs(main):
            side, main, s, t = 1, y, z, x
        if abs(z) > abs(main):
            side, main, s, t = 2, z, x, y
        if main == 0:
            continue
        column = min(cells - 1, int((s / abs(main) + 1) / 2 * cells))
        row = min(cells - 1, int((t / abs(main) + 1) / 2 * cells))
        cell = ((2 * side + (main > 0)) * cells + row) * cells + column
        far = x * x + y * y + z * z
        if far > reach[cell]:
            farthest[cell], reach[cell] = point, far
    return farthest[farthest >= 0]


@njit(cache=True)
def _inside(
    points: NDArray[np.float64],
    corners: NDArray[np.float64],
    faces: NDArray[np.int32],
    across: NDArray[np.int32],
    depth: float,
) -> NDArray[np.bool_]:
    """Return which points lie deeper than ``depth`` in a hull around the origin.

    The face above a point is found by walking over the sides that it lies beyond, from the face
    above the point before: neighbours in a file are mostly neighbours in space.
    """
    inside = np.zeros(len(points), np.bool_)
    face = 0
    for point in range(len(points)):
        x, y, z = points[point]
        for _ in range(1000):  # rounding might lead in circles; then the point counts as outside
            a, b, c = corners[faces[face, 0]], corners[faces[face, 1]], corners[faces[face, 2]]
            if _triple(x, y, z, b, c) < 0:
                face = across[face, 0]
            elif _triple(x, y, z, c, a) < 0:
                face = across[face, 1]
            elif _triple(x, y, z, a, b) < 0:
                face = across[face, 2]
            else:
                inside[point] = _below(x, y, z, a, b, c) > depth
                break
    return inside


@njit(cache=True)
def _triple(x: float, y: float, z: float, a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return float(
        x * (a[1] * b[2] - a[2] * b[1])
        + y * (a[2] * b[0] - a[0] * b[2])
        + z * (a[0] * b[1] - a[1] * b[0])
    )


@njit(cache=True)
def _below(
    x: float,
    y: float,
    z: float,
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    c: NDArray[np.float64],
) -> float:
    """Return how deep a point lies below the plane of a face."""
    ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    length = np.sqrt(nx * nx + ny * ny + nz * nz)
    if length == 0:
        return 0.0
    return float((nx * (a[0] - x) + ny * (a[1] - y) + nz * (a[2] - z)) / length)
