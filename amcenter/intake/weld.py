"""Joining the corner points of separate triangles: exactly first, then only where a gap is left."""

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

SNAP_SHARE = 1e-6
"""Points on open edges are joined within this share of the box diagonal."""
_MOST_NEIGHBOURS = 50


def weld_exactly(
    points: NDArray[np.float64], groups: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the distinct points (k, 3) and for each given point (n,) its index among them.

    Points are equal when all their bits and their groups (n,) are; 0 and -0 count as equal.
    """
    bits = (points + 0.0).view(np.uint64).reshape(-1, 3)  # + 0.0 turns -0 into 0
    first, index = _distinct(bits, groups)
    return points[first], index


@njit(cache=True)
def _distinct(
    bits: NDArray[np.uint64], groups: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number the distinct rows in order of appearance with an open-addressing hash table."""
    count = len(bits)
    size = 16
    while size < 2 * count:
        size *= 2
    mask = np.uint64(size - 1)
    table = np.full(size, -1, np.int64)
    first = np.empty(count, np.int64)
    index = np.empty(count, np.int64)
    distinct = 0
    for row in range(count):
        mixed = np.uint64(groups[row] + 1)
        for axis in range(3):
            mixed = (mixed ^ bits[row, axis]) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        slot = mixed & mask
        while True:
            seen = table[slot]
            if seen < 0:
                table[slot] = distinct
                first[distinct] = row
                index[row] = distinct
                distinct += 1
                break
            other = first[seen]
            if (
                bits[other, 0] == bits[row, 0]
                and bits[other, 1] == bits[row, 1]
                and bits[other, 2] == bits[row, 2]
                and groups[other] == groups[row]
            ):
                index[row] = seen
                break
            slot = (slot + np.uint64(1)) & mask
    return first[:distinct].copy(), index


def snap(
    points: NDArray[np.float64], open_points: NDArray[np.int64], within_mm: float
) -> NDArray[np.int64] | None:
    """Return a new index for each point that joins open points near each other, None if none are.

    Only ``open_points`` (those on edges without a neighbour) move together, so fine detail
    elsewhere stays as it is.
    """
    tree = cKDTree(points[open_points])
    if tree.count_neighbors(tree, within_mm) > _MOST_NEIGHBOURS * len(open_points):
        return None  # a cloud of points, not the two sides of a seam
    pairs = tree.query_pairs(within_mm, output_type="ndarray")
    if len(pairs) == 0:
        return None
    near = open_points[pairs]
    joined = coo_array(
        (np.ones(len(near), np.int8), (near[:, 0], near[:, 1])), shape=(len(points), len(points))
    )
    groups: NDArray[np.int64] = connected_components(joined, directed=False)[1].astype(np.int64)
    _, lowest = np.unique(groups, return_index=True)
    return lowest[groups]
