"""Where a shape may stand on a grid so that it stays inside the margin, exactly, row by row."""

import numpy as np
from numpy.typing import NDArray

from solver.machines import Platform, Shape
from solver.nesting.grid import Steps

NOISE = 1e-6
"""What floating point may take away from a step count (turned corners are not whole numbers)."""
Columns = NDArray[np.float64]


def column_limits(
    platform: Platform, across: Steps, along: Steps, hull: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Return the first and last column in every row at which a shape is in the room, (0, -1): none.

    ``hull`` are the corners (n, 2) in µm of its convex hull at column 0 of row 0.
    """
    shifts = along.pitch_um * np.arange(along.count + 1)
    if platform.shape is Shape.RECTANGLE:
        low, high = _in_rectangle(platform, hull, shifts)
    else:
        low, high = _in_ellipse(platform, hull, shifts)
    first = np.maximum(np.ceil(low / across.pitch_um - NOISE), 0)
    last = np.floor(high / across.pitch_um + NOISE)
    empty = ~(first <= last)
    return np.stack([np.where(empty, 0, first), np.where(empty, -1, last)], axis=1).astype(np.int32)


def _in_rectangle(
    platform: Platform, hull: NDArray[np.float64], shifts: NDArray[np.int64]
) -> tuple[Columns, Columns]:
    far_x = platform.width_um - platform.margin_um - hull[:, 0].max()
    far_y = platform.depth_um - platform.margin_um - hull[:, 1].max()
    return np.zeros(len(shifts)), np.where(shifts <= far_y + NOISE, far_x, -np.inf)


def _in_ellipse(
    platform: Platform, hull: NDArray[np.float64], shifts: NDArray[np.int64]
) -> tuple[Columns, Columns]:
    # The ellipse shrunk in proportion is nowhere nearer to the edge than the margin.
    half_x, half_y = platform.width_um / 2, platform.depth_um / 2
    share = 1 - platform.margin_um / min(half_x, half_y)
    heights = (hull[:, 1] - half_y + shifts[:, None]) / (share * half_y)
    with np.errstate(invalid="ignore"):
        chords = share * half_x * np.sqrt(1 - heights**2)
    low = half_x - hull[:, 0] - chords
    high = half_x - hull[:, 0] + chords
    return low.max(axis=1), high.min(axis=1)
