"""Closing gaps between points that were meant to be the same."""

import numpy as np

from amcenter.intake.repair.surface import Surface, surface_of
from amcenter.intake.weld import snap


def with_seams_closed(surface: Surface, within_mm: float) -> tuple[Surface | None, int]:
    """Return the surface with open points joined that lie near each other, and how many moved.

    Points in a row, each near the next, would all become one: where a point would move further
    than ``within_mm`` (that is fine detail, not a seam) nothing is done at all.
    """
    if surface.edges.open == 0:
        return surface, 0
    index = snap(surface.points, surface.edges.open_points, within_mm)
    if index is None:
        return surface, 0
    way = np.linalg.norm(surface.points - surface.points[index], axis=1)
    if float(way.max()) > within_mm:
        return surface, 0
    moved = int((index != np.arange(len(index))).sum())
    return surface_of(surface.points, index[surface.faces]), moved
