"""Boxes along the axes around groups of triangles, and which of them meet."""

import numpy as np
import shapely
from numba import njit
from numpy.typing import NDArray

Boxes = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Lowest and highest corners (k, 3)."""
Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


@njit(cache=True)
def boxes_of_groups(
    points: NDArray[np.float64], faces: NDArray[np.int64], group: NDArray[np.int64], count: int
) -> Boxes:
    """Return the box around each group of triangles; ``group`` (m,) numbers that of each."""
    low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    for face in range(len(faces)):
        number = group[face]
        for corner in range(3):
            for axis in range(3):
                value = points[faces[face, corner], axis]
                low[number, axis] = min(low[number, axis], value)
                high[number, axis] = max(high[number, axis], value)
    return low, high


def boxes_within(low: NDArray[np.float64], high: NDArray[np.float64]) -> Pairs:
    """Return the pairs of boxes whose first lies within the second (walls may touch)."""
    inner, outer = _touching(low, high)
    within = (low[inner] >= low[outer]).all(axis=1) & (high[inner] <= high[outer]).all(axis=1)
    within &= inner != outer
    return inner[within], outer[within]


def boxes_overlapping(low: NDArray[np.float64], high: NDArray[np.float64]) -> Pairs:
    """Return each pair of boxes that share room once; sharing a wall is not enough."""
    first, second = _touching(low, high)
    share = (low[first] < high[second]).all(axis=1) & (low[second] < high[first]).all(axis=1)
    share &= first < second
    return first[share], second[share]


def _touching(low: NDArray[np.float64], high: NDArray[np.float64]) -> Pairs:
    """Return the pairs of boxes that meet as seen from above."""
    flat = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    first, second = shapely.STRtree(flat).query(flat)
    return first.astype(np.int64), second.astype(np.int64)
