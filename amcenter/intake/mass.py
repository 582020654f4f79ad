"""Area, volume and centre of mass by summing over triangles (exact for the mesh as it is)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Shells:
    """Per connected shell: signed volume (negative: it faces inwards) and first moment."""

    volume_mm3: NDArray[np.float64]
    moment_mm4: NDArray[np.float64]
    """(k, 3) about the centre of the box."""


def box_centre(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middle of the bounding box; sums about it lose the fewest digits."""
    centre: NDArray[np.float64] = (points.min(axis=0) + points.max(axis=0)) / 2
    return centre


def area_vectors(points: NDArray[np.float64], faces: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return per triangle (m, 3) its outward normal, as long as its area is large (mm²)."""
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    vectors: NDArray[np.float64] = np.cross(b - a, c - a) / 2
    return vectors


def shells_of(
    points: NDArray[np.float64], faces: NDArray[np.int64], shell: NDArray[np.int64]
) -> Shells:
    """Return volume and moment of each shell; ``shell`` (m,) numbers the shell of each triangle.

    Each triangle and the box centre span a tetrahedron: volume ``(a × b)·c / 6``, its own centre of
    mass ``(a + b + c) / 4`` from there.
    """
    a, b, c = (points[faces[:, corner]] - box_centre(points) for corner in range(3))
    volume = np.einsum("ij,ij->i", np.cross(a, b), c) / 6
    moment = volume[:, None] * (a + b + c) / 4
    count = int(shell.max()) + 1
    return Shells(
        volume_mm3=_sum_by(shell, volume, count),
        moment_mm4=np.column_stack([_sum_by(shell, moment[:, i], count) for i in range(3)]),
    )


def _sum_by(
    label: NDArray[np.int64], values: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    return np.bincount(label, values, count).astype(np.float64)
