"""Cubes of material and of empty room, and how far each is from the other kind."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.spans import Lines, Spans


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A lattice on the middles of every ``step``-th cell of lines, one cell wider all round.

    ``solid`` (nx, ny, nz) says where material is; the outermost cells are outside the part's box.
    """

    solid: NDArray[np.bool_]
    step: int
    size_mm: tuple[float, float, float]
    origin_mm: NDArray[np.float64]
    """Middle of cell (0, 0, 0) in the axes of the file."""
    corner_mm: NDArray[np.float64]
    """Lower corner of the part's box."""

    @property
    def blur_mm(self) -> float:
        """How far a surface may lie from where the cells show it."""
        return max(self.size_mm)

    @property
    def cell_mm3(self) -> float:
        return float(np.prod(self.size_mm))

    def middle_mm(self, i: int, j: int, k: int) -> NDArray[np.float64]:
        middle: NDArray[np.float64] = self.origin_mm + np.array([i, j, k]) * self.size_mm
        return middle


def cells_of(lines: Lines, most: int) -> Cells:
    """Return about ``most`` cells or fewer, with the material that is in their middles."""
    step = _step(lines.shape, most)
    solid = np.zeros(_shape(lines.shape, step), np.bool_)
    _mark(lines.solid[2], step, lines.cell_mm, solid)
    size = np.array(lines.cell_mm) * step
    return Cells(
        solid=solid,
        step=step,
        size_mm=(float(size[0]), float(size[1]), float(size[2])),
        origin_mm=lines.origin_mm - size / 2,
        corner_mm=lines.origin_mm,
    )


def hidden(lines: Lines, cells: Cells) -> int:
    """Return how many empty cells see material along all three axes, both ways."""
    seen = np.zeros((3, *cells.solid.shape), np.bool_)
    for axis, gaps in enumerate(lines.gaps):
        _mark(gaps, cells.step, lines.cell_mm, seen[axis])
    return int((seen[0] & seen[1] & seen[2]).sum())


def _step(shape: tuple[int, int, int], most: int) -> int:
    """Return the smallest odd step: only those have the middle of a cell in their own middle."""
    step = 1
    while np.prod([-(-count // step) + 2 for count in shape]) > most:
        step += 2
    return step


def _shape(shape: tuple[int, int, int], step: int) -> tuple[int, ...]:
    return tuple(-(-count // step) + 2 for count in shape)


def _mark(
    spans: Spans, step: int, cell_mm: tuple[float, float, float], marked: NDArray[np.bool_]
) -> None:
    """Mark the cells whose middles lie in spans."""
    axis = spans.axis
    turned = marked.transpose((axis + 1) % 3, (axis + 2) % 3, axis)
    _mark_lines(
        spans.start, spans.low_mm, spans.high_mm, spans.nx, spans.ny, step, cell_mm[axis], turned
    )


@njit(cache=True)
def _mark_lines(
    start: NDArray[np.int64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    nx: int,
    ny: int,
    step: int,
    cell: float,
    marked: NDArray[np.bool_],
) -> None:
    middle = step // 2
    size = cell * step
    for i in range(middle, nx, step):
        for j in range(middle, ny, step):
            line = i * ny + j
            for span in range(start[line], start[line + 1]):
                first = max(int(np.ceil(low[span] / size - 0.5)), 0)
                last = min(int(np.ceil(high[span] / size - 0.5)), marked.shape[2] - 2)
                for k in range(first, last):
                    marked[i // step + 1, j // step + 1, k + 1] = True


def distances_mm(
    inside: NDArray[np.bool_], size_mm: tuple[float, float, float]
) -> NDArray[np.float32]:
    """Return for each cell in ``inside`` how far the middle of the nearest other cell is.

    Exact (Felzenszwalb & Huttenlocher 2012, doi:10.4086/toc.2012.v008a019).
    """
    squared = np.where(inside, np.float32(1e12), np.float32(0))
    for axis in range(3):
        _nearest_along(squared.transpose((axis + 1) % 3, (axis + 2) % 3, axis), size_mm[axis])
    return np.sqrt(squared)


@njit(cache=True)
def _nearest_along(squared: NDArray[np.float32], size: float) -> None:
    """Replace the squares along the last axis by the lower envelope of their parabolas."""
    nx, ny, n = squared.shape
    place, reach = np.empty(n, np.int64), np.empty(n + 1)
    values = np.empty(n)
    unit = size * size
    for i in range(nx):
        for j in range(ny):
            for k in range(n):
                values[k] = squared[i, j, k] / unit
            top = 0
            place[0], reach[0], reach[1] = 0, -np.inf, np.inf
            for k in range(1, n):
                while True:
                    other = place[top]
                    meet = (values[k] - values[other] + k * k - other * other) / (2 * (k - other))
                    if meet > reach[top]:
                        break
                    top -= 1
                top += 1
                place[top], reach[top], reach[top + 1] = k, meet, np.inf
            top = 0
            for k in range(n):
                while reach[top + 1] < k:
                    top += 1
                squared[i, j, k] = ((k - place[top]) ** 2 + values[place[top]]) * unit
