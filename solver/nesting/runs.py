"""Straight runs of cells, the words in which the kernels compare shapes."""

import numpy as np
from numpy.typing import NDArray


def straight_runs(cells: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the runs along the last axis, the longest first: they find a collision soonest.

    Each is (index in every other axis, first cell, length, level); ``level`` is the largest k with
    2^k <= length.
    """
    sides = [(0, 0)] * (cells.ndim - 1) + [(1, 1)]
    steps = np.diff(np.pad(cells, sides).astype(np.int8), axis=-1)
    begins, ends = np.nonzero(steps == 1), np.nonzero(steps == -1)
    lengths = ends[-1] - begins[-1]
    levels = np.frexp(lengths)[1] - 1
    runs = np.stack([*begins, lengths, levels], axis=1)
    return runs[np.argsort(-lengths, kind="stable")].astype(np.int32)
