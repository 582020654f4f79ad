"""Upward directions worth a thought: flat faces to rest on, large walls, and all around."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from amcenter.intake.hull import Hull
from amcenter.intake.mass import area_vectors
from amcenter.intake.normals import NormalGroups, merged

AXES = {
    "z+": (0.0, 0.0, 1.0),
    "z-": (0.0, 0.0, -1.0),
    "x+": (1.0, 0.0, 0.0),
    "x-": (-1.0, 0.0, 0.0),
    "y+": (0.0, 1.0, 0.0),
    "y-": (0.0, -1.0, 0.0),
}
"""The axis of the file that points up; ``z+`` is the part as it was sent."""

MAX_FACES = 24
MAX_WALLS = 12
ALL_AROUND = 128
SMALLEST_SHARE = 0.02
"""Of the area of the hull: more than a strip along a round side, on which a part would roll."""
_SAME_FACE = np.cos(np.radians(3.0))


def resting_directions(hull: Hull) -> NDArray[np.float64]:
    """Return the upward directions (k, 3) for standing on the largest faces of a hull."""
    faces = merged(area_vectors(hull.corners, hull.faces))
    smallest_mm2 = SMALLEST_SHARE * np.linalg.norm(faces, axis=1).sum()
    upwards: NDArray[np.float64] = -_largest(faces, MAX_FACES, smallest_mm2)
    return upwards


def wall_directions(groups: NormalGroups) -> NDArray[np.float64]:
    """Return the directions (k, 3) in which the largest walls face, and the opposite ones."""
    walls = _largest(groups.vector, MAX_WALLS, 0.0)
    return np.concatenate([walls, -walls])


def all_around(count: int = ALL_AROUND) -> NDArray[np.float64]:
    """Return directions (count, 3) spread evenly over the sphere: the lattice of Fibonacci.

    González 2010, doi:10.1007/s11004-009-9257-x.
    """
    place = np.arange(count) + 0.5
    z = 1.0 - 2.0 * place / count
    angle = np.pi * (3.0 - np.sqrt(5.0)) * place
    radius = np.sqrt(1.0 - z * z)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle), z])


def distinct(
    directions: NDArray[np.float64],
    known: NDArray[np.float64] | Sequence[tuple[float, float, float]],
) -> NDArray[np.float64]:
    """Return the directions that are not, within 3°, one of the known ones."""
    near = (directions @ np.asarray(known).reshape(-1, 3).T).max(axis=1, initial=-1.0)
    different: NDArray[np.float64] = directions[near < _SAME_FACE]
    return different


def _largest(vectors: NDArray[np.float64], most: int, smallest_mm2: float) -> NDArray[np.float64]:
    """Return the mean directions of the largest groups of nearly parallel faces, largest first.

    ``vectors`` (k, 3) are normals as long as their faces are large.
    """
    areas = np.linalg.norm(vectors, axis=1)
    groups: list[tuple[float, NDArray[np.float64]]] = []
    left = areas > 0.0
    normals = vectors[left] / areas[left, None]
    vectors, areas, left = vectors[left], areas[left], left[left]
    while left.any() and len(groups) < most:
        seed = int(np.where(left, areas, -1.0).argmax())
        group = left & (normals @ normals[seed] >= _SAME_FACE)
        total = vectors[group].sum(axis=0)
        left &= ~group
        groups.append((float(areas[group].sum()), total / np.linalg.norm(total)))
    groups.sort(key=lambda group: -group[0])
    large = [normal for area, normal in groups if area >= smallest_mm2]
    return np.array(large).reshape(-1, 3)
