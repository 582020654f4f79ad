"""The same shape with fewer triangles, to look at."""

import fast_simplification
import numpy as np
from numpy.typing import NDArray

from amcenter.intake.previews.clustering import cell_for, clustered
from amcenter.intake.previews.surface import Surface, cleaned

THINNED_FIRST = 5
"""From so many times the wanted triangles on, most are joined by the cells of a grid first: edge
collapses alone would take seconds of a million triangles. A coarser grid leaves visible folds."""
_GROWTH = 1.25


def simpler(surface: Surface, most: int) -> Surface:
    """Return the surface with at most ``most`` triangles; unchanged if it has no more."""
    if surface.triangles <= most:
        return surface
    if surface.triangles > 2 * THINNED_FIRST * most:
        surface = clustered(surface, cell_for(surface, THINNED_FIRST * most))
    if surface.triangles > most:
        surface = cleaned(*_collapsed(surface, most))
    cell_mm = cell_for(surface, most)
    while surface.triangles > most:  # collapses are refused where the surface would fold
        surface = clustered(surface, cell_mm)
        cell_mm *= _GROWTH
    return surface


def _collapsed(surface: Surface, most: int) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    points, faces = fast_simplification.simplify(surface.points, surface.faces, target_count=most)
    return np.asarray(points, np.float64), np.asarray(faces, np.int32)
