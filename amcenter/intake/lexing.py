"""The small steps by which text is walked in compiled code.

All take the text, a place in it and its end, and return the place behind what they passed. Blanks
are those of ASCII; a line ends with a carriage return, a line feed or both.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True)
def is_blank(byte: np.uint8) -> bool:
    return bool(byte == 32 or 9 <= byte <= 13)


@njit(cache=True)
def past_blanks(text: NDArray[np.uint8], at: int, end: int) -> int:
    while at < end and is_blank(text[at]):
        at += 1
    return at


@njit(cache=True)
def past_word(text: NDArray[np.uint8], at: int, end: int) -> int:
    while at < end and not is_blank(text[at]):
        at += 1
    return at


@njit(cache=True)
def past_line(text: NDArray[np.uint8], at: int, end: int) -> int:
    """Stop at the end of the line, not behind it."""
    while at < end and text[at] != 10 and text[at] != 13:
        at += 1
    return at


@njit(cache=True)
def whole_number(text: NDArray[np.uint8], at: int, end: int) -> tuple[int, int, bool]:
    """Return the place behind a whole number, its value and whether there is one."""
    negative = at < end and text[at] == 45
    if at < end and (text[at] == 45 or text[at] == 43):
        at += 1
    begin, value = at, 0
    while at < end and 48 <= text[at] <= 57 and at - begin < 18:
        value = value * 10 + int(text[at]) - 48
        at += 1
    return at, -value if negative else value, at > begin
