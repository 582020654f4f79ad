"""How many handles closed surfaces have."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.edges import Edges


def handles(faces: NDArray[np.int64], edges: Edges, points: int, shells: int) -> int | None:
    """Return the genus of closed shells together: how many holes go right through them.

    Euler & Poincaré: points - edges + triangles = 2 · shells - 2 · genus. That holds where every
    edge has two sides and the triangles round a point are one fan; None is returned elsewhere.
    """
    if edges.faults or edges.unbalanced:
        return None
    face = edges.face.reshape(-1, 2)
    if _fans(faces, edges.low, edges.high, face) != points:
        return None
    return shells - (points - len(edges.low) + len(faces)) // 2


@njit(cache=True)
def _fans(
    faces: NDArray[np.int64],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    face: NDArray[np.int64],
) -> int:
    """Return into how many fans the corners of the triangles join over the edges."""
    parent = np.arange(faces.size)
    fans = faces.size
    for edge in range(len(low)):
        for point in (low[edge], high[edge]):
            first = _root(parent, _corner(faces, face[edge, 0], point))
            second = _root(parent, _corner(faces, face[edge, 1], point))
            if first != second:
                parent[max(first, second)] = min(first, second)
                fans -= 1
    return fans


@njit(cache=True)
def _corner(faces: NDArray[np.int64], face: int, point: int) -> int:
    for corner in range(2):
        if faces[face, corner] == point:
            return 3 * face + corner
    return 3 * face + 2


@njit(cache=True)
def _root(parent: NDArray[np.int64], corner: int) -> int:
    while parent[corner] != corner:
        parent[corner] = parent[parent[corner]]
        corner = parent[corner]
    return corner
