"""ASCII STL, strictly: the grammar must explain every byte but text behind a closing word."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake.soup import Soup, require_count, soup_of_corners

# Possessive quantifiers (++) never give back what they took: no text can make them slow.
_FACET = re.compile(
    rb"\s*+facet\s++normal"
    + rb"\s++[^\s]++" * 3
    + rb"\s++outer\s++loop"
    + (rb"\s++vertex" + rb"\s++([^\s]++)" * 3) * 3
    + rb"\s++endloop\s++endfacet[^\r\n]*+",
    re.IGNORECASE,
)
_SOLID = re.compile(rb"\s*+solid[^\r\n]*+", re.IGNORECASE)
_END = re.compile(rb"\s*+endsolid[^\r\n]*+", re.IGNORECASE)
_LONGEST_FACET = 2000
_CHUNK_WORDS = 9 * 50_000


def read_ascii_stl(path: Path) -> Soup:
    """Return the triangles of all solids of an ASCII STL."""
    text = _plain(path.read_bytes()).rstrip()
    chunks: list[NDArray[np.float32]] = []
    solids = position = 0
    while position < len(text):
        opening = _SOLID.match(text, position)
        if opening is None:
            raise _syntax_error(text, position, "solid")
        position = _read_solid(text, opening.end(), chunks)
        solids += 1
    require_count(sum(len(chunk) for chunk in chunks))
    return soup_of_corners(np.concatenate(chunks), solids)


def _plain(data: bytes) -> bytes:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16").encode()
        except UnicodeDecodeError:
            raise UnreadableFile("unknown_format") from None
    return data.removeprefix(b"\xef\xbb\xbf")


def _read_solid(text: bytes, start: int, chunks: list[NDArray[np.float32]]) -> int:
    """Append the corners of one solid to ``chunks`` and return where its ``endsolid`` line ends."""
    position, words = start, list[bytes]()
    for facet in _facets(text, start):
        words.extend(facet.groups())
        position = facet.end()
        if len(words) >= _CHUNK_WORDS:
            chunks.append(_corners(words, sum(map(len, chunks))))
            words.clear()
    chunks.append(_corners(words, sum(map(len, chunks))))
    closing = _END.match(text, position)
    if closing is None:
        raise _syntax_error(text, position, "facet")
    return closing.end()


def _facets(text: bytes, position: int) -> Iterator[re.Match[bytes]]:
    while facet := _FACET.match(text, position):
        yield facet
        position = facet.end()


def _corners(words: list[bytes], before: int) -> NDArray[np.float32]:
    """Return the numbers as float32 (m, 3, 3), as binary STL holds them."""
    numbers = np.empty(len(words))
    for index, word in enumerate(words):
        try:
            numbers[index] = _number(word)
        except ValueError:
            found = word[:20].decode("ascii", "replace")
            triangle = before + index // 9 + 1
            raise UnreadableFile("stl_bad_number", triangle=triangle, found=found) from None
    with np.errstate(over="ignore"):  # 1e39 becomes infinity and is refused as such
        return numbers.astype(np.float32).reshape(-1, 3, 3)


def _number(word: bytes) -> float:
    if b"_" in word:  # Python would take 1_000
        raise ValueError
    return float(word)


def _syntax_error(text: bytes, position: int, wanted: str) -> UnreadableFile:
    rest = text[position : position + _LONGEST_FACET].lower().split()
    line = text.count(b"\n", 0, position) + 1
    at_end = len(text) - position < _LONGEST_FACET
    # What is there may be the beginning of a facet that goes on behind the end of the file.
    if not rest or (at_end and b"facet".startswith(rest[0]) and b"endfacet" not in rest):
        return UnreadableFile("stl_text_truncated", line=line)
    found = rest[0][:20].decode("ascii", "replace")
    return UnreadableFile("stl_syntax", line=line, wanted=wanted, found=found)
