"""The two long tables of a 3MF mesh, read straight from the bytes of its XML.

Only the plain form is known here: elements of one name with attributes, nothing between them but
blanks. At the first byte that is anything else the walk gives up, and the XML parser reads the
whole table instead; so what is read here is what the parser would have told, only sooner.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake import soup as soups
from amcenter.intake.decimals import EXACT, decimal, first_unreadable

READ, GAVE_UP, FULL = range(3)
_SHORTEST_VERTEX = len('<vertex x="0" y="0" z="0"/>')
_SHORTEST_TRIANGLE = len('<triangle v1="0" v2="1" v3="2"/>')
_MOST_DOUBTFUL = 3 * 10_000
_NAMESPACE = np.frombuffer(b"xmlns", np.uint8)


def vertices(content: bytes, at: int, prefix: bytes) -> tuple[NDArray[np.float64], int] | None:
    """Return the points (n, 3) of the ``<vertices>`` that begin at ``at`` and where they end.

    ``prefix`` is the one of the names, with its colon.
    """
    text, name = np.frombuffer(content, np.uint8), _name(prefix, b"vertex")
    room = (len(text) - at) // _SHORTEST_VERTEX + 1
    points = np.empty((room, 3))
    doubtful = np.empty((_MOST_DOUBTFUL, 3), np.int64)
    ended, count = FULL, 0
    while ended == FULL:
        ended, at, count, doubts = _vertices(text, at, name, points, count, doubtful)
        _settle(content, doubtful[:doubts], points.reshape(-1))
    return (points[:count], at) if ended == READ else None


def triangles(content: bytes, at: int, prefix: bytes) -> tuple[NDArray[np.int64], int] | None:
    """Return the corners (m, 3) of the ``<triangles>`` that begin at ``at`` and where they end."""
    text, name = np.frombuffer(content, np.uint8), _name(prefix, b"triangle")
    room = min((len(text) - at) // _SHORTEST_TRIANGLE, soups.MAX_TRIANGLES) + 1
    corners = np.empty((room, 3), np.int64)
    ended, at, count = _triangles(text, at, name, corners)
    if ended == FULL:
        soups.require_count(count)
    return (corners[:count], at) if ended == READ else None


def _name(prefix: bytes, name: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(prefix + name, np.uint8)


def _settle(content: bytes, doubtful: NDArray[np.int64], numbers: NDArray[np.float64]) -> None:
    exact = np.empty(len(doubtful))
    if first_unreadable((content[a:b] for _, a, b in doubtful.tolist()), exact) is not None:
        raise UnreadableFile("threemf_bad_element", element="vertex")
    numbers[doubtful[:, 0]] = exact


@njit(cache=True)
def _vertices(
    text: NDArray[np.uint8],
    at: int,
    name: NDArray[np.uint8],
    points: NDArray[np.float64],
    count: int,
    doubtful: NDArray[np.int64],
) -> tuple[int, int, int, int]:
    end, doubts = len(text), 0
    spans = np.empty((3, 2), np.int64)
    while count < len(points) and doubts + 3 <= len(doubtful):
        at = _past_blanks(text, at, end)
        if at + 1 < end and text[at] == 60 and text[at + 1] == 47:
            return READ, at, count, doubts
        at = _element(text, at, end, name, spans, 120, -1)  # x, y, z
        if at < 0:
            return GAVE_UP, at, count, 0
        for axis in range(3):
            begin, stop = spans[axis]
            behind, value, certainty = decimal(text, begin, stop)
            points[count, axis] = value
            if behind != stop or certainty != EXACT:
                doubtful[doubts, 0] = 3 * count + axis
                doubtful[doubts, 1] = begin
                doubtful[doubts, 2] = stop
                doubts += 1
        count += 1
    return FULL, at, count, doubts


@njit(cache=True)
def _triangles(
    text: NDArray[np.uint8], at: int, name: NDArray[np.uint8], corners: NDArray[np.int64]
) -> tuple[int, int, int]:
    end = len(text)
    spans = np.empty((3, 2), np.int64)
    for count in range(len(corners)):
        at = _past_blanks(text, at, end)
        if at + 1 < end and text[at] == 60 and text[at + 1] == 47:
            return READ, at, count
        at = _element(text, at, end, name, spans, 49, 118)  # v1, v2, v3
        if at < 0:
            return GAVE_UP, at, count
        for corner in range(3):
            begin, stop = spans[corner]
            if not 0 < stop - begin < 19:
                return GAVE_UP, at, count
            value = 0
            for place in range(begin, stop):
                figure = int(text[place]) - 48
                if not 0 <= figure <= 9:
                    return GAVE_UP, at, count
                value = 10 * value + figure
            corners[count, corner] = value
    return FULL, at, len(corners)


@njit(cache=True)
def _element(
    text: NDArray[np.uint8],
    at: int,
    end: int,
    name: NDArray[np.uint8],
    spans: NDArray[np.int64],
    first: int,
    before: int,
) -> int:
    """Walk past an empty element and note where the values of its three attributes lie.

    Their names are a letter ``before`` (-1: none) and one of three letters from ``first`` on.
    Returns where the element ends, -1 where anything is out of the ordinary.
    """
    if at + 1 + len(name) >= end or text[at] != 60:
        return -1
    for index in range(len(name)):
        if text[at + 1 + index] != name[index]:
            return -1
    at += 1 + len(name)
    found = 0
    while True:
        begin = at
        at = _past_blanks(text, at, end)
        if at + 1 < end and text[at] == 47 and text[at + 1] == 62:
            return at + 2 if found == 7 else -1
        if at == begin:  # a blank must part the attributes
            return -1
        begin = at
        at = _past_name(text, at, end)
        which = -1
        if at - begin == 1 + (before >= 0) and (before < 0 or text[begin] == before):
            which = int(text[at - 1]) - first
        elif at - begin >= 5 and _declares_namespace(text, begin):
            return -1
        begin, at = _value(text, at, end)
        if at < 0:
            return -1
        if 0 <= which <= 2:
            if found & (1 << which):
                return -1
            found |= 1 << which
            spans[which, 0], spans[which, 1] = begin, at
        at += 1


@njit(cache=True)
def _past_name(text: NDArray[np.uint8], at: int, end: int) -> int:
    while at < end and text[at] > 32 and text[at] != 61 and text[at] != 47 and text[at] != 62:
        at += 1
    return at


@njit(cache=True)
def _value(text: NDArray[np.uint8], at: int, end: int) -> tuple[int, int]:
    """Return where the value behind an attribute's name begins and ends; it ends at -1 if odd."""
    at = _past_blanks(text, at, end)
    if at >= end or text[at] != 61:
        return at, -1
    at = _past_blanks(text, at + 1, end)
    if at >= end or (text[at] != 34 and text[at] != 39):
        return at, -1
    quote = text[at]
    at += 1
    begin = at
    while at < end and text[at] != quote:
        if text[at] == 60 or text[at] == 38:  # < is an error, & a reference
            return begin, -1
        at += 1
    return begin, at if at < end else -1


@njit(cache=True)
def _declares_namespace(text: NDArray[np.uint8], at: int) -> bool:
    same = True
    for index in range(len(_NAMESPACE)):
        same &= text[at + index] == _NAMESPACE[index]
    return same


@njit(cache=True)
def _past_blanks(text: NDArray[np.uint8], at: int, end: int) -> int:
    while at < end and (text[at] == 32 or text[at] == 10 or text[at] == 13 or text[at] == 9):
        at += 1
    return at
