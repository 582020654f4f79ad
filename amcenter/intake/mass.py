"""Area, volume, moments by summing over triangles (exact for the mesh as it is)."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Shells:
    """Per connected shell: signed volume (negative: it faces inwards), first moment and area."""

    volume_mm3: NDArray[np.float64]
    moment_mm4: NDArray[np.float64]
    """(k, 3) about the centre of the box."""
    area_mm2: NDArray[np.float64]


def box_centre(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middle of the bounding box; sums about it lose the fewest digits."""
    low, high = box_of(points)
    centre: NDArray[np.float64] = (low + high) / 2
    return centre


@njit(cache=True)
def box_of(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lowest and the highest coordinates (3,) of points (n, 3)."""
    low, high = points[0].copy(), points[0].copy()
    for point in range(len(points)):
        for axis in range(3):
            low[axis] = min(low[axis], points[point, axis])
            high[axis] = max(high[axis], points[point, axis])
    return low, high


def area_vectors(points: NDArray[np.float64], faces: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return per triangle (m, 3) its outward normal, as long as its area is large (mm²)."""
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    vectors: NDArray[np.float64] = np.cross(b - a, c - a) / 2
    return vectors


def shells_of(
    points: NDArray[np.float64], faces: NDArray[np.int64], shell: NDArray[np.int64], count: int
) -> Shells:
    """Return the sums of each shell; ``shell`` (m,) numbers the shell of each triangle."""
    return Shells(*_sums(points, faces, shell, count, box_centre(points)))


@njit(cache=True)
def _sums(
    points: NDArray[np.float64],
    faces: NDArray[np.int64],
    shell: NDArray[np.int64],
    count: int,
    centre: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Sum over triangles.

    Each of them and the centre span a tetrahedron: volume ``(a × b)·c / 6``, its own centre of
    mass ``(a + b + c) / 4`` from there.
    """
    volume, moment, area = np.zeros(count), np.zeros((count, 3)), np.zeros(count)
    x0, y0, z0 = centre
    face = 0
    while face < len(faces):
        number = shell[face]
        six = twice = mx = my = mz = 0.0
        while face < len(faces) and shell[face] == number:  # a shell's triangles often follow on
            a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
            ax, ay, az = points[a, 0] - x0, points[a, 1] - y0, points[a, 2] - z0
            bx, by, bz = points[b, 0] - x0, points[b, 1] - y0, points[b, 2] - z0
            cx, cy, cz = points[c, 0] - x0, points[c, 1] - y0, points[c, 2] - z0
            triple = (ay * bz - az * by) * cx + (az * bx - ax * bz) * cy + (ax * by - ay * bx) * cz
            six += triple
            mx += triple * (ax + bx + cx)
            my += triple * (ay + by + cy)
            mz += triple * (az + bz + cz)
            ux, uy, uz = bx - ax, by - ay, bz - az
            vx, vy, vz = cx - ax, cy - ay, cz - az
            nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
            twice += np.sqrt(nx * nx + ny * ny + nz * nz)
            face += 1
        volume[number] += six / 6
        moment[number, 0] += mx / 24
        moment[number, 1] += my / 24
        moment[number, 2] += mz / 24
        area[number] += twice / 2
    return volume, moment, area


def principal_inertia_mm5(
    points: NDArray[np.float64], faces: NDArray[np.int64], centre: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the principal moments of inertia of a closed body about ``centre``, density 1."""
    second = second_moments(points, faces, centre)[0]
    spread = np.linalg.eigvalsh(second)
    moments: NDArray[np.float64] = spread.sum() - spread[::-1]
    return moments


@njit(cache=True)
def second_moments(
    points: NDArray[np.float64], faces: NDArray[np.int64], centre: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return ``∫ x xᵀ`` about ``centre`` over the body (mm⁵) and over its surface (mm⁴).

    Over a simplex with the corners ``vᵢ`` and their sum ``s`` it is its size times
    ``(Σ vᵢ vᵢᵀ + s sᵀ)``, divided by 20 for a tetrahedron (one corner at ``centre``) and by 12 for
    a triangle.
    """
    body, surface = np.zeros((3, 3)), np.zeros((3, 3))
    v = np.empty((4, 3))
    for face in range(len(faces)):
        for axis in range(3):
            v[3, axis] = 0.0
            for corner in range(3):
                v[corner, axis] = points[faces[face, corner], axis] - centre[axis]
                v[3, axis] += v[corner, axis]
        ux, uy, uz = v[1, 0] - v[0, 0], v[1, 1] - v[0, 1], v[1, 2] - v[0, 2]
        wx, wy, wz = v[2, 0] - v[0, 0], v[2, 1] - v[0, 1], v[2, 2] - v[0, 2]
        nx, ny, nz = uy * wz - uz * wy, uz * wx - ux * wz, ux * wy - uy * wx
        triple = nx * v[0, 0] + ny * v[0, 1] + nz * v[0, 2]
        twice = np.sqrt(nx * nx + ny * ny + nz * nz)
        for row in range(3):
            for column in range(row, 3):
                product = 0.0
                for one in range(4):
                    product += v[one, row] * v[one, column]
                body[row, column] += triple * product / 120
                surface[row, column] += twice * product / 24
    for row in range(3):
        for column in range(row):
            body[row, column], surface[row, column] = body[column, row], surface[column, row]
    return body, surface
