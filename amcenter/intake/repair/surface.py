"""A mesh under repair: its triangles with the edges between them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amcenter.intake.edges import Edges, edges_of
from amcenter.intake.mass import area_vectors, shells_of


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Points (n, 3) in mm, triangles (m, 3) of three different points each, and their edges."""

    points: NDArray[np.float64]
    faces: NDArray[np.int64]
    edges: Edges

    @property
    def faults(self) -> int:
        return self.edges.faults

    @property
    def corners_mm(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the lowest and the highest corner of the box around the triangles."""
        used = np.zeros(len(self.points), np.bool_)
        used[self.faces] = True
        points = self.points[used]
        return points.min(axis=0), points.max(axis=0)

    @property
    def diagonal_mm(self) -> float:
        low, high = self.corners_mm
        return float(np.linalg.norm(high - low))


def surface_of(points: NDArray[np.float64], faces: NDArray[np.int64]) -> Surface | None:
    """Return the surface without triangles that are only a point or a line; None if none is left.

    What a step of the repair leaves may have such triangles where points were joined.
    """
    a, b, c = faces.T
    kept = faces[(a != b) & (b != c) & (c != a)]
    return Surface(points, kept, edges_of(kept)) if len(kept) else None


def areas_mm2(surface: Surface) -> NDArray[np.float64]:
    """Return the area of each triangle (m,)."""
    areas: NDArray[np.float64] = np.linalg.norm(area_vectors(surface.points, surface.faces), axis=1)
    return areas


def volume_and_area(surface: Surface) -> tuple[float, float]:
    """Return the signed volume (mm³) between the surface and a fixed point, and its area (mm²).

    That is the volume of the part where the surface is closed. Where it is not, it still changes
    by no more than the area times the way that points are moved: the point is the middle of all
    points there are, which stays as long as they do.
    """
    one = np.zeros(len(surface.faces), np.int64)
    whole = shells_of(surface.points, surface.faces, one, 1)
    return float(whole.volume_mm3[0]), float(whole.area_mm2[0])
