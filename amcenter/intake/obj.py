"""Wavefront OBJ: corner points and faces, nothing else of it matters here."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake.decimals import first_unreadable
from amcenter.intake.mapped_text import Text, line_of, mapped, shown
from amcenter.intake.obj_lexer import BAD_INDEX, BAD_LINE, FULL, walk
from amcenter.intake.polygons import triangles_of
from amcenter.intake.soup import Soup, require_count

_MOST_DOUBTFUL = 3 * 10_000
_LONGEST_SHOWN = 40


def read_obj(path: Path) -> Soup:
    """Return the faces of an OBJ, polygons cut into triangles."""
    text = mapped(path)
    # Room for lines of the usual length; what is not needed is never touched.
    points = np.empty((len(text) // 24 + 64, 3))
    corners = np.empty(len(text) // 6 + 64, np.int64)
    sizes = np.empty(len(text) // 18 + 64, np.int64)
    doubtful = np.empty((_MOST_DOUBTFUL, 3), np.int64)
    counts = np.zeros(6, np.int64)
    ended, at = FULL, 0
    while ended == FULL:
        ended, at, wrong = walk(text, at, counts, points, corners, sizes, doubtful)
        if ended == BAD_INDEX:
            raise UnreadableFile("bad_index", index=wrong, points=int(counts[0]))
        if ended == BAD_LINE:
            raise _bad_line(text, at)
        _settle(text, doubtful[: counts[5]], points.reshape(-1))
        if counts[5] + 3 <= len(doubtful) and ended == FULL:
            require_count(int(counts[2]) or 1)
            points = np.concatenate([points, np.empty_like(points)])
            corners = np.concatenate([corners, np.empty_like(corners)])
            sizes = np.concatenate([sizes, np.empty_like(sizes)])
        counts[5] = 0
    return _soup(counts, points, corners, sizes)


def _settle(text: Text, doubtful: NDArray[np.int64], numbers: NDArray[np.float64]) -> None:
    """Let Python read the coordinates that the walk was not sure of."""
    exact = np.empty(len(doubtful))
    wrong = first_unreadable((text[a:b].tobytes() for _, a, b in doubtful.tolist()), exact)
    if wrong is not None:
        raise _bad_line(text, int(doubtful[wrong, 1]))
    numbers[doubtful[:, 0]] = exact


def _bad_line(text: Text, at: int) -> UnreadableFile:
    """Return the complaint about the line in which ``at`` lies."""
    before = text[max(at - _LONGEST_SHOWN, 0) : at].tobytes()
    begin = at - len(before.replace(b"\r", b"\n").rpartition(b"\n")[2])
    words = text[begin : begin + _LONGEST_SHOWN].tobytes().splitlines()[0]
    return UnreadableFile("obj_bad_line", line=line_of(text, at), found=shown(words))


def _soup(
    counts: NDArray[np.int64],
    points: NDArray[np.float64],
    corners: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> Soup:
    point_count, corner_count, polygons, objects, groups, _ = counts.tolist()
    require_count(polygons)
    highest = int(corners[:corner_count].max())
    if highest >= point_count:  # by the number that stands in the file
        raise UnreadableFile("bad_index", index=highest + 1, points=point_count)
    faces = triangles_of(points[:point_count], corners[:corner_count], sizes[:polygons])
    return Soup(points[:point_count], faces, objects or groups or 1)
