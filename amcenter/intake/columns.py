"""A mesh seen as columns: where a grid of vertical lines enters and leaves it.

This one table answers what is empty below a face (supports), which cubes are full (voxels), how
thick walls are and where powder stays.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile

MOST_LINES = 1 << 24
MOST_CROSSINGS = 50_000_000
"""Nine bytes each: more than that, and the mesh is a bundle of faces lying on each other."""
ROUNDING = 1e-6
"""Of a cell: more than the digits that interpolation along a side can lose."""
SHORT_LINE = 32
"""Crossings up to which sorting by insertion is the fastest."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Crossings of each vertical line with the mesh, from low to high.

    Line (i, j) stands in the middle of cell (i, j); its crossings are
    ``start[i * ny + j] : start[i * ny + j + 1]`` of ``z`` (mm), ``face`` and ``facing``
    (+1: the face looks up, the line leaves the material; -1: it enters).
    """

    nx: int
    ny: int
    start: NDArray[np.int64]
    z: NDArray[np.float32]
    face: NDArray[np.int32]
    facing: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells in the plane of x and y: lower corner, size of a cell (mm) and how many there are."""

    corner_mm: tuple[float, float]
    cell_mm: tuple[float, float]
    shape: tuple[int, int]

    def __post_init__(self) -> None:
        if not 0 < self.lines <= MOST_LINES:
            raise ValueError(f"grid: {self.shape} is no usable number of cells")

    @property
    def lines(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """The corner, and how many cells there are to a mm, along x and y."""
        return (*self.corner_mm, 1 / self.cell_mm[0], 1 / self.cell_mm[1])


def columns_of(
    points: NDArray[np.float64],
    faces: NDArray[np.integer],
    cell_mm: tuple[float, float],
    shape: tuple[int, int],
) -> Columns:
    """Return the crossings for a grid of ``shape`` cells whose corner is (0, 0)."""
    whole = np.ascontiguousarray(faces, np.int32)
    return columns_on(points, whole, Grid((0.0, 0.0), cell_mm, shape))


def columns_on(
    points: NDArray[np.float64],
    faces: NDArray[np.int32],
    grid: Grid,
    *,
    wanted: NDArray[np.bool_] | None = None,
    top_mm: float = np.inf,
) -> Columns:
    """Return the crossings of the lines of a grid.

    ``wanted`` (lines,) leaves lines out, as if nothing were there; ``top_mm`` leaves out faces that
    lie altogether above. Raises ``UnreadableFile`` where lines cross more faces than memory holds.
    """
    nx, ny = grid.shape
    mask = np.ones(0, np.bool_) if wanted is None else wanted
    everything = np.arange(len(faces), dtype=np.int32)
    counts, crossed = _count(points, faces, everything, grid.frame, nx, ny, mask, top_mm)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    total = int(start[-1])
    if total > MOST_CROSSINGS:
        raise UnreadableFile("stacked_faces", limit=MOST_CROSSINGS)
    z, face, facing = (
        np.empty(total, np.float32),
        np.empty(total, np.int32),
        np.empty(total, np.int8),
    )
    place = start[:-1].copy()
    _fill(points, faces, crossed, grid.frame, nx, ny, mask, place, z, face, facing)
    _sort_lines(start, z, face, facing)
    return Columns(nx, ny, start, z, face, facing)


def crossed_lines(
    points: NDArray[np.float64], faces: NDArray[np.int32], chosen: NDArray[np.int32], grid: Grid
) -> NDArray[np.int64]:
    """Return how many of the ``chosen`` faces each line (lines,) crosses."""
    every, nx, ny = np.ones(0, np.bool_), *grid.shape
    counts: NDArray[np.int64] = _count(points, faces, chosen, grid.frame, nx, ny, every, np.inf)[0]
    return counts


@njit(cache=True)
def _count(
    points: NDArray[np.float64],
    faces: NDArray[np.int32],
    chosen: NDArray[np.int32],
    frame: tuple[float, float, float, float],
    nx: int,
    ny: int,
    wanted: NDArray[np.bool_],
    top: float,
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the crossings per line, and which faces have any."""
    counts = np.zeros(nx * ny, np.int64)
    crossed = np.empty(len(chosen), np.int32)
    found = 0
    total = 0
    corner, span = np.empty((3, 3)), np.empty(4)
    for face in chosen:
        if total > MOST_CROSSINGS:  # enough to know
            break
        first, last = _cells(points, faces, face, frame, 1, ny, 0.0)
        if first >= last:
            continue
        left, right = _cells(points, faces, face, frame, 0, nx, ROUNDING)
        if left >= right or _bottom(points, faces, face) > top:
            continue
        _corners(points, faces, face, frame, corner)
        before = found
        for row in range(first, last):
            _cross_row(corner, row + 0.5, span)
            begin, end = _middles(span[0], span[1], nx)
            for column in range(begin, end):
                line = column * ny + row
                if len(wanted) == 0 or wanted[line]:
                    counts[line] += 1
                    total += 1
                    found = before + 1
        crossed[before] = face
    return counts, crossed[:found].copy()


@njit(cache=True)
def _fill(
    points: NDArray[np.float64],
    faces: NDArray[np.int32],
    crossed: NDArray[np.int32],
    frame: tuple[float, float, float, float],
    nx: int,
    ny: int,
    wanted: NDArray[np.bool_],
    place: NDArray[np.int64],
    z: NDArray[np.float32],
    face_of: NDArray[np.int32],
    facing: NDArray[np.int8],
) -> None:
    """Write the crossings of the ``crossed`` faces; ``place`` (lines,) is where the next one goes.

    A row crosses exactly two sides of a triangle. Where it crosses a side is computed in the same
    way for both triangles of that side, so every line enters as often as it leaves.
    """
    corner, span = np.empty((3, 3)), np.empty(4)
    for face in crossed:
        first, last = _cells(points, faces, face, frame, 1, ny, 0.0)
        _corners(points, faces, face, frame, corner)
        ux, uy = corner[1, 0] - corner[0, 0], corner[1, 1] - corner[0, 1]
        vx, vy = corner[2, 0] - corner[0, 0], corner[2, 1] - corner[0, 1]
        up = 1 if ux * vy > uy * vx else -1
        for row in range(first, last):
            _cross_row(corner, row + 0.5, span)
            left, right, z_left, z_right = span
            begin, end = _middles(left, right, nx)
            for column in range(begin, end):
                line = column * ny + row
                if len(wanted) > 0 and not wanted[line]:
                    continue
                along = (column + 0.5 - left) / (right - left)
                z[place[line]] = z_left + along * (z_right - z_left)
                face_of[place[line]] = face
                facing[place[line]] = up
                place[line] += 1


@njit(cache=True)
def _cells(
    points: NDArray[np.float64],
    faces: NDArray[np.int32],
    face: int,
    frame: tuple[float, float, float, float],
    axis: int,
    cells: int,
    slack: float,
) -> tuple[int, int]:
    """Return the first row (axis 1) or column (0) of cells whose middle a face may cover.

    And the one after the last. ``slack`` (cells) makes the face so much larger.
    """
    a = (points[faces[face, 0], axis] - frame[axis]) * frame[axis + 2]
    b = (points[faces[face, 1], axis] - frame[axis]) * frame[axis + 2]
    c = (points[faces[face, 2], axis] - frame[axis]) * frame[axis + 2]
    return _middles(min(a, b, c) - slack, max(a, b, c) + slack, cells)


@njit(cache=True)
def _bottom(points: NDArray[np.float64], faces: NDArray[np.int32], face: int) -> float:
    a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
    lowest: float = min(points[a, 2], points[b, 2], points[c, 2])
    return lowest


@njit(cache=True)
def _corners(
    points: NDArray[np.float64],
    faces: NDArray[np.int32],
    face: int,
    frame: tuple[float, float, float, float],
    corner: NDArray[np.float64],
) -> None:
    """Write the corners of a face: x and y in cells, z in mm."""
    for i in range(3):
        point = faces[face, i]
        corner[i, 0] = (points[point, 0] - frame[0]) * frame[2]
        corner[i, 1] = (points[point, 1] - frame[1]) * frame[3]
        corner[i, 2] = points[point, 2]


@njit(cache=True)
def _middles(low: float, high: float, cells: int) -> tuple[int, int]:
    """Return the first cell whose middle lies in [low, high), and the one after the last."""
    return max(int(np.ceil(low - 0.5)), 0), min(int(np.ceil(high - 0.5)), cells)


@njit(cache=True)
def _cross_row(corner: NDArray[np.float64], y: float, span: NDArray[np.float64]) -> None:
    """Write between which x the row ``y`` crosses a triangle, and the heights there."""
    span[0], span[1] = 0.0, 0.0
    crossed = 0
    for side in range(3):
        low, high = side, (side + 1) % 3
        if corner[low, 1] > corner[high, 1]:
            low, high = high, low
        if not (corner[low, 1] <= y < corner[high, 1]):
            continue
        share = (y - corner[low, 1]) / (corner[high, 1] - corner[low, 1])
        x = corner[low, 0] + share * (corner[high, 0] - corner[low, 0])
        end = 1 if crossed == 1 and x >= span[0] else 0
        if crossed == 1 and end == 0:
            span[1], span[3] = span[0], span[2]
        span[end] = x
        span[end + 2] = corner[low, 2] + share * (corner[high, 2] - corner[low, 2])
        crossed += 1


@njit(cache=True)
def _sort_lines(
    start: NDArray[np.int64],
    z: NDArray[np.float32],
    face: NDArray[np.int32],
    facing: NDArray[np.int8],
) -> None:
    """Sort the crossings of each line from low to high; equal ones keep the order of the faces."""
    for line in range(len(start) - 1):
        begin, end = start[line], start[line + 1]
        if end - begin <= SHORT_LINE:
            _insert(begin, end, z, face, facing)
            continue
        order = np.argsort(z[begin:end], kind="mergesort") + begin
        z[begin:end] = z[order]
        face[begin:end] = face[order]
        facing[begin:end] = facing[order]


@njit(cache=True)
def _insert(
    begin: int,
    end: int,
    z: NDArray[np.float32],
    face: NDArray[np.int32],
    facing: NDArray[np.int8],
) -> None:
    for this in range(begin + 1, end):
        height, of_face, up = z[this], face[this], facing[this]
        place = this
        while place > begin and z[place - 1] > height:
            z[place], face[place], facing[place] = z[place - 1], face[place - 1], facing[place - 1]
            place -= 1
        z[place], face[place], facing[place] = height, of_face, up
