"""The smallest box around a part, standing however it likes.

The *arbitrarily oriented bounding box* of ISO/ASTM 52921 with the least volume.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.hull import Hull
from amcenter.intake.rectangle import least_rectangle

Vector = tuple[float, float, float]

_FEW_POINTS = 150
_NORMALS, _EDGES = 150, 24
_STARTS, _ROUNDS = 4, 4


@dataclass(frozen=True, slots=True)
class MinimalBox:
    """Its sides, the longest first, their directions in the axes of the file, and its middle."""

    size_mm: Vector
    axes: tuple[Vector, Vector, Vector]
    middle_mm: Vector

    @property
    def volume_mm3(self) -> float:
        length, width, height = self.size_mm
        return length * width * height


def minimal_box(points: NDArray[np.float64], hull: Hull | None) -> MinimalBox:
    """Return the smallest box around points (n, 3), whose hull is None if they are flat.

    The smallest box touches the hull with an edge on each of two neighbouring sides at least
    (O'Rourke 1985, doi:10.1007/BF00991005). So directions tried for one of its axes are those of
    faces of the hull and those square to two of its edges, with the smallest rectangle across each;
    the best few are improved by tilting. Of a hull with many corners a few stand for all at first;
    those that stick out of the box that was found are added until none do.
    """
    if hull is None:
        axes = least_box(points, _flat_normal(points))[1]
        return _box(points, axes)
    few, tried = _extreme(hull.corners), _directions(hull)
    starts = tried[np.argsort(_volumes(few, tried), kind="stable")[:_STARTS]]
    found = [_searched(few, starts)]
    if len(few) < len(hull.corners):
        found = _adjusted(few, hull.corners, found[0])
        known = np.concatenate([np.eye(3), found[-1], starts])
        found += [least_box(hull.corners, axis)[1] for axis in known]
    boxes = [_box(hull.corners, axes) for axes in found]
    return min(boxes, key=lambda box: box.volume_mm3)


def _searched(few: NDArray[np.float64], starts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the axes of the smallest box around a few points that is found from the starts."""
    best_volume, best = np.inf, np.eye(3)
    for start in starts:
        volume, axes = _improved(few, least_box(few, start)[1], 0.1, 1e-4)
        if volume < best_volume * (1 - 1e-9):
            best_volume, best = volume, axes
    return _improved(few, best, 1e-4, 1e-8)[1]


def _adjusted(
    few: NDArray[np.float64], corners: NDArray[np.float64], axes: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Return the axes again and again, as the corners that stick out of their box join the few."""
    found = []
    for _ in range(_ROUNDS):
        volume, axes = _improved(few, axes, 0.002, 1e-5)
        found.append(axes)
        along = corners @ axes.T
        if np.ptp(along, axis=0).prod() <= volume * (1 + 1e-7):
            break
        outermost = np.concatenate([along.argmin(axis=0), along.argmax(axis=0)])
        few = np.concatenate([few, corners[outermost]])
    return found


def _flat_normal(points: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = np.linalg.eigh(np.cov((points - points.mean(axis=0)).T))[1]
    normal: NDArray[np.float64] = spread[:, 0].copy()
    return normal


def _extreme(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return all corners, or of many those that are furthest in 150 evenly spread directions."""
    if len(corners) <= _FEW_POINTS:
        return corners
    step = np.arange(_FEW_POINTS) + 0.5
    z, turn = 1 - 2 * step / _FEW_POINTS, np.pi * (1 + 5**0.5) * step
    flat = np.sqrt(1 - z * z)
    directions = np.stack([flat * np.cos(turn), flat * np.sin(turn), z])
    extreme: NDArray[np.float64] = corners[np.unique((corners @ directions).argmax(axis=0))]
    return extreme


def _directions(hull: Hull) -> NDArray[np.float64]:
    """Return unit vectors (d, 3) that an axis of the smallest box may have."""
    a, b, c = (hull.corners[hull.faces[:, corner]] for corner in range(3))
    normals = _distinct(np.cross(b - a, c - a), _NORMALS)
    edges = _distinct(np.concatenate([b - a, c - b, a - c]), _EDGES)
    first, second = np.triu_indices(len(edges), 1)
    crossed = np.cross(edges[first], edges[second])
    length = np.linalg.norm(crossed, axis=1)
    square = crossed[length > 1e-6] / length[length > 1e-6, None]
    return np.concatenate([np.eye(3), normals, edges, square])


def _distinct(vectors: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """Return the directions of the vectors, the longest first; opposite ones count as one."""
    length = np.linalg.norm(vectors, axis=1)
    order = np.argsort(-length, kind="stable")
    order = order[length[order] > 0][: 20 * most]
    unit = vectors[order] / length[order, None]
    main = np.abs(np.round(unit, 6)).argmax(axis=1)
    unit *= np.sign(unit[np.arange(len(unit)), main])[:, None]
    _, first = np.unique(np.round(unit, 6), axis=0, return_index=True)
    distinct: NDArray[np.float64] = unit[np.sort(first)[:most]]
    return distinct


@njit(cache=True)
def _volumes(points: NDArray[np.float64], directions: NDArray[np.float64]) -> NDArray[np.float64]:
    volumes = np.empty(len(directions))
    for direction in range(len(directions)):
        volumes[direction] = least_box(points, directions[direction])[0]
    return volumes


@njit(cache=True)
def least_box(
    points: NDArray[np.float64], axis: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Return volume and axes (rows) of the smallest box with one axis given (unit length)."""
    axes = _square_to(axis)
    flat = np.empty((len(points), 2))
    low, high = np.inf, -np.inf
    for point in range(len(points)):
        x, y, z = points[point]
        flat[point, 0] = x * axes[1, 0] + y * axes[1, 1] + z * axes[1, 2]
        flat[point, 1] = x * axes[2, 0] + y * axes[2, 1] + z * axes[2, 2]
        height = x * axes[0, 0] + y * axes[0, 1] + z * axes[0, 2]
        low, high = min(low, height), max(high, height)
    area, cosine, sine = least_rectangle(flat)
    second = cosine * axes[1] + sine * axes[2]
    axes[2] = cosine * axes[2] - sine * axes[1]
    axes[1] = second
    return area * (high - low), axes


@njit(cache=True)
def _square_to(axis: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return right-handed axes (rows), the first of them given."""
    axes = np.zeros((3, 3))
    axes[0] = axis / np.sqrt((axis * axis).sum())
    axes[1, np.argmin(np.abs(axis))] = 1.0
    axes[1] -= axes[0] * (axes[1] * axes[0]).sum()
    axes[1] /= np.sqrt((axes[1] * axes[1]).sum())
    axes[2] = np.cross(axes[0], axes[1])
    return axes


@njit(cache=True)
def _improved(
    points: NDArray[np.float64], axes: NDArray[np.float64], step: float, last_step: float
) -> tuple[float, NDArray[np.float64]]:
    """Tilt each axis in eight ways, less and less, as long as that makes the box smaller."""
    best, axes = least_box(points, axes[0])
    while step > last_step:
        before = best
        for axis in range(3):
            for way in range(8):
                turn = way * np.pi / 4
                tilt = np.cos(turn) * axes[(axis + 1) % 3] + np.sin(turn) * axes[(axis + 2) % 3]
                volume, tilted = least_box(points, axes[axis] + step * tilt)
                if volume < best * (1 - 1e-12):
                    best, axes = volume, tilted
        if best >= before * (1 - 0.01 * step):
            step /= 2
    return best, axes


def _box(points: NDArray[np.float64], axes: NDArray[np.float64]) -> MinimalBox:
    along = points @ axes.T
    low, high = along.min(axis=0), along.max(axis=0)
    order = np.argsort(-(high - low), kind="stable")
    sorted_axes = axes[order]
    if np.linalg.det(sorted_axes) < 0:
        sorted_axes[2] *= -1
    return MinimalBox(
        size_mm=_vector((high - low)[order]),
        axes=(_vector(sorted_axes[0]), _vector(sorted_axes[1]), _vector(sorted_axes[2])),
        middle_mm=_vector((low + high) / 2 @ axes),
    )


def _vector(values: NDArray[np.float64]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
