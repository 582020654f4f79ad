"""A part as cubes, none of its material left out: what 3D nesting works with."""

import numpy as np
from numba import njit
from numpy.typing import NDArray
from trimesh import Trimesh

from amcenter.intake.columns import columns_of
from amcenter.intake.turned import turn

TOUCH_MM = 1e-6
"""A face that only touches a cube from outside by less than this does not fill it."""


def voxelise(mesh: Trimesh, rotation: NDArray[np.float64], pitch_mm: float) -> NDArray[np.bool_]:
    """Return which cubes (nx, ny, nz) of edge ``pitch_mm`` hold material of the turned mesh.

    The lower corner of the turned mesh's box is the corner of cube (0, 0, 0). Every cube that the
    surface passes through is set, and every cube in whose middle there is material; of a mesh that
    is not closed, only the surface.
    """
    turned = turn(np.asarray(mesh.vertices, dtype=np.float64), rotation)
    points, faces = turned.points, np.asarray(mesh.faces, dtype=np.int64)
    nx, ny, nz = (max(int(np.ceil((extent - TOUCH_MM) / pitch_mm)), 1) for extent in turned.size_mm)
    full = np.zeros((nx, ny, nz), np.bool_)
    columns = columns_of(points, faces, (pitch_mm, pitch_mm), (nx, ny))
    _fill_inside(columns.start, columns.z / np.float32(pitch_mm), columns.facing, full)
    _mark_surface(points / pitch_mm, faces, TOUCH_MM / pitch_mm, full)
    return full


@njit(cache=True)
def _fill_inside(
    start: NDArray[np.int64],
    z: NDArray[np.float32],
    facing: NDArray[np.int8],
    full: NDArray[np.bool_],
) -> None:
    """Fill the cubes whose middle lies where a line is inside the mesh (``z`` in cubes)."""
    nx, ny, nz = full.shape
    for line in range(nx * ny):
        i, j = line // ny, line % ny
        inside = 0
        for crossing in range(start[line], start[line + 1] - 1):
            inside -= facing[crossing]
            if inside > 0:
                low = max(int(np.ceil(z[crossing] - 0.5)), 0)
                high = min(int(np.ceil(z[crossing + 1] - 0.5)), nz)
                full[i, j, low:high] = True


@njit(cache=True)
def _mark_surface(
    points: NDArray[np.float64],
    faces: NDArray[np.int64],
    touch: float,
    full: NDArray[np.bool_],
) -> None:
    """Mark every cube that a triangle passes through (``points`` in cubes).

    Cut the triangle to a slab of cubes across x, that to a column across y; what is left is convex,
    so the cubes it passes through are exactly those of its range of z.
    """
    nx, ny, nz = full.shape
    triangle, slab, column = np.empty((3, 3)), np.empty((9, 3)), np.empty((9, 3))
    spare = np.empty((9, 3))
    for face in range(len(faces)):
        for corner in range(3):
            for axis in range(3):
                triangle[corner, axis] = points[faces[face, corner], axis]
        first, last = _cells(triangle, 3, 0, touch, nx)
        for i in range(first, last):
            sides = _cut(triangle, 3, 0, i + touch, i + 1 - touch, spare, slab)
            low, high = _cells(slab, sides, 1, touch, ny)
            for j in range(low, high):
                corners = _cut(slab, sides, 1, j + touch, j + 1 - touch, spare, column)
                bottom, top = _cells(column, corners, 2, touch, nz)
                for k in range(bottom, top):
                    full[i, j, k] = True


@njit(cache=True)
def _cells(
    polygon: NDArray[np.float64], count: int, axis: int, touch: float, cells: int
) -> tuple[int, int]:
    """Return the first cell along an axis that the polygon enters, and the one after the last."""
    if count == 0:
        return 0, 0
    low = high = polygon[0, axis]
    for corner in range(1, count):
        low = min(low, polygon[corner, axis])
        high = max(high, polygon[corner, axis])
    return max(int(np.floor(low + touch)), 0), min(int(np.ceil(high - touch)), cells)


@njit(cache=True)
def _cut(
    polygon: NDArray[np.float64],
    count: int,
    axis: int,
    low: float,
    high: float,
    spare: NDArray[np.float64],
    result: NDArray[np.float64],
) -> int:
    """Write the part of a convex polygon between two planes; return its number of corners."""
    kept = _cut_side(polygon, count, axis, low, 1.0, spare)
    return _cut_side(spare, kept, axis, high, -1.0, result)


@njit(cache=True)
def _cut_side(
    polygon: NDArray[np.float64],
    count: int,
    axis: int,
    plane: float,
    sign: float,
    result: NDArray[np.float64],
) -> int:
    kept = 0
    for corner in range(count):
        other = corner + 1 if corner + 1 < count else 0
        before = sign * (polygon[corner, axis] - plane)
        after = sign * (polygon[other, axis] - plane)
        if before >= 0:
            for i in range(3):
                result[kept, i] = polygon[corner, i]
            kept += 1
        if (before >= 0) != (after >= 0):
            share = before / (before - after)
            for i in range(3):
                result[kept, i] = polygon[corner, i] + share * (
                    polygon[other, i] - polygon[corner, i]
                )
            kept += 1
    return kept
