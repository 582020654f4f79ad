"""What is measured on a part, whichever way it stands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, QhullError

from amcenter.intake.mass import area_vectors, box_centre
from amcenter.intake.tidy import TidyMesh

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class PartAnalysis:
    """A part in numbers (mm, mm², mm³).

    What only a closed surface has is None where the surface is not closed: unknown, not zero.
    """

    triangles: int
    points: int
    solids: int
    """Solids, objects or instances that the file names."""
    watertight: bool
    """Every edge has as many sides running forwards as backwards, and nothing is there twice."""
    bodies: int
    cavities: int | None
    cavity_volume_mm3: float | None
    volume_mm3: float | None
    """Where bodies overlap, their common room counts for each of them."""
    hull_volume_mm3: float
    """Of the convex hull, so of an open surface more than it can enclose."""
    area_mm2: float
    box_mm: Vector
    centre_of_mass_mm: Vector | None
    """In the axes of the file."""
    turned_shells: int
    """Shells that were inside out and have been turned."""
    degenerate_triangles: int
    """Left out: they have no three different points."""
    repeated_triangles: int
    open_edges: int
    crowded_edges: int
    twisted_edges: int
    snapped: bool
    """Seams narrower than a rounding error were closed."""


def analyse(tidied: TidyMesh) -> PartAnalysis:
    """Measure a tidied mesh; it is not changed."""
    points = np.asarray(tidied.mesh.vertices, dtype=np.float64)
    faces = np.asarray(tidied.mesh.faces, dtype=np.int64)
    known, shells, cavity = tidied.closed, tidied.shells, tidied.cavity
    volume = float(shells.volume_mm3.sum())
    return PartAnalysis(
        triangles=len(faces),
        points=len(points),
        solids=tidied.solids,
        watertight=known,
        bodies=int((~cavity).sum()),
        cavities=int(cavity.sum()) if known else None,
        cavity_volume_mm3=-float(shells.volume_mm3[cavity].sum()) + 0.0 if known else None,
        volume_mm3=volume if known else None,
        hull_volume_mm3=_hull_volume_mm3(points),
        area_mm2=float(np.linalg.norm(area_vectors(points, faces), axis=1).sum()),
        box_mm=_vector(np.ptp(points, axis=0)),
        centre_of_mass_mm=(
            _vector(box_centre(points) + shells.moment_mm4.sum(axis=0) / volume)
            if known and volume > 0
            else None
        ),
        turned_shells=tidied.turned,
        degenerate_triangles=tidied.degenerate,
        repeated_triangles=tidied.repeated,
        open_edges=tidied.edges.open,
        crowded_edges=tidied.edges.crowded,
        twisted_edges=tidied.edges.twisted,
        snapped=tidied.snapped,
    )


def _hull_volume_mm3(points: NDArray[np.float64]) -> float:
    try:
        return float(ConvexHull(points).volume)
    except QhullError:  # a flat cloud has no room inside
        return 0.0


def _vector(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
