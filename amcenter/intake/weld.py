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


def joined_corners(
    corners: NDArray[np.float32],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the distinct points (k, 3) of triangles (m, 3, 3) and the triangles by index (m, 3).

    Equal as in ``weld_exactly``; points are numbered in order of appearance.
    """
    bits = corners.view(np.uint32)
    table = np.zeros(1024, np.uint32)
    points = np.empty((len(bits) // 2 + 1024, 3), np.uint32)
    faces = np.empty((len(bits), 3), np.int64)
    face, distinct = _join(bits, 0, table, points, 0, faces)
    while face < len(bits):
        # A closed surface has half as many points as triangles: sized for three points a triangle,
        # the table would be six times too large, and the time goes into waiting for memory.
        if 2 * (distinct + 3) > len(table):
            table = _larger(table, points[:distinct])
        if distinct + 3 > len(points):
            points = np.concatenate((points, np.empty_like(points)))
        face, distinct = _join(bits, face, table, points, distinct, faces)
    with np.errstate(invalid="ignore"):  # some NaN complain; they are refused later
        return points[:distinct].view(np.float32).astype(np.float64), faces


@njit(cache=True)
def _join(
    corners: NDArray[np.uint32],
    begin: int,
    table: NDArray[np.uint32],
    points: NDArray[np.uint32],
    distinct: int,
    faces: NDArray[np.int64],
) -> tuple[int, int]:
    """Number the corners of triangles from ``begin`` on until table or points are full.

    Returns the next triangle and how many points there are. ``table`` (a power of two of slots)
    holds numbers of points from 1 on; 0 is free.
    """
    mask = np.uint64(len(table) - 1)
    room = min(len(points), len(table) // 2) - 3
    for face in range(begin, len(corners)):
        if distinct > room:
            return face, distinct
        for corner in range(3):
            x = _without_sign_of_zero(corners[face, corner, 0])
            y = _without_sign_of_zero(corners[face, corner, 1])
            z = _without_sign_of_zero(corners[face, corner, 2])
            slot = _hash(x, y, z) & mask
            while True:
                seen = int(table[slot]) - 1
                if seen < 0:
                    seen = distinct
                    points[seen, 0], points[seen, 1], points[seen, 2] = x, y, z
                    distinct += 1
                    table[slot] = np.uint32(distinct)
                    break
                if points[seen, 0] == x and points[seen, 1] == y and points[seen, 2] == z:
                    break
                slot = (slot + np.uint64(1)) & mask
            faces[face, corner] = seen
    return len(corners), distinct


@njit(cache=True)
def _larger(table: NDArray[np.uint32], points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    larger = np.zeros(4 * len(table), np.uint32)
    mask = np.uint64(len(larger) - 1)
    for number in range(len(points)):
        slot = _hash(points[number, 0], points[number, 1], points[number, 2]) & mask
        while larger[slot] != 0:
            slot = (slot + np.uint64(1)) & mask
        larger[slot] = np.uint32(number + 1)
    return larger


@njit(cache=True)
def _hash(x: np.uint32, y: np.uint32, z: np.uint32) -> np.uint64:
    mixed = (np.uint64(x) | (np.uint64(y) << np.uint64(32))) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(32)) ^ np.uint64(z)) * np.uint64(0xD6E8FEB86659FD93)
    return mixed >> np.uint64(32)


@njit(cache=True)
def _without_sign_of_zero(bits: np.uint32) -> np.uint32:
    return np.uint32(0) if bits == np.uint32(0x80000000) else bits


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
