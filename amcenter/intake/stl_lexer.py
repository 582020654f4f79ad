"""The grammar of ASCII STL, walked byte by byte."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.decimals import decimal, sure_in_32_bits
from amcenter.intake.lexing import is_blank, past_blanks, past_line, past_word

WHOLE, ENDS_EARLY, WRONG_WORD, FULL = range(4)
"""How the walk ended."""

WORDS = ("solid", "facet", "normal", "outer", "loop", "vertex", "endloop", "endfacet", "endsolid")
_LETTERS = np.frombuffer(b"".join(word.encode().ljust(8) for word in WORDS), np.uint8).reshape(9, 8)
_LENGTHS = np.array([len(word) for word in WORDS])
_SOLID, _FACET, _NORMAL, _OUTER, _LOOP, _VERTEX, _ENDLOOP, _ENDFACET, _ENDSOLID = range(9)


@njit(cache=True)
def walk(
    text: NDArray[np.uint8],
    at: int,
    inside: bool,
    corners: NDArray[np.float32],
    triangles: int,
    doubtful: NDArray[np.int64],
) -> tuple[int, int, int, bool, int, int, int]:
    """Read facets from ``at`` on into ``corners`` (m, 9), beginning with number ``triangles``.

    Returns how it ended, where, the word that was wanted, whether a solid is open, how many
    triangles there are now, how many solids were opened and how many numbers were doubtful. Those
    stand in ``doubtful`` (k, 3): slot among all corner numbers, first byte, byte behind the last.
    Stops between two facets when ``corners`` or ``doubtful`` is full.
    """
    end = len(text)
    doubts = solids = 0
    wanted = _SOLID
    while triangles < len(corners) and doubts + 9 <= len(doubtful):
        at = past_blanks(text, at, end)
        if not inside:
            if at == end:
                return WHOLE, at, wanted, inside, triangles, solids, doubts
            wanted, at = _expected(text, at, end, _SOLID)
            if wanted >= 0:
                return WRONG_WORD, at, wanted, inside, triangles, solids, doubts
            at = past_line(text, at, end)
            solids += 1
            inside = True
        elif _is_word(text, at, end, _ENDSOLID):
            at = past_line(text, at, end)
            inside = False
        else:
            wanted, at, doubts = _facet(text, at, end, triangles, corners, doubtful, doubts)
            if wanted >= 0:
                return _complaint(text, at, end), at, wanted, inside, triangles, solids, doubts
            at = past_line(text, at, end)
            triangles += 1
    return FULL, at, wanted, inside, triangles, solids, doubts


@njit(cache=True)
def _facet(
    text: NDArray[np.uint8],
    at: int,
    end: int,
    triangle: int,
    corners: NDArray[np.float32],
    doubtful: NDArray[np.int64],
    doubts: int,
) -> tuple[int, int, int]:
    """Read a facet; return the word that was missed (-1: none), where, and the doubtful numbers."""
    wanted, at = _facet_head(text, at, end)
    for slot in range(9):
        if slot % 3 == 0 and wanted < 0:
            wanted, at = _expected(text, at, end, _VERTEX)
        if wanted >= 0:
            return wanted, at, doubts
        at = past_blanks(text, at, end)
        stop, value, certainty = decimal(text, at, end)
        if stop < end and text[stop] <= 32 and sure_in_32_bits(value, certainty):
            corners[triangle, slot] = np.float32(value)
        else:
            stop = past_word(text, at, end)
            if stop == end:
                return _VERTEX, at, doubts
            doubtful[doubts, 0] = 9 * triangle + slot
            doubtful[doubts, 1] = at
            doubtful[doubts, 2] = stop
            doubts += 1
        at = stop
    wanted, at = _expected(text, at, end, _ENDLOOP)
    if wanted < 0:
        wanted, at = _expected(text, at, end, _ENDFACET)
    return wanted, at, doubts


@njit(cache=True)
def _facet_head(text: NDArray[np.uint8], at: int, end: int) -> tuple[int, int]:
    """Walk past ``facet normal x y z outer loop``; return the word missed (-1: none) and where."""
    for word in (_FACET, _NORMAL):
        wanted, at = _expected(text, at, end, word)
        if wanted >= 0:
            return wanted, at
    for _ in range(3):  # never used, and often not even numbers
        at = past_word(text, past_blanks(text, at, end), end)
    for word in (_OUTER, _LOOP):
        wanted, at = _expected(text, at, end, word)
        if wanted >= 0:
            return wanted, at
    return -1, at


@njit(cache=True)
def _expected(text: NDArray[np.uint8], at: int, end: int, word: int) -> tuple[int, int]:
    at = past_blanks(text, at, end)
    if _is_word(text, at, end, word):
        return -1, at + _LENGTHS[word]
    return word, at


@njit(cache=True)
def _is_word(text: NDArray[np.uint8], at: int, end: int, word: int) -> bool:
    length = _LENGTHS[word]
    if at + length > end:
        return False
    for index in range(length):
        if (text[at + index] | 32) != _LETTERS[word, index]:
            return False
    return at + length == end or is_blank(text[at + length])


@njit(cache=True)
def _complaint(text: NDArray[np.uint8], at: int, end: int) -> int:
    """What reaches the end of the file may be the beginning of something longer."""
    return ENDS_EARLY if past_word(text, at, end) == end else WRONG_WORD
