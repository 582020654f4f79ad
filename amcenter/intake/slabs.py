"""Uniting a tangle of loops slab by slab: a sweep is slow where many edges are cut at once."""

import numpy as np
from manifold3d import CrossSection, FillRule, OpType
from numba import njit
from numpy.typing import NDArray

EDGES_PER_SLAB = 2_000
MOST_SLABS = 32


def positive(corners: NDArray[np.float64], ends: NDArray[np.int64]) -> CrossSection:
    """Return the points that loops go round more often anticlockwise than clockwise.

    ``corners`` (n, 2) are those of all loops, ``ends`` where in it each loop ends.
    """
    count = min(len(corners) // EDGES_PER_SLAB, MOST_SLABS)
    if count < 2:
        return CrossSection(_loops(corners, ends), FillRule.Positive)
    borders = np.quantile(corners[:, 0], np.arange(1, count) / count)
    return CrossSection.batch_boolean(
        [
            CrossSection(_loops(*_between(corners, ends, left, right)), FillRule.Positive)
            for left, right in zip([-np.inf, *borders], [*borders, np.inf], strict=True)
        ],
        OpType.Add,
    )


def _loops(corners: NDArray[np.float64], ends: NDArray[np.int64]) -> list[NDArray[np.float64]]:
    return [loop for loop in np.split(corners, ends[:-1]) if len(loop) >= 3]


@njit(cache=True)
def _between(
    corners: NDArray[np.float64], ends: NDArray[np.int64], left: float, right: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the loops cut off at two upright lines; inside, they go round points as before.

    Each cut is that of Sutherland & Hodgman 1974, doi:10.1145/360767.360802: what lies beyond a
    line is replaced by the way along it.
    """
    kept, kept_ends = np.empty((2 * len(corners), 2)), np.empty_like(ends)
    half = np.empty((2 * len(corners), 2))
    done = loops = begin = 0
    for end in ends:
        size = _cut(corners[begin:end], left, 1.0, half)
        size = _cut(half[:size], right, -1.0, kept[done:])
        begin = end
        if size >= 3:
            done += size
            kept_ends[loops] = done
            loops += 1
    return kept[:done].copy(), kept_ends[:loops].copy()


@njit(cache=True)
def _cut(loop: NDArray[np.float64], border: float, side: float, result: NDArray[np.float64]) -> int:
    """Write the part of a loop to one side of an upright line; return its number of corners."""
    kept = 0
    for corner in range(len(loop)):
        other = corner + 1 if corner + 1 < len(loop) else 0
        x0, y0, x1, y1 = loop[corner, 0], loop[corner, 1], loop[other, 0], loop[other, 1]
        inside, stays = side * x0 >= side * border, side * x1 >= side * border
        if inside:
            result[kept, 0], result[kept, 1] = x0, y0
            kept += 1
        if inside != stays:
            # From the left end always: both slabs get the same point.
            if x0 > x1:
                x0, y0, x1, y1 = x1, y1, x0, y0
            result[kept, 0], result[kept, 1] = border, y0 + (border - x0) / (x1 - x0) * (y1 - y0)
            kept += 1
    return kept
