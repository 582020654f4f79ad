"""A mesh seen along its three axes: where lines run through material, and through gaps in it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.columns import Columns, Grid, columns_on

LINES = 200_000
"""Along the three axes together; lengths along a line are exact, however far apart lines are."""
FINEST_CELL_MM = 0.05
TOUCH_MM = 1e-4
"""Bodies nearer to each other than a rounding error are one piece of material."""


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """The stretches of a grid of parallel lines that lie in material, or in gaps between it.

    Lines run along ``axis``; line (i, j) stands at ``(i + 0.5, j + 0.5) * cell_mm`` of the two axes
    that follow (x y z x y), and its spans are ``start[i * ny + j] : start[i * ny + j + 1]``.
    ``low_mm``, ``high_mm`` are measured from the lower corner of the part's box; ``low_face``,
    ``high_face`` are the triangles at both ends.
    """

    axis: int
    nx: int
    ny: int
    cell_mm: tuple[float, float]
    start: NDArray[np.int64]
    low_mm: NDArray[np.float64]
    high_mm: NDArray[np.float64]
    low_face: NDArray[np.int32]
    high_face: NDArray[np.int32]

    def points(
        self, chosen: NDArray[np.int64], along_mm: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return points (n, 3) on the lines of some spans, in mm from the box's lower corner."""
        line = np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))[chosen]
        points = np.empty((len(chosen), 3))
        points[:, (self.axis + 1) % 3] = (line // self.ny + 0.5) * self.cell_mm[0]
        points[:, (self.axis + 2) % 3] = (line % self.ny + 0.5) * self.cell_mm[1]
        points[:, self.axis] = along_mm
        return points


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Spans along x, y and z; all lines run through the middles of the same cells.

    Gaps are only those with material on both ends. ``shape`` and ``cell_mm`` are those of the
    cells, ``origin_mm`` is the lower corner of the part's box.
    """

    solid: tuple[Spans, ...]
    gaps: tuple[Spans, ...]
    shape: tuple[int, int, int]
    cell_mm: tuple[float, float, float]
    origin_mm: NDArray[np.float64]


def lines_through(points: NDArray[np.float64], faces: NDArray[np.integer]) -> Lines:
    """Return what lines along the three axes run through in a closed mesh."""
    origin = points.min(axis=0)
    size = np.ptp(points, axis=0)
    seen_mm2 = float(size[0] * size[1] + size[1] * size[2] + size[2] * size[0])
    cell = max((seen_mm2 / LINES) ** 0.5, FINEST_CELL_MM)
    nx, ny, nz = (max(round(float(length) / cell), 1) for length in size)
    cell_mm = (float(size[0]) / nx, float(size[1]) / ny, float(size[2]) / nz)
    shape = (nx, ny, nz)
    ways = list(_along_axes(points - origin, np.ascontiguousarray(faces, np.int32), shape, cell_mm))
    return Lines(
        solid=tuple(solid for solid, _ in ways),
        gaps=tuple(gaps for _, gaps in ways),
        shape=shape,
        cell_mm=cell_mm,
        origin_mm=origin,
    )


def _along_axes(
    points: NDArray[np.float64],
    faces: NDArray[np.int32],
    shape: tuple[int, int, int],
    cell_mm: tuple[float, float, float],
) -> Iterator[tuple[Spans, Spans]]:
    for axis in range(3):
        i, j = (axis + 1) % 3, (axis + 2) % 3
        grid = Grid((0.0, 0.0), (cell_mm[i], cell_mm[j]), (shape[i], shape[j]))
        columns = columns_on(np.ascontiguousarray(points[:, [i, j, axis]]), faces, grid)
        yield _spans(columns, axis, grid, 0), _spans(columns, axis, grid, 1)


def _spans(columns: Columns, axis: int, grid: Grid, gap: int) -> Spans:
    start, low, high = _ends(columns.start, columns.z, columns.facing, gap)
    return Spans(
        axis=axis,
        nx=columns.nx,
        ny=columns.ny,
        cell_mm=grid.cell_mm,
        start=start,
        low_mm=columns.z[low].astype(np.float64),
        high_mm=columns.z[high].astype(np.float64),
        low_face=columns.face[low],
        high_face=columns.face[high],
    )


@njit(cache=True)
def _ends(
    start: NDArray[np.int64], z: NDArray[np.float32], facing: NDArray[np.int8], gap: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return per line where its spans begin, and the crossings at both ends of each span.

    A line is in material where it has entered more bodies than it has left. With ``gap`` 0 the
    spans are those in material, with 1 those between them.
    """
    begin = np.empty(len(start), np.int64)
    low = np.empty(len(z) // 2 + 1, np.int64)
    high = np.empty(len(z) // 2 + 1, np.int64)
    found = 0
    for line in range(len(start) - 1):
        begin[line] = found
        inside, entered, left = 0, -1, -1
        for crossing in range(start[line], start[line + 1]):
            before = inside
            inside -= facing[crossing]
            if before <= 0 < inside:
                touching = left >= 0 and z[crossing] - z[left] <= TOUCH_MM
                if gap == 0 and touching:
                    found -= 1  # the span goes on
                elif gap == 0:
                    entered = crossing
                elif left >= 0 and not touching:
                    low[found], high[found] = left, crossing
                    found += 1
            elif inside <= 0 < before:
                left = crossing
                if gap == 0:
                    low[found], high[found] = entered, crossing
                    found += 1
    begin[len(start) - 1] = found
    return begin, low[:found].copy(), high[:found].copy()


@njit(cache=True)
def unit_normals(points: NDArray[np.float64], faces: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return the outward normals (m, 3) of triangles, of length 1; zero where there is no area."""
    normals = np.zeros((len(faces), 3))
    for face in range(len(faces)):
        a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
        ux, uy, uz = (
            points[b, 0] - points[a, 0],
            points[b, 1] - points[a, 1],
            points[b, 2] - points[a, 2],
        )
        vx, vy, vz = (
            points[c, 0] - points[a, 0],
            points[c, 1] - points[a, 1],
            points[c, 2] - points[a, 2],
        )
        x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        length = np.sqrt(x * x + y * y + z * z)
        if length > 0:
            normals[face, 0], normals[face, 1], normals[face, 2] = (
                x / length,
                y / length,
                z / length,
            )
    return normals
