"""A mesh as it stands, and the sums over its triangles, in one pass each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

PLATE_MM = 0.01
"""What is closer to the platform than this stands on it."""


@dataclass(frozen=True, slots=True, eq=False)
class Turned:
    """Points (n, 3) as they stand; their box begins at (0, 0, 0) and is ``size_mm`` (3,) large.

    They are the points of the file, turned and then moved by ``shift_mm`` (3,).
    """

    points: NDArray[np.float64]
    shift_mm: NDArray[np.float64]
    size_mm: NDArray[np.float64]

    @property
    def height_mm(self) -> float:
        return float(self.size_mm[2])


@dataclass(frozen=True, slots=True, eq=False)
class FaceSums:
    """What one pass over the triangles of a standing mesh tells.

    ``facing`` (m,) is +1 for triangles that look up, -1 for those that look down, 0 for edge-on;
    ``steepness`` (m,) how many of the overhang limits a triangle breaks. Per limit, from the
    largest to the smallest angle: ``area_mm2`` of what needs support, ``flat_mm2`` the same seen
    from above, and ``prism_mm3`` the room from there straight down to the platform. ``low_mm`` and
    ``high_mm`` (3,) are the box around all that needs support.
    """

    facing: NDArray[np.int8]
    steepness: NDArray[np.int8]
    area_mm2: NDArray[np.float64]
    flat_mm2: NDArray[np.float64]
    prism_mm3: NDArray[np.float64]
    low_mm: NDArray[np.float64]
    high_mm: NDArray[np.float64]
    needing: NDArray[np.int32]
    """The triangles that need support at the largest limit."""
    standing: NDArray[np.int32]
    """The triangles that stand on the platform."""
    contact_mm2: float
    """The area of these."""
    lateral_area_mm2: float
    """Each triangle times the sine of its normal's angle to z."""


def turn(points: NDArray[np.float64], rotation: NDArray[np.float64]) -> Turned:
    """Return points as they stand after a rotation."""
    turned = np.empty_like(points)
    low, high = _turn(points, np.ascontiguousarray(rotation), turned)
    _move(turned, -low)
    return Turned(turned, -low, high - low)


def face_sums(turned: Turned, faces: NDArray[np.int32], limits_deg: Sequence[float]) -> FaceSums:
    """Return the sums over the triangles; ``limits_deg`` of overhang from large to small."""
    flatter = np.cos(np.radians(np.asarray(limits_deg, dtype=np.float64)))
    facing, steepness = np.empty(len(faces), np.int8), np.empty(len(faces), np.int8)
    per_limit, box = np.zeros((3, len(flatter))), np.array([[np.inf] * 3, [-np.inf] * 3])
    needing, standing, contact, lateral = _sum(
        turned.points, faces, flatter, facing, steepness, per_limit, box
    )
    area, flat, prism = per_limit
    low, high = box
    return FaceSums(
        facing, steepness, area, flat, prism, low, high, needing, standing, contact, lateral
    )


@njit(cache=True)
def _turn(
    points: NDArray[np.float64], rotation: NDArray[np.float64], turned: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    for point in range(len(points)):
        x, y, z = points[point, 0], points[point, 1], points[point, 2]
        for axis in range(3):
            along = rotation[axis, 0] * x + rotation[axis, 1] * y + rotation[axis, 2] * z
            turned[point, axis] = along
            low[axis] = along if along < low[axis] else low[axis]
            high[axis] = along if along > high[axis] else high[axis]
    return low, high


@njit(cache=True)
def _move(points: NDArray[np.float64], shift: NDArray[np.float64]) -> None:
    for point in range(len(points)):
        for axis in range(3):
            points[point, axis] += shift[axis]


@njit(cache=True)
def _sum(
    points: NDArray[np.float64],
    faces: NDArray[np.int32],
    flatter: NDArray[np.float64],
    facing: NDArray[np.int8],
    steepness: NDArray[np.int8],
    per_limit: NDArray[np.float64],
    box: NDArray[np.float64],
) -> tuple[NDArray[np.int32], NDArray[np.int32], float, float]:
    contact = lateral = 0.0
    standing, stand = np.empty(len(faces), np.int32), 0
    needing, need = np.empty(len(faces), np.int32), 0
    for face in range(len(faces)):
        a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
        ax, ay, az = points[a, 0], points[a, 1], points[a, 2]
        bx, by, bz = points[b, 0], points[b, 1], points[b, 2]
        cx, cy, cz = points[c, 0], points[c, 1], points[c, 2]
        x = ((by - ay) * (cz - az) - (bz - az) * (cy - ay)) / 2
        y = ((bz - az) * (cx - ax) - (bx - ax) * (cz - az)) / 2
        z = ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2
        lateral += np.sqrt(x * x + y * y)
        facing[face] = 1 if z > 0.0 else (-1 if z < 0.0 else 0)
        steepness[face] = 0
        if z >= 0.0:
            continue
        if max(az, bz, cz) < PLATE_MM:
            contact -= z
            standing[stand] = face
            stand += 1
            continue
        size = np.sqrt(x * x + y * y + z * z)
        if z >= -size * flatter[0]:
            continue
        needing[need] = face
        need += 1
        _widen(box, ax, ay, az)
        _widen(box, bx, by, bz)
        _widen(box, cx, cy, cz)
        for limit in range(len(flatter)):
            if z < -size * flatter[limit]:
                steepness[face] += 1
                per_limit[0, limit] += size
                per_limit[1, limit] -= z
                per_limit[2, limit] -= z * (az + bz + cz) / 3
    return needing[:need].copy(), standing[:stand].copy(), contact, lateral


@njit(cache=True)
def _widen(box: NDArray[np.float64], x: float, y: float, z: float) -> None:
    box[0, 0], box[1, 0] = min(box[0, 0], x), max(box[1, 0], x)
    box[0, 1], box[1, 1] = min(box[0, 1], y), max(box[1, 1], y)
    box[0, 2], box[1, 2] = min(box[0, 2], z), max(box[1, 2], z)
