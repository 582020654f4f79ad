"""Cells of pieces on the lattice of a powder bed, as ``bed_kernels`` wants them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.geometry.voxels import Cells
from solver.nesting.runs import straight_runs

Point = tuple[int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """Runs along x: (z, y, x, length, level), and columns along every axis: (u, v, begin, end)."""

    size: Point
    runs: NDArray[np.int32]
    columns: NDArray[np.int32]
    column_offsets: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Variants:
    """Several solids, of which one is to be placed, joined for one search."""

    runs: NDArray[np.int32]
    offsets: NDArray[np.int64]
    columns: NDArray[np.int32]
    column_offsets: NDArray[np.int64]
    sizes: NDArray[np.int64]


def solid(cells: Cells) -> Solid:
    nx, ny, nz = cells.shape
    columns = [_columns(cells, axis) for axis in range(3)]
    offsets = np.cumsum([0, *map(len, columns)])
    runs = straight_runs(cells.transpose(2, 1, 0))
    return Solid((nx, ny, nz), runs, np.concatenate(columns), offsets)


def _columns(cells: Cells, axis: int) -> NDArray[np.int32]:
    """Return the columns along an axis that hold any cell."""
    u, v = np.nonzero(cells.any(axis=axis))
    begin = cells.argmax(axis=axis)[u, v]
    end = cells.shape[axis] - np.flip(cells, axis=axis).argmax(axis=axis)[u, v]
    return np.stack([u, v, begin, end], axis=1).astype(np.int32)


def join(solids: Sequence[Solid]) -> Variants:
    column_offsets = [0]
    for each in solids:
        column_offsets += (column_offsets[-1] + each.column_offsets[1:]).tolist()
    return Variants(
        np.concatenate([each.runs for each in solids]),
        np.cumsum([0, *(len(each.runs) for each in solids)]),
        np.concatenate([each.columns for each in solids]),
        np.array(column_offsets),
        np.array([each.size for each in solids]),
    )


def on_lattice(
    cells: Cells, pitch_um: int, corner_um: Point, lattice_um: int
) -> tuple[Cells, Point]:
    """Return the lattice cells that the given cells touch, and the index of the first one.

    ``corner_um`` is the corner of the cells in the frame of the lattice.
    """
    first = []
    for axis in range(3):
        low, count = corner_um[axis], cells.shape[axis]
        begin, end = low // lattice_um, -(-(low + count * pitch_um) // lattice_um)
        slabs = [
            cells.take(
                range(
                    max(0, (index * lattice_um - low) // pitch_um),
                    min(count, -(-((index + 1) * lattice_um - low) // pitch_um)),
                ),
                axis=axis,
            ).any(axis=axis)
            for index in range(begin, end)
        ]
        cells = np.stack(slabs, axis=axis)
        first.append(begin)
    return cells, (first[0], first[1], first[2])
