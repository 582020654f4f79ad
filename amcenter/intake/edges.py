"""The edges of a mesh with the triangles on both their sides."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

_SHORT_BUCKET = 48
"""Up to here an insertion sort is the fastest. A fan of a million triangles needs another one, and
not numba's own: its quicksort takes quadratic time on the sides of a fan."""


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Every edge once, with its sides (one per triangle corner pair) in one stretch.

    ``low`` and ``high`` (e,) are its points, ``start`` (e,) where its sides begin. Per side:
    ``face`` (3m,) the triangle and ``sense`` (3m,) +1 if that runs from low to high, else -1.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    start: NDArray[np.int64]
    face: NDArray[np.int64]
    sense: NDArray[np.int8]
    open: int
    """Edges with one side only."""
    crowded: int
    """Edges with more than two sides (non-manifold)."""
    twisted: int
    """Edges whose two sides run the same way: neighbours that face opposite ways."""
    unbalanced: int
    """Edges with more sides one way than the other; none: the surface is closed."""

    @property
    def sides(self) -> NDArray[np.int64]:
        """How many triangle sides lie on each edge (two on a proper one)."""
        return np.diff(self.start, append=len(self.face))

    @property
    def balance(self) -> NDArray[np.int64]:
        """How many more sides run forwards than backwards."""
        return np.add.reduceat(self.sense, self.start, dtype=np.int64)

    @property
    def faults(self) -> int:
        return self.open + self.crowded + self.twisted

    @property
    def open_points(self) -> NDArray[np.int64]:
        alone = self.sides == 1
        return np.unique(np.concatenate([self.low[alone], self.high[alone]]))


def edges_of(faces: NDArray[np.int64]) -> Edges:
    """Return the edges of triangles (m, 3), each with three different points.

    They come sorted by ``low``, then ``high``; the sides of one by their triangles.
    """
    return Edges(*_edges_of_sides(*_sides_by_low_point(faces, int(faces.max()) + 1)))


# A side is one number: its high point, then its place in ``faces``, then whether it runs from low
# to high. So a sorted bucket of sides has equal edges side by side, in the order of triangles.
@njit(cache=True)
def _sides_by_low_point(
    faces: NDArray[np.int64], points: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    first = np.zeros(points + 2, np.int32)
    for face in range(len(faces)):
        a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
        first[min(a, b) + 2] += 1
        first[min(b, c) + 2] += 1
        first[min(c, a) + 2] += 1
    for point in range(2, points + 2):
        first[point] += first[point - 1]
    bucketed = np.empty(3 * len(faces), np.int64)
    side = 0
    for face in range(len(faces)):
        a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
        for tail, head in ((a, b), (b, c), (c, a)):
            low, high, forwards = (tail, head, 1) if tail < head else (head, tail, 0)
            bucketed[first[low + 1]] = (high << 32) | (side << 1) | forwards
            first[low + 1] += 1
            side += 1
    return bucketed, first[:-1]


@njit(cache=True)
def _edges_of_sides(
    side: NDArray[np.int64], first: NDArray[np.int32]
) -> tuple[
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int8],
    int,
    int,
    int,
    int,
]:
    """Sort each bucket of sides, in place, and tell its edges."""
    low = np.empty(len(side), np.int64)
    high, start, face = np.empty_like(low), np.empty_like(low), np.empty_like(low)
    sense = np.empty(len(side), np.int8)
    edges = open_ = crowded = twisted = unbalanced = 0
    for point in range(len(first) - 1):
        at, end = first[point], first[point + 1]
        _sort(side, at, end)
        while at < end:
            begin, other, balance = at, side[at] >> 32, 0
            while at < end and side[at] >> 32 == other:
                way = (side[at] & 1) * 2 - 1
                face[at] = ((side[at] & 0xFFFFFFFF) >> 1) // 3
                sense[at] = way
                balance += way
                at += 1
            low[edges], high[edges], start[edges] = point, other, begin
            edges += 1
            if at - begin != 2 or balance != 0:
                open_ += at - begin == 1
                crowded += at - begin > 2
                twisted += at - begin == 2
                unbalanced += balance != 0
    return (
        low[:edges],
        high[:edges],
        start[:edges],
        face,
        sense,
        open_,
        crowded,
        twisted,
        unbalanced,
    )


@njit(cache=True)
def _sort(values: NDArray[np.int64], begin: int, end: int) -> None:
    if end - begin > _SHORT_BUCKET:
        long = values[begin:end].copy()
        values[begin:end] = long[np.argsort(long, kind="mergesort")]
        return
    for at in range(begin + 1, end):
        value, gap = values[at], at
        while gap > begin and values[gap - 1] > value:
            values[gap] = values[gap - 1]
            gap -= 1
        values[gap] = value
