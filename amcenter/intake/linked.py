"""Which bodies of a file come apart, and which may be linked and so have to stay together."""

import numpy as np
import shapely
from manifold3d import Manifold
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import ConvexHull, QhullError
from shapely import MultiPolygon

from amcenter.intake.bodies import Bodies
from amcenter.intake.boxes import boxes_overlapping
from amcenter.intake.edges import edges_of
from amcenter.intake.shadow import shadow

TOUCHING_MM = 1e-3
"""Bodies nearer than this are built as one."""
MAX_TESTS = 100
"""Pairs of bodies in each other's box; what is left untested stays together."""


def groups_of(bodies: Bodies) -> NDArray[np.int64]:
    """Return for each body (b,) the number of its group; groups come apart from each other.

    Two bodies come apart if a gap can be seen between their convex hulls, or between their shadows
    along an axis: then one can be drawn out along it. Chain links, a ball in a cage and a nut on
    its bolt show no such gap. A pair that only another motion would separate is not recognised:
    bodies stay together too often rather than once too seldom.
    """
    one, other = boxes_overlapping(bodies.low - TOUCHING_MM, bodies.high + TOUCHING_MM)
    linked = np.ones(len(one), np.bool_)
    seen = _Looks(bodies)
    for pair in range(min(len(one), MAX_TESTS)):
        linked[pair] = not seen.apart(int(one[pair]), int(other[pair]))
    joined = coo_array(
        (np.ones(int(linked.sum())), (one[linked], other[linked])),
        shape=(len(bodies), len(bodies)),
    )
    groups = connected_components(joined, directed=False)[1]
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)


class _Looks:
    """Hulls and shadows of bodies, each made when first needed."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self._hulls: dict[int, Manifold] = {}
        self._shadows: dict[tuple[int, int], MultiPolygon] = {}

    def apart(self, one: int, other: int) -> bool:
        gap_mm = self._hull(one).min_gap(self._hull(other), 2 * TOUCHING_MM)
        if gap_mm > TOUCHING_MM:
            return True
        return any(
            shapely.distance(self._shadow(one, axis), self._shadow(other, axis)) > TOUCHING_MM
            for axis in range(3)
        )

    def _hull(self, body: int) -> Manifold:
        if body not in self._hulls:
            corners = np.unique(self._bodies.faces[self._bodies.body == body])
            self._hulls[body] = Manifold.hull_points(_extreme(self._bodies.points[corners]))
        return self._hulls[body]

    def _shadow(self, body: int, axis: int) -> MultiPolygon:
        if (body, axis) not in self._shadows:
            points = np.roll(self._bodies.points, 2 - axis, axis=1)
            faces = self._bodies.faces[self._bodies.body == body]
            self._shadows[body, axis] = shadow(
                points, _looking_up(points, faces), edges_of(faces), closed=True
            )
        return self._shadows[body, axis]


def _extreme(points: NDArray[np.float64]) -> NDArray[np.float64]:
    try:
        return np.asarray(points[ConvexHull(points).vertices])
    except QhullError:  # thinner than a rounding error
        return points


def _looking_up(points: NDArray[np.float64], faces: NDArray[np.int64]) -> NDArray[np.int8]:
    a, b, c = (points[faces[:, corner], :2] for corner in range(3))
    u, v = b - a, c - a
    return np.sign(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]).astype(np.int8)
