"""A bare surface: what previews are made from and made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Triangles by index into points (mm): ``points`` (n, 3) float64, ``faces`` (m, 3) int32."""

    points: NDArray[np.float64]
    faces: NDArray[np.int32]

    @property
    def triangles(self) -> int:
        return len(self.faces)


def cleaned(points: NDArray[np.float64], faces: NDArray[np.int32]) -> Surface:
    """Return a surface without repeated and collapsed triangles and without unused points.

    Its triangles are in order. Of a surface that collapses altogether nothing would remain: it
    stays as it is.
    """
    a, b, c = faces.T
    proper = faces[(a != b) & (b != c) & (c != a)]
    if len(proper) == 0:
        return Surface(points, faces)
    kept = _each_once(proper)
    used = np.zeros(len(points), np.bool_)
    used[kept] = True
    number = np.cumsum(used, dtype=np.int32) - np.int32(1)
    return Surface(points[used], number[kept])


def _each_once(faces: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the different triangles, smallest point first and sorted; their sense is kept."""
    first = faces.argmin(axis=1)
    rows = np.arange(len(faces))
    turned = np.stack([faces[rows, (first + step) % 3] for step in range(3)], axis=1)
    ordered: NDArray[np.int32] = turned[np.lexsort(turned.T[::-1])]
    new = np.ones(len(faces), np.bool_)
    new[1:] = (np.diff(ordered, axis=0) != 0).any(axis=1)
    return ordered[new]
