"""The step from millimetres to the solver's whole micrometres, outwards."""

from collections.abc import Sequence

import shapely
from shapely import MultiPolygon, Polygon

from amcenter.intake.outline import Ring, polygons_of
from solver.shapes import Outline
from solver.shapes import Polygon as SolverPolygon
from solver.shapes import Ring as SolverRing

UM_PER_MM = 1000


def to_solver_outline(rings_mm: Sequence[Sequence[Ring]]) -> tuple[Outline, tuple[int, int]]:
    """Return an outline in µm that contains the given one, and where its corner lay (µm).

    The outline begins at (0, 0); the offset added to it gives the place in the frame of the rings.
    """
    exact = shapely.transform(
        polygons_of(tuple(tuple(rings) for rings in rings_mm)), lambda xy: xy * UM_PER_MM
    )
    whole = _rounded_outwards(exact)
    left, low = (round(value) for value in whole.bounds[:2])
    polygons = tuple(
        SolverPolygon(
            _moved(polygon.exterior, left, low),
            tuple(_moved(hole, left, low) for hole in polygon.interiors),
        )
        for polygon in whole.geoms
    )
    return Outline(polygons), (left, low)


def _rounded_outwards(exact: MultiPolygon) -> MultiPolygon:
    """Return polygons on whole numbers that cover ``exact``.

    Rounding moves a corner by up to 0.71; growing by a little more first keeps everything inside.
    Sharp corners and filled slits may need more than one try.
    """
    for grow in (1.5, 3.0, 6.0, 12.0):
        grown = exact.buffer(grow, join_style="mitre", mitre_limit=2.0)
        snapped = shapely.set_precision(grown, 1.0)
        parts = [part for part in shapely.get_parts(snapped) if isinstance(part, Polygon)]
        whole = MultiPolygon([part for part in parts if not part.is_empty])
        if whole.is_valid and whole.covers(exact):
            return whole
    hull = shapely.set_precision(exact.convex_hull.buffer(1.5, join_style="mitre"), 1.0)
    assert isinstance(hull, Polygon), "an outline must not be empty"
    assert hull.covers(exact), "a hull must cover its shape"
    return MultiPolygon([hull])


def _moved(ring: shapely.LinearRing, left: int, low: int) -> SolverRing:
    return tuple((round(x) - left, round(y) - low) for x, y in ring.coords[:-1])
