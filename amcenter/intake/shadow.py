"""The exact shadow of a mesh on the platform."""

import numpy as np
from manifold3d import CrossSection, FillRule
from numba import njit
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from amcenter.intake.edges import Edges

# trimesh's ``projected`` and manifold3d's ``project`` are wrong on some real files (silently), a
# union of all triangles is right but a hundred times slower.


def shadow(
    points: NDArray[np.float64], facing: NDArray[np.int8], edges: Edges, *, closed: bool
) -> MultiPolygon:
    """Return what the mesh covers seen along z: the points that some triangle lies over.

    ``facing`` (m,) is +1 for triangles that look up, -1 for those that look down, 0 for edge-on.

    Turn every triangle to face upwards (of a closed mesh, take only those that do): the surface
    goes round a point of the plane as often as triangles lie over it. So it is enough to unite,
    counting turns, the loops of edges between triangles that do not cancel each other.
    """
    flat = points[:, :2]
    weight = np.maximum(facing, 0) if closed else facing
    net = np.add.reduceat(edges.sense * weight[edges.face], edges.start, dtype=np.int64)
    forth, back = np.maximum(net, 0), np.maximum(-net, 0)
    tails = np.concatenate([np.repeat(edges.low, forth), np.repeat(edges.high, back)])
    heads = np.concatenate([np.repeat(edges.high, forth), np.repeat(edges.low, back)])
    if len(tails) == 0:
        return MultiPolygon()
    order, ends = _loops(tails, heads, len(points))
    corners = np.split(flat[tails[order]], ends[:-1])
    contours = [loop for loop in corners if len(loop) >= 3]
    return _polygons(CrossSection(contours, FillRule.Positive))


@njit(cache=True)
def _loops(
    tails: NDArray[np.int64], heads: NDArray[np.int64], points: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Chain directed edges to loops: their order, and where in it each loop ends.

    As many edges arrive at each point as leave it, so every walk comes back to its beginning.
    """
    first = np.zeros(points + 1, np.int64)
    for edge in range(len(tails)):
        first[tails[edge] + 1] += 1
    first = np.cumsum(first)
    leaving = np.empty(len(tails), np.int64)
    filled = first[:-1].copy()
    for edge in range(len(tails)):
        leaving[filled[tails[edge]]] = edge
        filled[tails[edge]] += 1
    used = first[:-1].copy()
    order = np.empty(len(tails), np.int64)
    ends = np.empty(len(tails), np.int64)
    done = loops = 0
    for begin in range(len(tails)):
        point = tails[begin]
        while used[point] < first[point + 1]:
            edge = leaving[used[point]]
            used[point] += 1
            order[done] = edge
            done += 1
            point = heads[edge]
        if loops == 0 or ends[loops - 1] < done:
            ends[loops] = done
            loops += 1
    return order, ends[:loops].copy()


def _polygons(section: CrossSection) -> MultiPolygon:
    """Return disjoint polygons; of each part of the section the outer ring runs anticlockwise."""
    polygons = []
    for part in section.decompose():
        rings = [Polygon(ring) for ring in part.to_polygons()]
        if not rings:
            continue
        outer = max(rings, key=lambda ring: ring.area)
        holes = [ring.exterior for ring in rings if ring is not outer]
        polygons.append(Polygon(outer.exterior, holes))
    return MultiPolygon(polygons)
