"""Walking the rows of PLY elements, as text and as bytes.

Both walks take the properties of an element as a table (p, 5): the kind and the size in bytes of
the number (kind 0: signed, 1: unsigned, 2: float), those of the list's length (size 0: no list),
and the role: 0, 1, 2 for the coordinates, ``CORNERS``, or ``IGNORED``.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.decimals import EXACT, decimal
from amcenter.intake.lexing import past_blanks, past_line, past_word, whole_number

WHOLE, FULL, ENDS_EARLY, BAD_NUMBER, BAD_LIST = range(5)
CORNERS, IGNORED = 3, -1
SIGNED, UNSIGNED, FLOAT = range(3)


@njit(cache=True)
def text_rows(
    text: NDArray[np.uint8],
    at: int,
    rows: int,
    table: NDArray[np.int64],
    counts: NDArray[np.int64],
    points: NDArray[np.float64],
    corners: NDArray[np.int64],
    sizes: NDArray[np.int64],
    doubtful: NDArray[np.int64],
) -> tuple[int, int]:
    """Read rows until there are ``rows``; return how that ended and where.

    ``counts`` (4,): rows, corners and polygons so far, and doubtful numbers.
    """
    end = len(text)
    while counts[0] < rows:
        if counts[3] + 3 > len(doubtful):
            return FULL, at
        begin, first = at, counts[1]
        for number in range(len(table)):
            role = table[number, 4]
            length = 1
            if table[number, 3] > 0:
                at = past_blanks(text, at, end)
                at, length, there = whole_number(text, at, end)
                if not there:
                    return (ENDS_EARLY if at == end else BAD_NUMBER), at
                if length < 0 or (role == CORNERS and length < 3):
                    return BAD_LIST, at
                if length > (end - at) // 2:  # a figure and a blank for each
                    return ENDS_EARLY, at
                if role == CORNERS:
                    if first + length > len(corners):
                        counts[1] = first
                        return FULL, begin
                    sizes[counts[2]] = length
            for _ in range(length):
                at = past_blanks(text, at, end)
                stop = past_word(text, at, end)
                if stop == at:
                    return ENDS_EARLY, at
                if role == CORNERS:
                    behind, value, there = whole_number(text, at, stop)
                    if not there or behind != stop:
                        return BAD_NUMBER, at
                    corners[counts[1]] = value
                    counts[1] += 1
                elif role >= 0:
                    behind, coordinate, certainty = decimal(text, at, stop)
                    points[counts[0], role] = coordinate
                    if behind != stop or certainty != EXACT:
                        doubtful[counts[3], 0] = 3 * counts[0] + role
                        doubtful[counts[3], 1] = at
                        doubtful[counts[3], 2] = stop
                        counts[3] += 1
                at = stop
            if role == CORNERS:
                counts[2] += 1
        at = past_line(text, at, end)  # some programs write more than their header says
        counts[0] += 1
    return WHOLE, at


@njit(cache=True)
def binary_rows(
    content: NDArray[np.uint8],
    at: int,
    rows: int,
    table: NDArray[np.int64],
    big: bool,
    counts: NDArray[np.int64],
    corners: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> tuple[int, int]:
    """Read the corners of rows until there are ``rows``; return how that ended and where."""
    end = len(content)
    while counts[0] < rows:
        begin, first = at, counts[1]
        for number in range(len(table)):
            length = 1
            if table[number, 3] > 0:
                if at + table[number, 3] > end:
                    return ENDS_EARLY, at
                length = _integer(content, at, table[number, 3], table[number, 2] == SIGNED, big)
                at += table[number, 3]
            size = table[number, 1]
            if length < 0 or (table[number, 4] == CORNERS and length < 3):
                return BAD_LIST, at
            if length > (end - at) // size:
                return ENDS_EARLY, at
            if table[number, 4] == CORNERS:
                if first + length > len(corners):
                    return FULL, begin
                signed = table[number, 0] == SIGNED
                for item in range(length):
                    corners[first + item] = _integer(content, at + item * size, size, signed, big)
                counts[1] += length
                sizes[counts[2]] = length
                counts[2] += 1
            at += length * size
        counts[0] += 1
    return WHOLE, at


@njit(cache=True)
def _integer(content: NDArray[np.uint8], at: int, size: int, signed: bool, big: bool) -> int:
    value = 0
    for step in range(size):
        place = step if big else size - 1 - step
        value = (value << 8) | int(content[at + place])
    if signed and value >> (8 * size - 1):
        value -= 1 << (8 * size)
    return value
