"""By which numbers a shape is known again, however it is turned, shifted and written down."""

from dataclasses import dataclass
from hashlib import sha256
from math import floor, log

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.mass import box_of, second_moments
from amcenter.intake.tidy import TidyMesh

_POWERS = (1, 3, 4, 6, 9)
_AREA_STEP = log(1.05)
_TOLERANCE = 1e-4
_FLOAT32_STEP = 2.0**-23


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What does not change under rotation, shift and mirroring; lengths in mm.

    ``roots_mm`` are the three radii of gyration of the surface, ``reaches_mm`` power means of the
    distances of its triangles from its centre, all weighed by area: so slivers that rounding makes
    or removes do not count. ``furthest_mm`` is the largest coordinate: what 32-bit numbers round
    grows with it.
    """

    triangles: int
    area_mm2: float
    roots_mm: tuple[float, ...]
    reaches_mm: tuple[float, ...]
    furthest_mm: float
    geometry_sha256: str
    """Equal for the same triangles in the same place, in whatever order and format."""

    @property
    def shape_key(self) -> str:
        """Parts of equal shape have keys among each other's ``near_keys``."""
        return self._key(0.0)

    @property
    def near_keys(self) -> tuple[str, ...]:
        """The keys of shapes that may be equal to this one."""
        return tuple(sorted({self._key(-_TOLERANCE), self._key(0.0), self._key(_TOLERANCE)}))

    def _key(self, shift: float) -> str:
        return f"{self.triangles}-{floor((log(max(self.area_mm2, 1e-9)) + shift) / _AREA_STEP)}"


def fingerprint_of(tidied: TidyMesh) -> Fingerprint:
    """Return the fingerprint of a mesh."""
    points = np.asarray(tidied.mesh.vertices, dtype=np.float64)
    faces = np.asarray(tidied.mesh.faces, dtype=np.int64)
    centre, area = surface_centre(points, faces)
    roots = np.linalg.eigvalsh(second_moments(points, faces, centre)[1] / area)
    return Fingerprint(
        triangles=len(faces) + tidied.degenerate,
        area_mm2=area,
        roots_mm=_numbers(np.sqrt(np.maximum(roots, 0.0))),
        reaches_mm=_numbers(_reaches(points, faces, centre, np.array(_POWERS))),
        furthest_mm=float(np.abs(points).max()),
        geometry_sha256=geometry_sha256(points, faces),
    )


def alike(first: Fingerprint, second: Fingerprint) -> bool:
    """Return whether two shapes may be equal or mirror images; ``rigid`` tells for certain."""
    if first.triangles != second.triangles:
        return False
    size = max(first.reaches_mm[-1], second.reaches_mm[-1])
    slack = _TOLERANCE * size + 8 * _FLOAT32_STEP * max(first.furthest_mm, second.furthest_mm)
    lengths = [
        np.subtract(getattr(first, name), getattr(second, name))
        for name in ("roots_mm", "reaches_mm")
    ]
    return bool(np.abs(np.concatenate(lengths)).max() <= slack)


@njit(cache=True)
def surface_centre(
    points: NDArray[np.float64], faces: NDArray[np.int64]
) -> tuple[NDArray[np.float64], float]:
    """Return the centre of the surface, weighed by area, and its area (mm²)."""
    origin = points[faces[0, 0]]
    moment, area = np.zeros(3), 0.0
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        size = _area(a, b, c)
        area += size
        for axis in range(3):
            moment[axis] += size * ((a[axis] + b[axis] + c[axis]) / 3 - origin[axis])
    return origin + moment / max(area, 1e-300), area


@njit(cache=True)
def _reaches(
    points: NDArray[np.float64],
    faces: NDArray[np.int64],
    centre: NDArray[np.float64],
    powers: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return ``(Σ area · distanceᵏ / Σ area)^(1/k)`` for each power ``k``."""
    low, high = box_of(points)
    size = max(np.sqrt(((high - low) ** 2).sum()), 1e-300)
    sums, area = np.zeros(len(powers)), 0.0
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        share, distance = _area(a, b, c), 0.0
        for axis in range(3):
            distance += ((a[axis] + b[axis] + c[axis]) / 3 - centre[axis]) ** 2
        distance = np.sqrt(distance) / size
        area += share
        for number in range(len(powers)):
            sums[number] += share * distance ** powers[number]
    means: NDArray[np.float64] = size * (sums / max(area, 1e-300)) ** (1 / powers)
    return means


@njit(cache=True)
def _area(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> float:
    ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    return float(np.sqrt(nx * nx + ny * ny + nz * nz)) / 2


def geometry_sha256(points: NDArray[np.float64], faces: NDArray[np.int64]) -> str:
    """Return a hash of the triangles that does not depend on their order or first corner.

    Coordinates count as the 32-bit numbers next to them, which is what STL holds.
    """
    corners = (points.astype(np.float32) + np.float32(0)).view(np.uint32)  # + 0 turns -0 into 0
    facets, mixed = _facets(corners, faces)
    return sha256(facets[np.argsort(mixed)].data).hexdigest()


@njit(cache=True)
def _facets(
    corners: NDArray[np.uint32], faces: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.uint64]]:
    """Return each triangle (m, 9), beginning with its lowest corner, and a number to sort it by."""
    facets, mixed = np.empty((len(faces), 9), np.uint32), np.empty(len(faces), np.uint64)
    for face in range(len(faces)):
        first = 0
        for corner in (1, 2):
            if _lower(corners[faces[face, corner]], corners[faces[face, first]]):
                first = corner
        number = np.uint64(0)
        for step in range(3):
            point = faces[face, (first + step) % 3]
            for axis in range(3):
                value = corners[point, axis]
                facets[face, 3 * step + axis] = value
                number = (number ^ np.uint64(value)) * np.uint64(0x9E3779B97F4A7C15)
                number ^= number >> np.uint64(29)
        mixed[face] = number
    return facets, mixed


@njit(cache=True)
def _lower(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> bool:
    for axis in range(3):
        if one[axis] != other[axis]:
            return bool(one[axis] < other[axis])
    return False


def _numbers(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
