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
    x, y, z = probe
    for face in range(len(faces)):
        p, q, r = faces[face, 0], faces[face, 1], faces[face, 2]
        ax, ay, az = points[p, 0] - x, points[p, 1] - y, points[p, 2] - z
        bx, by, bz = points[q, 0] - x, points[q, 1] - y, points[q, 2] - z
        cx, cy, cz = points[r, 0] - x, points[r, 1] - y, points[r, 2] - z
        a = np.sqrt(ax * ax + ay * ay + az * az)
        b = np.sqrt(bx * bx + by * by + bz * bz)
        c = np.sqrt(cx * cx + cy * cy + cz * cz)
        triple = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
        ab, bc, ca = (
            ax * bx + ay * by + az * bz,
            bx * cx + by * cy + bz * cz,
            cx * ax + cy * ay + cz * az,
        )
        total += 2.0 * np.arctan2(triple, a * b * c + ab * c + bc * a + ca * b)
    return total
