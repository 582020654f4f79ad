"""The edges of a mesh with the triangles on both their sides."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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

    @property
    def sides(self) -> NDArray[np.int64]:
        """How many triangle sides lie on each edge (two on a proper one)."""
        return np.diff(self.start, append=len(self.face))

    @property
    def balance(self) -> NDArray[np.int64]:
        """How many more sides run forwards than backwards; all zero: the surface is closed."""
        return np.add.reduceat(self.sense, self.start, dtype=np.int64)

    @property
    def open(self) -> int:
        """Edges with one side only."""
        return int((self.sides == 1).sum())

    @property
    def crowded(self) -> int:
        """Edges with more than two sides (non-manifold)."""
        return int((self.sides > 2).sum())

    @property
    def twisted(self) -> int:
        """Edges whose two sides run the same way: neighbours that face opposite ways."""
        return int(((self.sides == 2) & (self.balance != 0)).sum())

    @property
    def faults(self) -> int:
        return self.open + self.crowded + self.twisted

    @property
    def open_points(self) -> NDArray[np.int64]:
        alone = self.sides == 1
        return np.unique(np.concatenate([self.low[alone], self.high[alone]]))


def edges_of(faces: NDArray[np.int64]) -> Edges:
    """Return the edges of triangles (m, 3), each with three different points."""
    tail = faces.ravel()
    head = np.roll(faces, -1, axis=1).ravel()
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    # Point numbers stay far below 2^31, so a pair of them is one sortable number.
    key = (low << 32) | high
    order = np.argsort(key)
    key = key[order]
    start = np.flatnonzero(np.diff(key, prepend=-1))
    return Edges(
        low=key[start] >> 32,
        high=key[start] & 0xFFFFFFFF,
        start=start,
        face=order // 3,
        sense=np.where(tail[order] == low[order], 1, -1).astype(np.int8),
    )
