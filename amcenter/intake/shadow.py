"""The exact shadow of a mesh on the platform."""

import numpy as np
import shapely
from manifold3d import CrossSection
from numba import njit
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from amcenter.intake.edges import Edges
from amcenter.intake.slabs import positive

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
    tails, heads = _contour(
        edges.low, edges.high, edges.start, edges.face, edges.sense, facing, closed
    )
    if len(tails) == 0:
        return MultiPolygon()
    order, ends = _loops(tails, heads, len(points))
    corners = points[tails[order], :2]
    scale = _scale(corners)
    united = _polygons(positive(corners * scale, ends))
    return _valid(shapely.transform(united, lambda xy: xy / scale))


@njit(cache=True)
def _contour(
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    start: NDArray[np.int64],
    face: NDArray[np.int64],
    sense: NDArray[np.int8],
    facing: NDArray[np.int8],
    closed: bool,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the directed edges that do not cancel begin and end."""
    tails, heads = np.empty(len(face), np.int64), np.empty(len(face), np.int64)
    found = 0
    for edge in range(len(low)):
        end = start[edge + 1] if edge + 1 < len(start) else len(face)
        net = 0
        for side in range(start[edge], end):
            up = facing[face[side]]
            net += 0 if closed and up < 0 else sense[side] * up
        for _ in range(abs(net)):
            tails[found], heads[found] = low[edge], high[edge]
            if net < 0:
                tails[found], heads[found] = high[edge], low[edge]
            found += 1
    return tails[:found].copy(), heads[:found].copy()


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


def _scale(corners: NDArray[np.float64]) -> float:
    """Return a power of two that makes small shapes about 1000 large.

    Clipper rounds to 1e-8 whatever the size, and multiplying by such a number loses no digit.
    """
    size = float(np.ptp(corners, axis=0).max())
    return float(2.0 ** max(np.floor(np.log2(1000.0 / size)), 0.0)) if size > 0.0 else 1.0


def _valid(shape: MultiPolygon) -> MultiPolygon:
    """Return the same where rounding its corners has let sides touch or cross."""
    if shape.is_valid:
        return shape
    parts = shapely.get_parts(shapely.make_valid(shape, method="structure", keep_collapsed=False))
    return MultiPolygon([part for part in parts if isinstance(part, Polygon)])
