"""Outlines: simple polygons that contain a shadow, with few corners, never a hair too small."""

import shapely
from shapely import MultiPolygon, Polygon

Ring = tuple[tuple[float, float], ...]


MAX_CORNERS = 300
FIRST_TOLERANCE_MM = 0.02
LAST_TOLERANCE_MM = 1.5
SMALLEST_ROOM_MM = 3.0
"""A hole in which not even a disc of this radius fits is filled: no piece will ever stand in it."""


def outline_around(shape: MultiPolygon) -> MultiPolygon:
    """Return disjoint polygons that contain ``shape`` and have at most ``MAX_CORNERS`` corners.

    They are as tight as that allows: the tolerance grows until the corners are few enough, then
    holes are filled, and the last resort is the convex hull.
    """
    roomy = _without_narrow_holes(shape)
    tolerance = FIRST_TOLERANCE_MM
    while tolerance <= LAST_TOLERANCE_MM:
        for candidate in (_around(roomy, tolerance), _around(_filled(roomy), 2 * tolerance)):
            if _corners(candidate) <= MAX_CORNERS and _contains(candidate, shape):
                return candidate
        tolerance *= 2
    return _hull(shape)


def rings_of(shape: MultiPolygon) -> tuple[tuple[Ring, ...], ...]:
    """Return each polygon as its rings (mm), the outer one first; no point is repeated."""
    return tuple(
        tuple(
            tuple((float(x), float(y)) for x, y in ring.coords[:-1])
            for ring in (polygon.exterior, *polygon.interiors)
        )
        for polygon in shape.geoms
    )


def polygons_of(rings: tuple[tuple[Ring, ...], ...]) -> MultiPolygon:
    """Return the polygons of their rings; the opposite of ``rings_of``."""
    return MultiPolygon([Polygon(outer, holes) for outer, *holes in rings])


def _around(shape: MultiPolygon, tolerance_mm: float) -> MultiPolygon:
    """Grow by the tolerance, then cut corners by less than that."""
    grown = shape.buffer(1.05 * tolerance_mm, quad_segs=2)
    return _polygons(grown.simplify(0.95 * tolerance_mm))


def _without_narrow_holes(shape: MultiPolygon) -> MultiPolygon:
    def roomy(hole: Polygon) -> bool:
        return not hole.buffer(-SMALLEST_ROOM_MM).is_empty

    polygons = [
        Polygon(polygon.exterior, [hole for hole in polygon.interiors if roomy(Polygon(hole))])
        for polygon in shape.geoms
    ]
    return _polygons(shapely.union_all(polygons))


def _filled(shape: MultiPolygon) -> MultiPolygon:
    return _polygons(shapely.union_all([Polygon(polygon.exterior) for polygon in shape.geoms]))


def _hull(shape: MultiPolygon) -> MultiPolygon:
    hull = shape.buffer(2 * LAST_TOLERANCE_MM, quad_segs=4).convex_hull
    return _polygons(hull.simplify(LAST_TOLERANCE_MM))


def _polygons(shape: shapely.Geometry) -> MultiPolygon:
    parts = shapely.get_parts(shape)
    return MultiPolygon([part for part in parts if isinstance(part, Polygon) and not part.is_empty])


def _corners(shape: MultiPolygon) -> int:
    return int(shapely.get_num_coordinates(shape))


def _contains(candidate: MultiPolygon, shape: MultiPolygon) -> bool:
    return bool(candidate.is_valid and candidate.covers(shape))
