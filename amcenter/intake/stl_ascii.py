"""ASCII STL, strictly: the grammar must explain every byte but text behind a closing word."""

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake import soup as soups
from amcenter.intake.decimals import first_unreadable
from amcenter.intake.mapped_text import Text, line_of, mapped, shown
from amcenter.intake.soup import Soup, joined_soup, require_count
from amcenter.intake.stl_lexer import ENDS_EARLY, FULL, WORDS, WRONG_WORD, walk
from amcenter.messages import Message

BEGINNING = re.compile(rb"(?:\A|[\r\n])[ \t]*+(?=(solid|facet[ \t]+normal)\b)", re.IGNORECASE)
"""Where the grammar begins: some programs write a comment first, some forget the first line."""
HEAD_BYTES = 64 * 1024
_SHORTEST_FACET = len("facet normal 0 0 0 outer loop vertex 0 0 0 vertex 0 0 0 vertex 0 0 0 ") + 16
_MOST_DOUBTFUL = 9 * 10_000


def read_ascii_stl(path: Path) -> Soup:
    """Return the triangles of all solids of an ASCII STL, joined where corners are the same."""
    text = mapped(path)
    head = text[:HEAD_BYTES].tobytes()
    beginning = BEGINNING.search(head)
    if beginning is None:
        raise UnreadableFile("unknown_format")
    named = beginning[1].lower() == b"solid"
    unusual = not named or bool(head[: beginning.end()].strip())
    remarks = (Message("stl_unusual_start"),) if unusual else ()
    corners, solids = _walked(text, beginning.end(), inside=not named)
    return joined_soup(corners, solids, remarks)


def _walked(text: Text, at: int, *, inside: bool) -> tuple[NDArray[np.float32], int]:
    """Return the corners (m, 3, 3) and the number of solids from ``at`` on."""
    room = min(len(text) // _SHORTEST_FACET, soups.MAX_TRIANGLES) + 1
    corners = np.empty((room, 9), np.float32)
    doubtful = np.empty((_MOST_DOUBTFUL, 3), np.int64)
    ended, triangles, solids = FULL, 0, int(inside)
    while ended == FULL and triangles < room:
        ended, at, wanted, inside, triangles, opened, doubts = walk(
            text, at, inside, corners, triangles, doubtful
        )
        solids += opened
        _settle(text, doubtful[:doubts], corners.reshape(-1))
    if ended in {ENDS_EARLY, WRONG_WORD}:
        raise _complaint(text, ended, at, WORDS[wanted], triangles)
    require_count(triangles)
    return corners[:triangles].reshape(-1, 3, 3), solids


def _settle(text: Text, doubtful: NDArray[np.int64], numbers: NDArray[np.float32]) -> None:
    """Let Python read the numbers that the walk was not sure of."""
    exact = np.empty(len(doubtful))
    wrong = first_unreadable((text[a:b].tobytes() for _, a, b in doubtful.tolist()), exact)
    if wrong is not None:
        _, begin, end = doubtful[wrong].tolist()
        found = shown(text[begin:end].tobytes())
        raise UnreadableFile("stl_bad_number", line=line_of(text, begin), found=found)
    with np.errstate(over="ignore"):  # 1e39 becomes infinity and is refused as such
        numbers[doubtful[:, 0]] = exact


def _complaint(text: Text, ended: int, at: int, wanted: str, triangles: int) -> UnreadableFile:
    line = line_of(text, at)
    if ended == ENDS_EARLY and triangles == 0 and line == 1:
        return UnreadableFile("stl_one_line")
    if ended == ENDS_EARLY:
        return UnreadableFile("stl_text_truncated", line=line, triangles=triangles)
    word = text[at : at + 100].tobytes().split(maxsplit=1)[0]
    return UnreadableFile("stl_syntax", line=line, wanted=wanted, found=shown(word))
