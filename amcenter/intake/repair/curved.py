"""Filling a hole whose rim is not flat: the triangulation with the least area."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

MAX_CORNERS = 300
"""The search takes the cube of it: 300 corners a tenth of a second."""


def least_area(corners: NDArray[np.float64], forbidden: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return triangles (k - 2, 3) between the corners (k, 3) of a ring, none if there is no way.

    ``forbidden`` (k, k) says which corners must not be joined by a new edge, because the mesh has
    one there. Dynamic programming over the ranges of the ring (Barequet & Sharir 1995,
    doi:10.1016/0167-8396(94)00011-G).
    """
    if not 3 <= len(corners) <= MAX_CORNERS:
        return np.empty((0, 3), np.int64)
    return _triangulated(corners, forbidden)


@njit(cache=True)
def _triangulated(corners: NDArray[np.float64], forbidden: NDArray[np.bool_]) -> NDArray[np.int64]:
    count = len(corners)
    area = np.zeros((count, count))
    apex = np.full((count, count), -1, np.int64)
    for span in range(2, count):
        for low in range(count - span):
            high = low + span
            best = np.inf
            if not forbidden[low, high] or span == count - 1:
                for middle in range(low + 1, high):
                    total = (
                        area[low, middle]
                        + area[middle, high]
                        + _area(corners[low], corners[middle], corners[high])
                    )
                    if total < best:
                        best = total
                        apex[low, high] = middle
            area[low, high] = best
    if np.isinf(area[0, count - 1]):
        return np.empty((0, 3), np.int64)
    faces = np.empty((count - 2, 3), np.int64)
    stack = [(0, count - 1)]
    done = 0
    while len(stack) > 0:
        low, high = stack.pop()
        if high - low < 2:
            continue
        middle = apex[low, high]
        faces[done] = low, middle, high
        done += 1
        stack.append((low, middle))
        stack.append((middle, high))
    return faces


@njit(cache=True)
def _area(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> float:
    ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    return float(np.sqrt(x * x + y * y + z * z)) / 2
