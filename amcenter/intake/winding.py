"""How often a surface goes round a point."""

import numpy as np
from numba import njit
from numpy.typing import NDArray


def inside_count(
    points: NDArray[np.float64], faces: NDArray[np.int64], probe: NDArray[np.float64]
) -> int:
    """Return how many times the surface encloses ``probe``, whichever way it faces.

    Sum of the solid angles of all triangles (van Oosterom & Strackee 1983,
    doi:10.1109/TBME.1983.325207) over 4π.
    """
    return abs(round(_solid_angle(points, faces, probe) / (4 * np.pi)))


@njit(cache=True)
def _solid_angle(
    points: NDArray[np.float64], faces: NDArray[np.int64], probe: NDArray[np.float64]
) -> float:
    total = 0.0
    for face in range(len(faces)):
        a = points[faces[face, 0]] - probe
        b = points[faces[face, 1]] - probe
        c = points[faces[face, 2]] - probe
        la, lb, lc = np.sqrt((a * a).sum()), np.sqrt((b * b).sum()), np.sqrt((c * c).sum())
        triple = (
            a[0] * (b[1] * c[2] - b[2] * c[1])
            + a[1] * (b[2] * c[0] - b[0] * c[2])
            + a[2] * (b[0] * c[1] - b[1] * c[0])
        )
        below = la * lb * lc + (a * b).sum() * lc + (b * c).sum() * la + (c * a).sum() * lb
        total += 2.0 * np.arctan2(triple, below)
    return total
