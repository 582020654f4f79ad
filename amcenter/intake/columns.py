"""A mesh seen as columns: where a grid of vertical lines enters and leaves it.

This one table answers what is empty below a face (supports) and which cubes are full (voxels).
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Crossings of each vertical line with the mesh, from low to high.

    Line (i, j) stands in the middle of cell (i, j); its crossings are
    ``start[i * ny + j] : start[i * ny + j + 1]`` of ``z`` (mm), ``face`` and ``facing``
    (+1: the face looks up, the line leaves the material; -1: it enters).
    """

    nx: int
    ny: int
    start: NDArray[np.int64]
    z: NDArray[np.float64]
    face: NDArray[np.int64]
    facing: NDArray[np.int8]


def columns_of(
    points: NDArray[np.float64],
    faces: NDArray[np.int64],
    cell_mm: tuple[float, float],
    shape: tuple[int, int],
) -> Columns:
    """Return the crossings for a grid of ``shape`` cells whose corner is (0, 0)."""
    nx, ny = shape
    scaled = points / np.array([cell_mm[0], cell_mm[1], 1.0])
    counts = np.zeros(nx * ny, np.int64)
    none = np.empty(0, np.int64)
    _walk(scaled, faces, nx, ny, counts, none, np.empty(0), none, np.empty(0, np.int8))
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    total = int(start[-1])
    z, face, facing = np.empty(total), np.empty(total, np.int64), np.empty(total, np.int8)
    _walk(scaled, faces, nx, ny, counts, start[:-1].copy(), z, face, facing)
    _sort_lines(start, z, face, facing)
    return Columns(nx, ny, start, z, face, facing)


@njit(cache=True)
def _walk(
    points: NDArray[np.float64],
    faces: NDArray[np.int64],
    nx: int,
    ny: int,
    counts: NDArray[np.int64],
    place: NDArray[np.int64],
    z: NDArray[np.float64],
    face_of: NDArray[np.int64],
    facing: NDArray[np.int8],
) -> None:
    """Count the crossings per line, or with ``place`` (where each line's begin) write them.

    A row crosses exactly two sides of a triangle. Where it crosses a side is computed in the same
    way for both triangles of that side, so every line enters as often as it leaves.
    """
    fill = len(place) > 0
    span = np.empty(4)
    for face in range(len(faces)):
        x0, y0 = points[faces[face, 0], 0], points[faces[face, 0], 1]
        x1, y1 = points[faces[face, 1], 0], points[faces[face, 1], 1]
        x2, y2 = points[faces[face, 2], 0], points[faces[face, 2], 1]
        up = 1 if (x1 - x0) * (y2 - y0) > (y1 - y0) * (x2 - x0) else -1
        first = max(int(np.ceil(min(y0, y1, y2) - 0.5)), 0)
        last = min(int(np.ceil(max(y0, y1, y2) - 0.5)), ny)
        for row in range(first, last):
            _cross_row(points, faces[face], row + 0.5, span)
            left, right, z_left, z_right = span
            for column in range(
                max(int(np.ceil(left - 0.5)), 0), min(int(np.ceil(right - 0.5)), nx)
            ):
                line = column * ny + row
                if not fill:
                    counts[line] += 1
                    continue
                along = (column + 0.5 - left) / (right - left)
                z[place[line]] = z_left + along * (z_right - z_left)
                face_of[place[line]] = face
                facing[place[line]] = up
                place[line] += 1


@njit(cache=True)
def _cross_row(
    points: NDArray[np.float64],
    corners: NDArray[np.int64],
    y: float,
    span: NDArray[np.float64],
) -> None:
    """Write between which x the row ``y`` crosses a triangle, and the heights there."""
    span[0], span[1] = 0.0, 0.0
    crossed = 0
    for side in range(3):
        low, high = corners[side], corners[(side + 1) % 3]
        if points[low, 1] > points[high, 1]:
            low, high = high, low
        if not (points[low, 1] <= y < points[high, 1]):
            continue
        share = (y - points[low, 1]) / (points[high, 1] - points[low, 1])
        x = points[low, 0] + share * (points[high, 0] - points[low, 0])
        end = 1 if crossed == 1 and x >= span[0] else 0
        if crossed == 1 and end == 0:
            span[1], span[3] = span[0], span[2]
        span[end] = x
        span[end + 2] = points[low, 2] + share * (points[high, 2] - points[low, 2])
        crossed += 1


@njit(cache=True)
def _sort_lines(
    start: NDArray[np.int64],
    z: NDArray[np.float64],
    face: NDArray[np.int64],
    facing: NDArray[np.int8],
) -> None:
    """Sort the crossings of each line from low to high; equal ones keep the order of the faces."""
    for line in range(len(start) - 1):
        order = np.argsort(z[start[line] : start[line + 1]], kind="mergesort") + start[line]
        z[start[line] : start[line + 1]] = z[order]
        face[start[line] : start[line + 1]] = face[order]
        facing[start[line] : start[line + 1]] = facing[order]
