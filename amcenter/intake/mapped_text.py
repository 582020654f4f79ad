"""The text of a file as an array of its bytes, and how to name a place in it to a person."""

from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile

Text: TypeAlias = NDArray[np.uint8]

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SHOWN_BYTES = 40


def mapped(path: Path) -> Text:
    """Return the bytes of a text without its byte order mark; UTF-16 is turned into UTF-8.

    The file is mapped, not copied: its pages come and go as the walk needs them.
    """
    text: Text = np.asarray(np.memmap(path, np.uint8, mode="r"))
    head = text[:3].tobytes()
    if head[:2] in _UTF16_MARKS:
        try:
            return np.frombuffer(text.tobytes().decode("utf-16").encode(), np.uint8)
        except UnicodeDecodeError:
            raise UnreadableFile("unknown_format") from None
    return text[3:] if head == _UTF8_MARK else text


def line_of(text: Text, at: int) -> int:
    """Return the number of the line at ``at``, whichever way the lines end."""
    before = text[:at].tobytes()
    return max(before.count(b"\n"), before.count(b"\r")) + 1


def shown(word: bytes) -> str:
    """Return the beginning of a word as a person may see it."""
    letters = word[:_SHOWN_BYTES].decode("ascii", "replace")
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in letters
    )
