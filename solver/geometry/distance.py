"""Distances between bodies of cubes, from cube to cube, exact wherever the bodies stand."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from solver.geometry.voxels import Body, Cells

Edges = tuple[NDArray[np.int64], ...]
"""Where the cells of a block begin and end (µm), one array per axis."""


def near_pairs(bodies: Sequence[Body], gap_um: int) -> Iterator[tuple[int, int]]:
    """Yield the index pairs whose bounding boxes are not further apart than the gap."""
    low = np.array([body.corner_um for body in bodies], np.int64).reshape(-1, 3)
    high = np.array([body.far_um for body in bodies], np.int64).reshape(-1, 3)
    for index in range(len(bodies) - 1):
        apart = np.maximum(low[index + 1 :] - high[index], low[index] - high[index + 1 :])
        for other in np.flatnonzero((apart <= gap_um).all(axis=1)):
            yield index, index + 1 + int(other)


def share_a_cube(one: Body, other: Body) -> bool:
    """Return whether some space belongs to both bodies."""
    blocks = _facing_blocks(one, other, 0)
    if blocks is None:
        return False
    (cells_1, edges_1), (cells_2, edges_2) = blocks
    common = tuple(np.intersect1d(a[:-1], b[:-1]) for a, b in zip(edges_1, edges_2, strict=True))
    inside_1 = cells_1[np.ix_(*map(np.searchsorted, edges_1, common))]
    inside_2 = cells_2[np.ix_(*map(np.searchsorted, edges_2, common))]
    return bool((inside_1 & inside_2).any())


def distance_below_um(one: Body, other: Body, limit_um: float) -> float | None:
    """Return the distance of two bodies that share no cube, None if it is ``limit_um`` or more."""
    blocks = _facing_blocks(one, other, int(limit_um) + 1)
    if blocks is None:
        return None
    points_1, points_2 = (_surface_points(cells, edges) for cells, edges in blocks)
    if min(len(points_1), len(points_2)) == 0:
        return None
    nearest, _ = cKDTree(points_1).query(points_2, distance_upper_bound=limit_um)
    distance = float(np.min(nearest))
    return distance if distance < limit_um else None


def _facing_blocks(
    one: Body, other: Body, reach_um: int
) -> tuple[tuple[Cells, Edges], tuple[Cells, Edges]] | None:
    """Return what of each body lies within reach of the other's box, cut along a common lattice.

    Each block is also cut where the other has its edges. Then two cubes that overlap along an axis
    have a common coordinate there, and the distance of two cubes is that of their nearest corners.
    """
    block_1, block_2 = _crop(one, other, reach_um), _crop(other, one, reach_um)
    if block_1 is None or block_2 is None:
        return None
    return _cut(*block_1, block_2[1]), _cut(*block_2, block_1[1])


def _crop(body: Body, other: Body, reach_um: int) -> tuple[Cells, Edges] | None:
    slices, edges = [], []
    for axis in range(3):
        low, count = body.corner_um[axis], body.cells.shape[axis]
        first = max(0, (other.corner_um[axis] - reach_um - low) // body.pitch_um)
        last = min(count, -(-(other.far_um[axis] + reach_um - low) // body.pitch_um))
        if first >= last:
            return None
        slices.append(slice(first, last))
        edges.append(low + body.pitch_um * np.arange(first, last + 1, dtype=np.int64))
    return body.cells[tuple(slices)], tuple(edges)


def _cut(cells: Cells, edges: Edges, others: Edges) -> tuple[Cells, Edges]:
    finer = []
    for axis in range(3):
        mine = edges[axis]
        cuts = others[axis][(others[axis] > mine[0]) & (others[axis] < mine[-1])]
        both = np.union1d(mine, cuts)
        if len(both) > len(mine):
            cells = np.take(cells, np.searchsorted(mine, both[:-1], side="right") - 1, axis=axis)
        finer.append(both)
    return cells, tuple(finer)


def _surface_points(cells: Cells, edges: Edges) -> NDArray[np.int64]:
    """Return the corners (n, 3) in µm of the filled cells that are not buried among them."""
    padded = np.pad(cells, 1)
    touched = np.zeros([count + 1 for count in cells.shape], bool)
    buried = np.ones_like(touched)
    for dx in (slice(None, -1), slice(1, None)):
        for dy in (slice(None, -1), slice(1, None)):
            for dz in (slice(None, -1), slice(1, None)):
                touched |= padded[dx, dy, dz]
                buried &= padded[dx, dy, dz]
    indices = np.nonzero(touched & ~buried)
    return np.stack([line[index] for line, index in zip(edges, indices, strict=True)], axis=1)
