"""The surface of a mesh gathered by where it faces: hundreds of directions cost next to nothing.

What a direction of building costs in support is a sum over the triangles that face down steeply. A
sum over groups of triangles with nearly the same normal gives it within the width of a group: good
enough to choose the directions that are worth an exact measurement.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

CELLS = 65
"""Along an edge of the cube on which normals are sorted: 1.4° and less. Odd, so that walls along
the axes lie in the middle of a cell and not at the border of four."""


@dataclass(frozen=True, slots=True, eq=False)
class NormalGroups:
    """Groups of triangles that face nearly the same way.

    Per group: ``vector`` (k, 3) the sum of outward normals, each as long as its triangle is large
    (mm²), and ``moment`` (k, 6) the sum over triangles of vector times middle, as xx, yy, zz, and
    the symmetric parts xy + yx, yz + zy, zx + xz (mm³).
    """

    vector: NDArray[np.float64]
    moment: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Overhang:
    """Per direction and limit (d, l): support down to the platform (mm³), and area (mm²)."""

    volume_mm3: NDArray[np.float64]
    area_mm2: NDArray[np.float64]


def normal_groups(points: NDArray[np.float64], faces: NDArray[np.int32]) -> NormalGroups:
    """Return the groups of the triangles of a mesh."""
    vector, moment = _gather(points, faces, CELLS)
    used = vector.any(axis=1)
    return NormalGroups(vector[used], moment[used])


def overhang(
    groups: NormalGroups,
    upwards: NDArray[np.float64],
    lowest_mm: NDArray[np.float64],
    limits_deg: Sequence[float],
) -> Overhang:
    """Return about what hangs over for each upward direction (d, 3).

    ``lowest_mm`` (d,) is where along it the part begins; faces flatter than ``limits_deg`` from the
    horizontal need support, all the way down, and through the part where that lies below.
    """
    steep = np.cos(np.radians(np.asarray(limits_deg, dtype=np.float64)))
    volume = np.zeros((len(upwards), len(steep)))
    area = np.zeros((len(upwards), len(steep)))
    _scan(groups.vector, groups.moment, upwards, lowest_mm, steep, volume, area)
    return Overhang(volume, area)


def extents(
    points: NDArray[np.float64], upwards: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where points (n, 3) begin and end along each direction (d, 3)."""
    low, high = np.full(len(upwards), np.inf), np.full(len(upwards), -np.inf)
    _extend(points, np.ascontiguousarray(upwards.T), low, high)
    return low, high


@njit(cache=True)
def _extend(
    points: NDArray[np.float64],
    upwards: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> None:
    for point in range(len(points)):
        x, y, z = points[point, 0], points[point, 1], points[point, 2]
        for direction in range(len(low)):
            along = (
                x * upwards[0, direction] + y * upwards[1, direction] + z * upwards[2, direction]
            )
            low[direction] = along if along < low[direction] else low[direction]
            high[direction] = along if along > high[direction] else high[direction]


@njit(cache=True)
def merged(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sums (k, 3) of those vectors (n, 3) that point nearly the same way."""
    total = np.zeros((6 * CELLS * CELLS, 3))
    used = np.zeros(len(total), np.bool_)
    for vector in range(len(vectors)):
        x, y, z = vectors[vector, 0], vectors[vector, 1], vectors[vector, 2]
        group = _cell(x, y, z, CELLS)
        if group < 0:
            continue
        total[group, 0] += x
        total[group, 1] += y
        total[group, 2] += z
        used[group] = True
    return total[used]


@njit(cache=True)
def _gather(
    points: NDArray[np.float64], faces: NDArray[np.int32], cells: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    vector, moment = np.zeros((6 * cells * cells, 3)), np.zeros((6 * cells * cells, 6))
    for face in range(len(faces)):
        a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
        ax, ay, az = points[a, 0], points[a, 1], points[a, 2]
        bx, by, bz = points[b, 0], points[b, 1], points[b, 2]
        cx, cy, cz = points[c, 0], points[c, 1], points[c, 2]
        x = ((by - ay) * (cz - az) - (bz - az) * (cy - ay)) / 2
        y = ((bz - az) * (cx - ax) - (bx - ax) * (cz - az)) / 2
        z = ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2
        group = _cell(x, y, z, cells)
        if group < 0:
            continue
        mx, my, mz = (ax + bx + cx) / 3, (ay + by + cy) / 3, (az + bz + cz) / 3
        vector[group, 0] += x
        vector[group, 1] += y
        vector[group, 2] += z
        moment[group, 0] += x * mx
        moment[group, 1] += y * my
        moment[group, 2] += z * mz
        moment[group, 3] += x * my + y * mx
        moment[group, 4] += y * mz + z * my
        moment[group, 5] += z * mx + x * mz
    return vector, moment


@njit(cache=True)
def _cell(x: float, y: float, z: float, cells: int) -> int:
    """Return the cell of a cube in which a ray from its middle leaves it; -1 for no direction."""
    wide = max(abs(x), abs(y), abs(z))
    if wide == 0.0:
        return -1
    if wide == abs(x):
        side, u, v, out = 0, y, z, x
    elif wide == abs(y):
        side, u, v, out = 2, z, x, y
    else:
        side, u, v, out = 4, x, y, z
    half = cells / 2
    i = min(int((u / wide + 1.0) * half), cells - 1)
    j = min(int((v / wide + 1.0) * half), cells - 1)
    return ((side + (1 if out < 0 else 0)) * cells + i) * cells + j


@njit(cache=True)
def _scan(
    vector: NDArray[np.float64],
    moment: NDArray[np.float64],
    upwards: NDArray[np.float64],
    lowest: NDArray[np.float64],
    steep: NDArray[np.float64],
    volume: NDArray[np.float64],
    area: NDArray[np.float64],
) -> None:
    for group in range(len(vector)):
        x, y, z = vector[group, 0], vector[group, 1], vector[group, 2]
        size = np.sqrt(x * x + y * y + z * z)
        for direction in range(len(upwards)):
            dx, dy, dz = upwards[direction, 0], upwards[direction, 1], upwards[direction, 2]
            up = x * dx + y * dy + z * dz
            if up >= 0.0:
                continue
            raised = (
                moment[group, 0] * dx * dx
                + moment[group, 1] * dy * dy
                + moment[group, 2] * dz * dz
                + moment[group, 3] * dx * dy
                + moment[group, 4] * dy * dz
                + moment[group, 5] * dz * dx
            )
            for limit in range(len(steep)):
                if up < -size * steep[limit]:
                    area[direction, limit] += size
                    volume[direction, limit] += up * lowest[direction] - raised
