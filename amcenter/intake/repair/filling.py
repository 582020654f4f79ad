"""Filling holes, as long as they are small against the body that they are in."""

from dataclasses import dataclass

import numpy as np
from manifold3d import triangulate
from numpy.typing import NDArray

from amcenter.intake.connected import shell_of_faces
from amcenter.intake.edges import Edges
from amcenter.intake.repair.curved import MAX_CORNERS, least_area
from amcenter.intake.repair.loops import hole_loops
from amcenter.intake.repair.rims import Opening, Rim, openings_of, rim_of
from amcenter.intake.repair.surface import Surface, areas_mm2, surface_of

MOST_FILLED_SHARE = 0.2
"""Of the finished surface of a body. A box without its lid (one face of six) is still filled; what
lacks more, such as half a ball or a lone sheet, was hardly meant as a body."""
MAX_HOLES = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Filling:
    """A surface after filling: how many holes, and the area that was made up."""

    surface: Surface
    holes: int
    area_mm2: float


def with_holes_filled(surface: Surface) -> Filling | None:
    """Return the surface with its small holes filled; None if there is nothing to fill."""
    loops = hole_loops(surface.edges, len(surface.points))
    if not 0 < len(loops) <= MAX_HOLES:
        return None
    patches = _patches(surface, loops)
    if not patches:
        return None
    added = np.concatenate(patches)
    hole = np.repeat(np.arange(len(patches)), [len(patch) for patch in patches])
    whole = surface_of(surface.points, np.concatenate([surface.faces, added]))
    if whole is None or len(whole.faces) != len(surface.faces) + len(added):
        return None
    areas = areas_mm2(whole)
    small = _small_enough(whole, areas, len(added))
    filled = surface_of(surface.points, np.concatenate([surface.faces, added[small]]))
    if filled is None or not small.any():
        return None
    return Filling(
        filled, len(np.unique(hole[small])), float(areas[len(surface.faces) :][small].sum())
    )


def _small_enough(whole: Surface, areas: NDArray[np.float64], added: int) -> NDArray[np.bool_]:
    """Return for each added triangle, which come last, whether its body may be filled."""
    shell, _ = shell_of_faces(whole.faces, len(whole.points))
    made_up = areas.copy()
    made_up[: len(areas) - added] = 0.0
    share = np.bincount(shell, made_up) / np.bincount(shell, areas)
    return np.asarray(share <= MOST_FILLED_SHARE)[shell[len(areas) - added :]]


def _patches(surface: Surface, loops: list[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    """Return the triangles for each opening that can be filled."""
    rims = [rim_of(surface.points, loop) for loop in loops]
    flat = openings_of(surface.points, [rim for rim in rims if rim.flat])
    curved = [rim for rim in rims if not rim.flat and len(rim.loop) <= MAX_CORNERS]
    found = [
        *(_flat_patch(opening) for opening in flat),
        *(_curved_patch(surface, rim) for rim in curved),
    ]
    return [patch for patch in found if len(patch)]


def _flat_patch(opening: Opening) -> NDArray[np.int64]:
    corners = np.concatenate(opening.loops)
    triangles = np.asarray(triangulate(list(opening.flat)), np.int64)
    return corners[triangles] if len(triangles) else np.empty((0, 3), np.int64)


def _curved_patch(surface: Surface, rim: Rim) -> NDArray[np.int64]:
    forbidden = _joined(surface.edges, rim.loop)
    return rim.loop[least_area(surface.points[rim.loop], forbidden)]


def _joined(edges: Edges, loop: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which pairs of points of a loop the mesh has an edge between."""
    one, other = np.meshgrid(loop, loop, indexing="ij")
    pairs = np.minimum(one, other) << 32 | np.maximum(one, other)
    return np.isin(pairs, edges.low << 32 | edges.high)
