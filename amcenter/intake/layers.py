"""Area and contour of every layer, without slicing: sums over the triangles that a plane cuts."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

MOST_PLANES = 200
FINEST_STEP_MM = 0.05


@dataclass(frozen=True, slots=True)
class LayerProfile:
    """What planes cut at ``step_mm / 2``, ``3 step_mm / 2`` ... above the lowest point.

    Each plane stands for the slab of ``step_mm`` around it: areas times the step add up to the
    volume. Where bodies overlap, each of them counts. Six digits are kept.
    """

    step_mm: float
    area_mm2: tuple[float, ...]
    perimeter_mm: tuple[float, ...]
    """Length of all contours, those of holes too."""

    @property
    def largest_mm2(self) -> float:
        return max(self.area_mm2, default=0.0)

    @property
    def upside_down(self) -> "LayerProfile":
        return LayerProfile(self.step_mm, self.area_mm2[::-1], self.perimeter_mm[::-1])


def layer_profile(
    points: NDArray[np.float64], faces: NDArray[np.int32], height_mm: float
) -> LayerProfile:
    """Return the layers of a mesh that stands on z = 0, by at most 200 planes."""
    planes = int(np.clip(np.ceil(height_mm / FINEST_STEP_MM), 1, MOST_PLANES))
    step_mm = height_mm / planes
    area, perimeter = sections(points, faces, step_mm / 2, step_mm, planes)
    return LayerProfile(step_mm, _rounded(area), _rounded(perimeter))


def sections(
    points: NDArray[np.float64],
    faces: NDArray[np.int32],
    first_mm: float,
    step_mm: float,
    planes: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return area (mm²) and length of contour (mm) in each of evenly spaced planes.

    Green's theorem: the area is half the sum of ``x₁ y₂ - x₂ y₁`` over the directed segments in
    which the triangles cross the plane, in any order. A plane through corners or flat faces gives
    what lies just below it.
    """
    area, perimeter = np.zeros(planes), np.zeros(planes)
    if step_mm > 0 and len(points):
        _cut(points, faces, first_mm, step_mm, area, perimeter)
    return area, perimeter


@njit(cache=True)
def _cut(
    points: NDArray[np.float64],
    faces: NDArray[np.int32],
    first: float,
    step: float,
    area: NDArray[np.float64],
    perimeter: NDArray[np.float64],
) -> None:
    """Add the segments of every triangle, coordinates taken about a point of the mesh.

    A corner at the height of a plane counts as above it: so every contour closes. The part below
    the middle corner and the part above it both end in a tip; from there the segments, parallel to
    each other, grow evenly.
    """
    mx, my = points[0, 0], points[0, 1]
    for face in range(len(faces)):
        a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
        z_low = min(points[a, 2], points[b, 2], points[c, 2])
        z_high = max(points[a, 2], points[b, 2], points[c, 2])
        plane = _first_above(z_low, first, step, len(area))
        if plane == len(area) or first + plane * step > z_high:
            continue
        a, b, c, turn = _by_height(points, a, b, c)
        low = points[a, 0] - mx, points[a, 1] - my, z_low
        mid = points[b, 0] - mx, points[b, 1] - my, points[b, 2]
        high = points[c, 0] - mx, points[c, 1] - my, z_high
        longest = _slope(low, high)
        plane = _grow(
            low, _slope(low, mid), longest, turn, first, step, plane, mid[2], area, perimeter
        )
        _grow(high, _slope(mid, high), longest, turn, first, step, plane, z_high, area, perimeter)


@njit(cache=True)
def _first_above(z: float, first: float, step: float, planes: int) -> int:
    """Return the first plane above ``z``, ``planes`` if none is."""
    plane = max(int((z - first) / step), 0)
    while plane < planes and first + plane * step <= z:  # the quotient is rounded
        plane += 1
    return plane


@njit(cache=True)
def _grow(
    tip: tuple[float, float, float],
    side: tuple[float, float],
    longest: tuple[float, float],
    turn: float,
    first: float,
    step: float,
    plane: int,
    z_last: float,
    area: NDArray[np.float64],
    perimeter: NDArray[np.float64],
) -> int:
    """Add the segments between two sides that meet in a tip, up to ``z_last``.

    They run from the longest side to the other one. Return the next plane.
    """
    apart = np.sqrt((side[0] - longest[0]) ** 2 + (side[1] - longest[1]) ** 2)
    while plane < len(area) and first + plane * step <= z_last:
        away = first + plane * step - tip[2]
        x0, y0 = tip[0] + away * longest[0], tip[1] + away * longest[1]
        x1, y1 = tip[0] + away * side[0], tip[1] + away * side[1]
        # With the material to the left, a segment runs from the side that goes down.
        area[plane] += turn * (x0 * y1 - x1 * y0)
        perimeter[plane] += abs(away) * apart
        plane += 1
    return plane


@njit(cache=True)
def _by_height(points: NDArray[np.float64], a: int, b: int, c: int) -> tuple[int, int, int, float]:
    """Return three corners from low to high, and ½ if they go round as before, else -½."""
    turn = 0.5
    if points[a, 2] > points[b, 2]:
        a, b, turn = b, a, -turn
    if points[b, 2] > points[c, 2]:
        b, c, turn = c, b, -turn
    if points[a, 2] > points[b, 2]:
        a, b, turn = b, a, -turn
    return a, b, c, turn


@njit(cache=True)
def _slope(
    lower: tuple[float, float, float], upper: tuple[float, float, float]
) -> tuple[float, float]:
    """Return how far a side goes along x and y for each mm upwards; nothing for a level one."""
    rise = upper[2] - lower[2]
    if rise <= 0.0:  # no plane cuts it
        return 0.0, 0.0
    return (upper[0] - lower[0]) / rise, (upper[1] - lower[1]) / rise


def _rounded(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") + 0.0 for value in values)
