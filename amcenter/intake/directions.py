"""Ways in which a part may stand: on its axes, and on the flat faces it would rest on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, QhullError

from amcenter.intake.support import ANGLE_SLACK_DEG

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
_SAME_FACE = np.cos(np.radians(3.0))


@dataclass(frozen=True, slots=True, eq=False)
class Hull:
    """The convex hull: its corners (p, 3), and of its faces the outward normals and areas."""

    points: NDArray[np.float64]
    normals: NDArray[np.float64]
    areas: NDArray[np.float64]


def hull_of(points: NDArray[np.float64]) -> Hull:
    """Return the convex hull of points; a flat cloud has no faces."""
    try:
        hull = ConvexHull(points)
    except QhullError:
        return Hull(points, np.empty((0, 3)), np.empty(0))
    a, b, c = (points[hull.simplices[:, corner]] for corner in range(3))
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    return Hull(points[hull.vertices], np.asarray(hull.equations)[:, :3], areas)


def resting_directions(hull: Hull) -> NDArray[np.float64]:
    """Return the upward directions (k, 3) for standing on the largest faces of the hull."""
    upwards: NDArray[np.float64] = -_merged(hull.normals, hull.areas)
    return upwards


def _merged(normals: NDArray[np.float64], areas: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean normals of the largest groups of nearly parallel faces, largest first."""
    groups: list[tuple[float, NDArray[np.float64]]] = []
    left = np.ones(len(areas), np.bool_)
    while left.any() and len(groups) < MAX_FACES:
        seed = int(np.where(left, areas, -1.0).argmax())
        group = left & (normals @ normals[seed] >= _SAME_FACE)
        mean = (normals[group] * areas[group, None]).sum(axis=0)
        size = float(np.linalg.norm(mean))
        left &= ~group
        left[seed] = False
        if size > 0.0:
            groups.append((float(areas[group].sum()), mean / size))
    groups.sort(key=lambda group: -group[0])
    return np.array([normal for _, normal in groups]).reshape(-1, 3)


def distinct(
    directions: NDArray[np.float64], known: Sequence[tuple[float, float, float]]
) -> NDArray[np.float64]:
    """Return the directions that are not, within 3°, one of the known ones."""
    near = (directions @ np.array(known).T).max(axis=1, initial=-1.0)
    different: NDArray[np.float64] = directions[near < _SAME_FACE]
    return different


def quick_cost(
    hull_points: NDArray[np.float64],
    middles: NDArray[np.float64],
    area_vectors: NDArray[np.float64],
    directions: NDArray[np.float64],
    limit_deg: float,
) -> NDArray[np.float64]:
    """Return a quick cost (k,) per upward direction: support down to the platform, and height.

    ``middles`` (m, 3) and ``area_vectors`` (m, 3) are those of the triangles.

    A first choice among many; those that remain are measured exactly.
    """
    heights = hull_points @ directions.T
    lowest, highest = heights.min(axis=0), heights.max(axis=0)
    steep = np.cos(np.radians(limit_deg - ANGLE_SLACK_DEG))
    support = _support_to_platform(middles, area_vectors, directions, lowest, steep)
    return cost(support, highest - lowest, np.ptp(hull_points, axis=0))


def cost(
    support_mm3: NDArray[np.float64], height_mm: NDArray[np.float64], box_mm: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weigh support (share of the box) and height (share of its diagonal): both cost time."""
    room = max(float(np.prod(box_mm)), 1e-12)
    diagonal = float(np.linalg.norm(box_mm))
    weighed: NDArray[np.float64] = support_mm3 / room + 0.5 * height_mm / diagonal
    return weighed


@njit(cache=True)
def _support_to_platform(
    middles: NDArray[np.float64],
    area_vectors: NDArray[np.float64],
    directions: NDArray[np.float64],
    lowest: NDArray[np.float64],
    steep: float,
) -> NDArray[np.float64]:
    total = np.zeros(len(directions))
    for direction in range(len(directions)):
        dx, dy, dz = directions[direction]
        for face in range(len(middles)):
            ax, ay, az = area_vectors[face]
            up = ax * dx + ay * dy + az * dz
            if up < 0.0 and up * up > steep * steep * (ax * ax + ay * ay + az * az):
                mx, my, mz = middles[face]
                total[direction] -= up * (mx * dx + my * dy + mz * dz - lowest[direction])
    return total
