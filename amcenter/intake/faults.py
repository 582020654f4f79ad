"""Where the surface of a mesh is faulty."""

import numpy as np

from amcenter.intake.findings import Place, Spot
from amcenter.intake.tidy import TidyMesh
from amcenter.intake.widths import MOST_RANGES, face_ranges, vector


def faults_of(tidied: TidyMesh) -> Spot | None:
    """Return where edges are open, crowded or twisted; None if there are no such edges."""
    edges = tidied.edges
    if edges.faults == 0:
        return None
    sides = edges.sides
    faulty = (sides != 2) | (edges.balance != 0)
    ends = np.concatenate([edges.low[faulty], edges.high[faulty]])
    points = np.asarray(tidied.mesh.vertices, dtype=np.float64)[ends]
    place = Place(vector(points[0]), vector(points.min(axis=0)), vector(points.max(axis=0)))
    return Spot(place, face_ranges(edges.face[np.repeat(faulty, sides)])[:MOST_RANGES])
