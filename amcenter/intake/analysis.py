"""What is measured on a part, whichever way it stands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amcenter.intake.genus import handles
from amcenter.intake.hull import hull_of
from amcenter.intake.mass import box_centre, box_of, principal_inertia_mm5
from amcenter.intake.minimal_box import MinimalBox, minimal_box
from amcenter.intake.tidy import TidyMesh
from amcenter.intake.union import union_of

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
    open_shells: int
    """Connected surfaces with a hole or a fold; their volume is unknown."""
    cavities: int | None
    cavity_volume_mm3: float | None
    genus: int | None
    """Holes that go right through, of all bodies together; None also where edges are crowded."""
    volume_mm3: float | None
    """Where bodies overlap, their common room counts for each of them."""
    volume_union_mm3: float | None
    """With that room counted once; None also where it is too much work to find out."""
    bodies_overlap: bool | None
    hull_volume_mm3: float
    """Of the convex hull, so of an open surface more than it can enclose."""
    area_mm2: float
    box_mm: Vector
    minimal_box: MinimalBox
    """The arbitrarily oriented bounding box of ISO/ASTM 52921 with the least volume."""
    centre_of_mass_mm: Vector | None
    """In the axes of the file."""
    principal_inertia_mm5: Vector | None
    """About the axes through the centre of mass; times the density it is in g·mm² and so on."""
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
    known, shells, cavity, edges = tidied.closed, tidied.shells, tidied.cavity, tidied.edges
    volume = float(shells.volume_mm3.sum())
    solid = known and volume > 0
    centre = box_centre(points) + shells.moment_mm4.sum(axis=0) / volume if solid else None
    union = union_of(tidied) if known else None
    hull = hull_of(points)
    low, high = box_of(points)
    return PartAnalysis(
        triangles=len(faces),
        points=len(points),
        solids=tidied.solids,
        watertight=known,
        bodies=int((~cavity).sum()),
        open_shells=0 if known else _open_shells(tidied),
        cavities=int(cavity.sum()) if known else None,
        cavity_volume_mm3=-float(shells.volume_mm3[cavity].sum()) + 0.0 if known else None,
        genus=handles(faces, edges, len(points), len(cavity)) if known else None,
        volume_mm3=volume if known else None,
        volume_union_mm3=None if union is None else union.volume_mm3,
        bodies_overlap=None if union is None else union.overlapping,
        hull_volume_mm3=0.0 if hull is None else hull.volume_mm3,
        area_mm2=float(shells.area_mm2.sum()),
        box_mm=_vector(high - low),
        minimal_box=minimal_box(points, hull),
        centre_of_mass_mm=None if centre is None else _vector(centre),
        principal_inertia_mm5=(
            None if centre is None else _vector(principal_inertia_mm5(points, faces, centre))
        ),
        turned_shells=tidied.turned,
        degenerate_triangles=tidied.degenerate,
        repeated_triangles=tidied.repeated,
        open_edges=edges.open,
        crowded_edges=edges.crowded,
        twisted_edges=edges.twisted,
        snapped=tidied.snapped,
    )


def _open_shells(tidied: TidyMesh) -> int:
    """Return how many shells have an edge that is not balanced."""
    edges = tidied.edges
    faulty = edges.face[edges.start[edges.balance != 0]]
    return len(np.unique(tidied.shell[faulty]))


def _vector(values: NDArray[np.float64]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
