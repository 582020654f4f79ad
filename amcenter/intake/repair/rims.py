"""The rim of a hole as a ring in space, and which rims share a plane."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import Point, Polygon

FLAT_SHARE = 1e-4
"""A rim is flat when no point is further from its plane than this share of its size."""


@dataclass(frozen=True, slots=True, eq=False)
class Rim:
    """A loop of point numbers with its mean plane; ``normal`` points to where the filling faces."""

    loop: NDArray[np.int64]
    centre: NDArray[np.float64]
    normal: NDArray[np.float64]
    size_mm: float
    flat: bool


def rim_of(points: NDArray[np.float64], loop: NDArray[np.int64]) -> Rim:
    """Return the rim with its plane after Newell: the mean of the cross products of its edges."""
    corners = points[loop]
    centre = corners.mean(axis=0)
    arms = corners - centre
    normal = np.cross(arms, np.roll(arms, -1, axis=0)).sum(axis=0)
    length = float(np.linalg.norm(normal))
    size_mm = float(np.linalg.norm(np.ptp(corners, axis=0)))
    if length == 0.0:
        return Rim(loop, centre, np.zeros(3), size_mm, flat=False)
    normal = normal / length
    off_mm = float(np.abs(arms @ normal).max())
    return Rim(loop, centre, normal, size_mm, flat=off_mm <= FLAT_SHARE * size_mm)


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """A flat hole: its outer rim, the rims of islands in it, and the plane they lie in."""

    loops: tuple[NDArray[np.int64], ...]
    flat: tuple[NDArray[np.float64], ...]
    """Each loop as (k, 2) in the plane: the outer one anticlockwise, the others clockwise."""


def openings_of(points: NDArray[np.float64], rims: Sequence[Rim]) -> list[Opening]:
    """Return the openings of flat rims: a rim that runs the other way inside one is its island.

    The cut end of a tube has two rims; filling each for itself would close the tube.
    """
    return [opening for together in _by_plane(rims) for opening in _nested(points, together)]


def _by_plane(rims: Sequence[Rim]) -> list[list[Rim]]:
    planes: list[list[Rim]] = []
    normals, centres = np.empty((len(rims), 3)), np.empty((len(rims), 3))
    sizes_mm = np.empty(len(rims))
    for rim in rims:
        known = len(planes)
        near_mm = FLAT_SHARE * (sizes_mm[:known] + rim.size_mm)
        along = np.abs(normals[:known] @ rim.normal) > 1.0 - FLAT_SHARE**2
        off_mm = np.abs(np.einsum("ij,ij->i", rim.centre - centres[:known], normals[:known]))
        same = np.flatnonzero(along & (off_mm <= near_mm))
        if len(same):
            planes[same[0]].append(rim)
            continue
        normals[known], centres[known], sizes_mm[known] = rim.normal, rim.centre, rim.size_mm
        planes.append([rim])
    return planes


def _nested(points: NDArray[np.float64], rims: Sequence[Rim]) -> list[Opening]:
    axes = _axes(rims[0].normal)
    flat = [points[rim.loop] @ np.column_stack(axes) for rim in rims]
    same_way = np.array([float(rim.normal @ rims[0].normal) > 0 for rim in rims])
    islands: dict[int, list[int]] = {number: [] for number in range(len(rims))}
    around = _outer_ones(flat, same_way)
    for number, outer in around.items():
        islands[outer].append(number)
    return [
        _opening(rims, flat, [number, *islands[number]], mirrored=not same_way[number])
        for number in range(len(rims))
        if number not in around
    ]


def _outer_ones(flat: Sequence[NDArray[np.float64]], same_way: NDArray[np.bool_]) -> dict[int, int]:
    """Return for each ring inside one that runs the other way the smallest such one."""
    shapes = [Polygon(corners) for corners in flat]
    areas = np.array([shape.area for shape in shapes])
    lowest = np.array([corners.min(axis=0) for corners in flat])
    highest = np.array([corners.max(axis=0) for corners in flat])
    found: dict[int, int] = {}
    for number, corners in enumerate(flat):
        near = (lowest <= lowest[number]).all(axis=1) & (highest >= highest[number]).all(axis=1)
        near &= (same_way != same_way[number]) & (areas > areas[number])
        candidates = sorted(np.flatnonzero(near).tolist(), key=lambda ring: areas[ring])
        inside = (ring for ring in candidates if shapes[ring].contains(Point(corners[0])))
        outer = next(inside, None)
        if outer is not None:
            found[number] = outer
    return found


def _opening(
    rims: Sequence[Rim],
    flat: Sequence[NDArray[np.float64]],
    numbers: Sequence[int],
    *,
    mirrored: bool,
) -> Opening:
    mirror = np.array([-1.0, 1.0]) if mirrored else np.ones(2)
    return Opening(
        tuple(rims[number].loop for number in numbers),
        tuple(flat[number] * mirror for number in numbers),
    )


def _axes(normal: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two directions in the plane, right-handed with its normal."""
    helper = np.eye(3)[int(np.argmin(np.abs(normal)))]
    across = np.cross(helper, normal)
    across /= np.linalg.norm(across)
    return across, np.cross(normal, across)
