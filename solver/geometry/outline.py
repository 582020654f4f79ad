"""Outlines as shapely shapes: turned and placed exactly."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon
from shapely.affinity import translate

from solver.builds import Placement
from solver.shapes import Outline, Polygon, Ring

_QUARTERS = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))


def cos_sin(angle_mdeg: int) -> tuple[float, float]:
    """Return cosine and sine of an angle in thousandths of a degree, exact for quarter turns."""
    quarters, rest = divmod(angle_mdeg % 360_000, 90_000)
    if rest == 0:
        return _QUARTERS[quarters]
    radians = math.radians(angle_mdeg / 1000)
    return math.cos(radians), math.sin(radians)


def turned_points(points: NDArray[np.float64], angle_mdeg: int) -> NDArray[np.float64]:
    """Return points (n, 2) turned about the origin."""
    cos, sin = cos_sin(angle_mdeg)
    return np.asarray(points @ np.array([[cos, sin], [-sin, cos]]))


def polygon_shape(polygon: Polygon) -> shapely.Polygon:
    return shapely.Polygon(polygon.outer, polygon.holes)


def shape(outline: Outline) -> MultiPolygon:
    """Return an outline (µm) in its own frame."""
    return MultiPolygon([polygon_shape(polygon) for polygon in outline.polygons])


def turned(outline: Outline, angle_mdeg: int) -> MultiPolygon:
    """Return an outline (µm) turned about the origin of its frame."""
    return shapely.transform(shape(outline), lambda points: turned_points(points, angle_mdeg))


def placed(outline: Outline, placement: Placement) -> MultiPolygon:
    """Return what a placed piece covers of the platform (µm)."""
    return translate(turned(outline, placement.angle_mdeg), placement.x_um, placement.y_um)


def area_um2(outline: Outline) -> float:
    """Return the area of an outline without its holes, exact below 2^53 µm²."""
    return sum(
        _ring_area_um2(polygon.outer) - sum(_ring_area_um2(hole) for hole in polygon.holes)
        for polygon in outline.polygons
    )


def _ring_area_um2(ring: Ring) -> float:
    twice = sum(
        x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
    )
    return abs(twice) / 2
