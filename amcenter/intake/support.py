"""How much support a part needs as it stands: the empty room below its steep undersides."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.columns import columns_of

CELLS_ALONG = 256
FINEST_CELL_MM = 0.05
PLATE_MM = 0.01
"""What is closer to the platform than this stands on it."""
ANGLE_SLACK_DEG = 0.5
"""Faces at the limit itself (45° lattices) must not flip with the last digit."""


@dataclass(frozen=True, slots=True)
class Support:
    """Room to fill with support, area that rests on it, area that stands on the platform."""

    volume_mm3: float
    area_mm2: float
    contact_mm2: float


def support_of(
    points: NDArray[np.float64],
    faces: NDArray[np.int64],
    area_vectors: NDArray[np.float64],
    limit_deg: float,
) -> Support:
    """Return the support of a mesh whose box begins at (0, 0, 0), platform at z = 0.

    Faces that look down and are flatter than ``limit_deg`` from the horizontal need it; it reaches
    down to the platform or to the part below. Exact but for the grid (256 cells along the part).
    """
    length = np.linalg.norm(area_vectors, axis=1)
    steep = area_vectors[:, 2] < -length * np.cos(np.radians(limit_deg - ANGLE_SLACK_DEG))
    raised = points[:, 2] >= PLATE_MM
    grounded = ~(raised[faces[:, 0]] | raised[faces[:, 1]] | raised[faces[:, 2]])
    needs = steep & ~grounded
    contact = float(-area_vectors[grounded & steep, 2].sum())
    if not needs.any():
        return Support(0.0, 0.0, contact)
    width, depth = (float(value) for value in points[:, :2].max(axis=0))
    cell = max(max(width, depth) / CELLS_ALONG, FINEST_CELL_MM)
    nx, ny = max(round(width / cell), 1), max(round(depth / cell), 1)
    columns = columns_of(points, faces, (width / nx, depth / ny), (nx, ny))
    volume = _gaps(columns.start, columns.z, columns.facing, needs[columns.face])
    return Support(volume * width / nx * depth / ny, float(length[needs].sum()), contact)


@njit(cache=True)
def _gaps(
    start: NDArray[np.int64],
    z: NDArray[np.float64],
    facing: NDArray[np.int8],
    needs: NDArray[np.bool_],
) -> float:
    """Sum the heights of the gaps that end at a face which needs support."""
    total = 0.0
    for line in range(len(start) - 1):
        below, inside = 0.0, 0
        for crossing in range(start[line], start[line + 1]):
            if inside <= 0 and needs[crossing]:
                total += z[crossing] - below
            inside -= facing[crossing]
            below = z[crossing]
    return total
