"""The statements of Wavefront OBJ that have to do with shape, walked byte by byte."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.decimals import EXACT, decimal
from amcenter.intake.lexing import is_blank, past_line, past_word, whole_number

WHOLE, FULL, BAD_LINE, BAD_INDEX = range(4)
"""How the walk ended; FULL: between two lines, go on with more room."""

_V, _F, _O, _G, _HASH, _BACKSLASH, _SLASH = 118, 102, 111, 103, 35, 92, 47


@njit(cache=True)
def walk(
    text: NDArray[np.uint8],
    at: int,
    counts: NDArray[np.int64],
    points: NDArray[np.float64],
    corners: NDArray[np.int64],
    sizes: NDArray[np.int64],
    doubtful: NDArray[np.int64],
) -> tuple[int, int, int]:
    """Read lines from ``at`` on; return how that ended, where, and the index that was wrong.

    ``counts`` (6,) says how many points, corners, polygons, objects, groups and doubtful numbers
    there are. Polygons are corners (from 0) one after the other, and their sizes. ``doubtful``
    (k, 3): coordinate number, first byte, byte behind the last.
    """
    end = len(text)
    while at < end:
        if counts[0] == len(points) or counts[2] == len(sizes) or counts[5] + 3 > len(doubtful):
            return FULL, at, 0
        begin = at
        at = _within_line(text, at, end)
        stop = past_word(text, at, end)
        kind = text[at] if stop == at + 1 else 0
        if kind == _V:
            at = _point(text, stop, end, counts, points, doubtful)
            if at < 0:
                return BAD_LINE, begin, 0
        elif kind == _F:
            at, wrong = _polygon(text, stop, end, counts, corners, sizes)
            if at == -FULL:
                return FULL, begin, 0
            if at < 0:
                return -at, begin, wrong
        elif kind in (_O, _G):
            counts[3 if kind == _O else 4] += 1
        at = _next_line(text, at, end)
    return WHOLE, at, 0


@njit(cache=True)
def _point(
    text: NDArray[np.uint8],
    at: int,
    end: int,
    counts: NDArray[np.int64],
    points: NDArray[np.float64],
    doubtful: NDArray[np.int64],
) -> int:
    """Read a point; return where its third number ends, -1 if it has fewer."""
    for axis in range(3):
        at = _within_line(text, at, end)
        stop = _word_end(text, at, end)
        if stop == at:
            return -1
        behind, value, certainty = decimal(text, at, stop)
        points[counts[0], axis] = value
        if behind != stop or certainty != EXACT:
            doubtful[counts[5], 0] = 3 * counts[0] + axis
            doubtful[counts[5], 1] = at
            doubtful[counts[5], 2] = stop
            counts[5] += 1
        at = stop
    counts[0] += 1
    return at


@njit(cache=True)
def _polygon(
    text: NDArray[np.uint8],
    at: int,
    end: int,
    counts: NDArray[np.int64],
    corners: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> tuple[int, int]:
    """Read a face; return where it ends, or minus how the walk ends, and the wrong index."""
    first = counts[1]
    size = 0
    while True:
        at = _within_line(text, at, end)
        stop = _word_end(text, at, end)
        if stop == at:
            break
        behind, number, there = whole_number(text, at, stop)
        if not there or (behind < stop and text[behind] != _SLASH):
            return -BAD_LINE, 0
        # A number behind the last point may still come true: points may follow their faces.
        index = number - 1 if number > 0 else counts[0] + number
        if number == 0 or index < 0:
            return -BAD_INDEX, number
        if first + size == len(corners):
            return -FULL, 0
        corners[first + size] = index
        size += 1
        at = stop
    if size < 3 or (at < end and text[at] == _BACKSLASH):
        return -BAD_LINE, 0
    sizes[counts[2]] = size
    counts[1] += size
    counts[2] += 1
    return at, 0


@njit(cache=True)
def _word_end(text: NDArray[np.uint8], at: int, end: int) -> int:
    while at < end and not is_blank(text[at]) and text[at] != _HASH and text[at] != _BACKSLASH:
        at += 1
    return at


@njit(cache=True)
def _continues(text: NDArray[np.uint8], at: int, end: int) -> int:
    """Return how long the backslash and line end at ``at`` are, 0 if there are none."""
    if text[at] != _BACKSLASH or at + 1 >= end:
        return 0
    if text[at + 1] == 13 and at + 2 < end and text[at + 2] == 10:
        return 3
    return 2 if text[at + 1] == 10 or text[at + 1] == 13 else 0


@njit(cache=True)
def _within_line(text: NDArray[np.uint8], at: int, end: int) -> int:
    """Walk past blanks and continued line ends, but not past the end of the statement."""
    while at < end:
        byte = text[at]
        if byte == 32 or byte == 9 or byte == 11 or byte == 12:
            at += 1
        elif byte == _BACKSLASH and _continues(text, at, end) > 0:
            at += _continues(text, at, end)
        else:
            break
    return at


@njit(cache=True)
def _next_line(text: NDArray[np.uint8], at: int, end: int) -> int:
    """Return where the statement after this one begins."""
    while True:
        begin = at
        at = past_line(text, at, end)
        if at == end:
            return end
        if at == begin or text[at - 1] != _BACKSLASH:
            return at + 1
        at += 2 if text[at] == 13 and at + 1 < end and text[at + 1] == 10 else 1
