"""OFF (text): how many points and faces, then a line for each of them."""

import re
from pathlib import Path

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake.decimals import EXACT, decimal, first_unreadable
from amcenter.intake.lexing import past_blanks, past_line, past_word, whole_number
from amcenter.intake.mapped_text import Text, line_of, mapped
from amcenter.intake.polygons import triangles_of
from amcenter.intake.soup import Soup, require_count

_BLANKS = rb"(?:\s++|#[^\r\n]*+)"
OPENING = re.compile(rb"C?N?OFF" + _BLANKS + rb"+(\d{1,18})\s++(\d{1,18})(?=\s)[^\r\n]*+")
"""With colours or normals, of which nothing matters here; other kinds are not known."""
HEAD_BYTES = 4096
_SHORTEST_POINT = len("0 0 0\n")
_SHORTEST_FACE = len("3 0 1 2\n")


def read_off(path: Path) -> Soup:
    """Return the faces of an OFF, polygons cut into triangles."""
    text = mapped(path)
    opening = OPENING.match(text[:HEAD_BYTES].tobytes())
    if opening is None:
        raise UnreadableFile("off_bad_line", line=1)
    points, faces = int(opening[1]), int(opening[2])
    require_count(faces)
    if points * _SHORTEST_POINT + faces * _SHORTEST_FACE > len(text) + 1:
        raise UnreadableFile("off_truncated", points=points, faces=faces)
    coordinates, at = _coordinates(text, opening.end(), points)
    # A corner takes a figure and a blank.
    corners, sizes = np.empty((len(text) - at) // 2 + 1, np.int64), np.empty(faces, np.int64)
    count, at, whole = _faces(text, at, corners, sizes)
    if not whole:
        raise _wrong(text, at, points, faces)
    return Soup(coordinates, triangles_of(coordinates, corners[:count], sizes))


def _coordinates(text: Text, at: int, points: int) -> tuple[NDArray[np.float64], int]:
    coordinates = np.empty((points, 3))
    doubtful = np.empty((3 * points, 2), np.int64)
    at, whole = _points(text, at, coordinates, doubtful)
    if not whole:
        raise _wrong(text, at, points, 0)
    numbers = np.flatnonzero(doubtful[:, 1])
    exact = np.empty(len(numbers))
    spans = doubtful[numbers].tolist()
    wrong = first_unreadable((text[begin:end].tobytes() for begin, end in spans), exact)
    if wrong is not None:
        raise UnreadableFile("off_bad_line", line=line_of(text, spans[wrong][0]))
    coordinates.reshape(-1)[numbers] = exact
    return coordinates, at


def _wrong(text: Text, at: int, points: int, faces: int) -> UnreadableFile:
    if at >= len(text):
        return UnreadableFile("off_truncated", points=points, faces=faces)
    return UnreadableFile("off_bad_line", line=line_of(text, at))


@njit(cache=True)
def _points(
    text: NDArray[np.uint8],
    at: int,
    coordinates: NDArray[np.float64],
    doubtful: NDArray[np.int64],
) -> tuple[int, bool]:
    """Read points; where in the text the doubtful ones of all their numbers are, else zeros."""
    end = len(text)
    for point in range(len(coordinates)):
        at = _past_comments(text, at, end)
        for axis in range(3):
            at = past_blanks(text, at, end)
            stop = past_word(text, at, end)
            if stop == at:
                return at, False
            behind, value, certainty = decimal(text, at, stop)
            coordinates[point, axis] = value
            sure = behind == stop and certainty == EXACT
            doubtful[3 * point + axis, 0] = 0 if sure else at
            doubtful[3 * point + axis, 1] = 0 if sure else stop
            at = stop
        at = past_line(text, at, end)
    return at, True


@njit(cache=True)
def _faces(
    text: NDArray[np.uint8], at: int, corners: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[int, int, bool]:
    end = len(text)
    count = 0
    for face in range(len(sizes)):
        at = _past_comments(text, at, end)
        at, size, there = whole_number(text, at, end)
        if not there or size < 3:
            return count, at, False
        sizes[face] = size
        for _ in range(size):
            at = past_blanks(text, at, end)
            stop = past_word(text, at, end)
            behind, corner, there = whole_number(text, at, stop)
            if not there or behind != stop:
                return count, at, False
            corners[count] = corner
            count += 1
            at = stop
        at = past_line(text, at, end)
    return count, at, True


@njit(cache=True)
def _past_comments(text: NDArray[np.uint8], at: int, end: int) -> int:
    at = past_blanks(text, at, end)
    while at < end and text[at] == 35:
        at = past_blanks(text, past_line(text, at, end), end)
    return at
