"""Joining points that lie in one cell of a grid: coarse, but linear in time and always possible.

After Rossignac and Borrel 1993; each joined point is put where the squared distances to the planes
of its triangles are least (Lindstrom 2000, doi:10.1145/344779.344912), which keeps edges sharp.
Points whose normals look into different octants are not joined, so that a thin wall keeps its two
sides.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.previews.surface import Surface, cleaned

STIFFNESS = 1e-3
"""Share of its trace that is added to a quadric: along a flat wall nothing else holds the point."""
_CELLS = 1 << 20


def clustered(surface: Surface, cell_mm: float) -> Surface:
    """Return the surface with the points of each cell of edge ``cell_mm`` joined."""
    points, faces = surface.points, surface.faces
    low = points.min(axis=0)
    cell_mm = max(cell_mm, float(np.ptp(points, axis=0).max()) / (_CELLS - 1))
    cluster, count = _clusters(points, faces, low, cell_mm)
    return cleaned(_positions(points, faces, cluster, count, cell_mm), cluster[faces])


def cell_for(surface: Surface, triangles: int) -> float:
    """Return the cell (mm) that leaves about so many triangles of an evenly meshed surface.

    A surface has half as many points as triangles, and crosses about one cell per cell's face of
    its area.
    """
    return float(np.sqrt(2.0 * _area_mm2(surface.points, surface.faces) / triangles))


@njit(cache=True)
def _area_vector(
    points: NDArray[np.float64], face: NDArray[np.int32]
) -> tuple[float, float, float]:
    """Return twice the area of a triangle as a vector along its normal."""
    a, b, c = points[face[0]], points[face[1]], points[face[2]]
    x = (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1])
    y = (b[2] - a[2]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[2] - a[2])
    z = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return x, y, z


@njit(cache=True)
def _area_mm2(points: NDArray[np.float64], faces: NDArray[np.int32]) -> float:
    total = 0.0
    for number in range(len(faces)):
        x, y, z = _area_vector(points, faces[number])
        total += np.sqrt(x * x + y * y + z * z)
    return total / 2


@njit(cache=True)
def _clusters(
    points: NDArray[np.float64], faces: NDArray[np.int32], low: NDArray[np.float64], cell_mm: float
) -> tuple[NDArray[np.int32], int]:
    """Return the cluster of each point, numbered as they appear, and how many there are."""
    normals = np.zeros_like(points)
    for face in faces:
        x, y, z = _area_vector(points, face)
        for corner in range(3):
            normals[face[corner], 0] += x
            normals[face[corner], 1] += y
            normals[face[corner], 2] += z
    size = 4
    while size < 2 * len(points):
        size *= 2
    keys = np.full(size, -1, np.int64)
    owner = np.empty(size, np.int32)
    cluster = np.empty(len(points), np.int32)
    count = 0
    for number in range(len(points)):
        key = 0
        octant = 0
        for axis in range(3):
            key = (key << 20) | int((points[number, axis] - low[axis]) / cell_mm)
            octant = (octant << 1) | (normals[number, axis] < 0)
        key = (key << 3) | octant
        place = (key * 0x2545F4914F6CDD1D >> 20) & (size - 1)
        while keys[place] != -1 and keys[place] != key:
            place = (place + 1) & (size - 1)
        if keys[place] == -1:
            keys[place] = key
            owner[place] = count
            count += 1
        cluster[number] = owner[place]
    return cluster, count


@njit(cache=True)
def _positions(
    points: NDArray[np.float64],
    faces: NDArray[np.int32],
    cluster: NDArray[np.int32],
    count: int,
    cell_mm: float,
) -> NDArray[np.float64]:
    """Return where each cluster's point is best put; never further than a cell from its middle."""
    middle = np.zeros((count, 3))
    members = np.zeros(count)
    for number in range(len(points)):
        members[cluster[number]] += 1
        for axis in range(3):
            middle[cluster[number], axis] += points[number, axis]
    for number in range(count):
        for axis in range(3):
            middle[number, axis] /= members[number]
    # of Σ (n·(p - middle) + d)², with n the area vector: n·nᵀ by rows and d·n
    quadric = np.zeros((count, 9))
    for face in faces:
        x, y, z = _area_vector(points, face)
        a = points[face[0]]
        for corner in range(3):
            number = cluster[face[corner]]
            centre = middle[number]
            d = x * (centre[0] - a[0]) + y * (centre[1] - a[1]) + z * (centre[2] - a[2])
            q = quadric[number]
            q[0] += x * x
            q[1] += x * y
            q[2] += x * z
            q[3] += y * y
            q[4] += y * z
            q[5] += z * z
            q[6] += d * x
            q[7] += d * y
            q[8] += d * z
    for number in range(count):
        step = _least(quadric[number])
        length = np.sqrt(step[0] * step[0] + step[1] * step[1] + step[2] * step[2])
        share = min(1.0, cell_mm / length) if length > 0 else 0.0
        for axis in range(3):
            middle[number, axis] += share * step[axis]
    return middle


@njit(cache=True)
def _least(q: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the step from the middle to the least value of a quadric, by Cramer's rule."""
    trace = q[0] + q[3] + q[5]
    if trace <= 0.0:
        return 0.0, 0.0, 0.0
    a, b, c = q[0] / trace + STIFFNESS, q[1] / trace, q[2] / trace
    d, e, f = q[3] / trace + STIFFNESS, q[4] / trace, q[5] / trace + STIFFNESS
    p, r, s = -q[6] / trace, -q[7] / trace, -q[8] / trace
    across, along, down = d * f - e * e, b * f - c * e, b * e - c * d
    whole = a * across - b * along + c * down
    x = p * across - b * (r * f - e * s) + c * (r * e - d * s)
    y = a * (r * f - e * s) - p * along + c * (b * s - r * c)
    z = a * (d * s - r * e) - b * (b * s - r * c) + p * down
    return x / whole, y / whole, z / whole
