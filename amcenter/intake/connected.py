"""Which triangles hang together."""

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True)
def shell_of_faces(faces: NDArray[np.int64], points: int) -> tuple[NDArray[np.int64], int]:
    """Return for each triangle (m, 3) the number of its shell, and how many shells there are.

    Triangles that share a point are of one shell. Shells are numbered as they appear.
    """
    parent = np.arange(points)
    for face in range(len(faces)):
        joined = _root(parent, faces[face, 0])
        for corner in (1, 2):
            root = _root(parent, faces[face, corner])
            if root < joined:
                parent[joined] = root
                joined = root
            else:
                parent[root] = joined
    number = np.full(points, -1, np.int64)
    shell = np.empty(len(faces), np.int64)
    shells = 0
    for face in range(len(faces)):
        root = _root(parent, faces[face, 0])
        if number[root] < 0:
            number[root] = shells
            shells += 1
        shell[face] = number[root]
    return shell, shells


@njit(cache=True)
def _root(parent: NDArray[np.int64], point: int) -> int:
    while parent[point] != point:
        parent[point] = parent[parent[point]]  # half the path is gone the next time
        point = parent[point]
    return point
