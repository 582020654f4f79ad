"""Decimal numbers in text, read to the last bit or handed to Python's ``float``.

A number of up to 15 to 16 digits with a small power of ten is exact in two roundings-free steps:
its digits and the power are both exact floats, and one division or multiplication rounds once
(Clinger 1990, doi:10.1145/93542.93557). Everything else is at best known to a few units in the
last place, and only ``float`` may say what it is.
"""

from collections.abc import Iterable

import numpy as np
from numba import njit
from numpy.typing import NDArray

EXACT = 2
NEAR = 1
"""Within a relative error of 2^-50."""
UNKNOWN = 0

LONGEST_WORD = 400
"""Bytes; the longest double that anybody writes out has 325 digits behind its point."""

_POWERS = np.array([10.0**power for power in range(271)])
_BELOW, _ABOVE = 1.0 - 2.0**-50, 1.0 + 2.0**-50
_TEN = np.uint64(10)
_EXACT_DIGITS = np.uint64(1 << 53)


@njit(cache=True)
def decimal(text: NDArray[np.uint8], at: int, end: int) -> tuple[int, float, int]:
    """Return where the number at ``at`` ends, its value, and how sure that is.

    Whether anything may follow there is for the caller to say.
    """
    negative = at < end and text[at] == 45
    if at < end and (text[at] == 45 or text[at] == 43):
        at += 1
    begin = at
    digits, taken, power = np.uint64(0), 0, 0
    lost = False
    point = -1
    while at < end:
        figure = int(text[at]) - 48
        if 0 <= figure <= 9:
            if taken < 19:
                digits = digits * _TEN + np.uint64(figure)
                taken += digits != 0
                power -= point >= 0
            else:
                lost = True
                power += point < 0
        elif figure == -2 and point < 0:
            point = at
        else:
            break
        at += 1
    if at - begin - (point >= 0) <= 0:
        return at, 0.0, UNKNOWN
    if at < end and (text[at] | 32) == 101:
        at, stated, sure = _exponent(text, at + 1, end)
        if not sure:
            return at, 0.0, UNKNOWN
        power += stated
    value, certainty = _scaled(digits, power, lost)
    return at, -value if negative else value, certainty


@njit(cache=True)
def _exponent(text: NDArray[np.uint8], at: int, end: int) -> tuple[int, int, bool]:
    negative = at < end and text[at] == 45
    if at < end and (text[at] == 45 or text[at] == 43):
        at += 1
    begin, value = at, 0
    while at < end and 48 <= text[at] <= 57:
        if value < 100_000:
            value = value * 10 + int(text[at]) - 48
        at += 1
    return at, -value if negative else value, at > begin


@njit(cache=True)
def _scaled(digits: np.uint64, power: int, lost: bool) -> tuple[float, int]:
    if digits == 0:
        return 0.0, EXACT
    if power < -270 or power > 270:  # of up to 19 digits: far from overflow and underflow
        return 0.0, UNKNOWN
    value = np.float64(digits)
    scaled = value / _POWERS[-power] if power < 0 else value * _POWERS[power]
    if not lost and digits <= _EXACT_DIGITS and -22 <= power <= 22:
        return scaled, EXACT
    return scaled, NEAR


@njit(cache=True)
def sure_in_32_bits(value: float, certainty: int) -> bool:
    """Return whether the 32-bit float next to the number is that of ``value`` without doubt."""
    if certainty == EXACT:
        return True
    usual = 1e-37 < abs(value) < 1e38
    return usual and certainty == NEAR and np.float32(value * _BELOW) == np.float32(value * _ABOVE)


def python_number(word: bytes) -> float:
    """Return what Python makes of a word; raises ValueError for what is no decimal number."""
    if b"_" in word or len(word) > LONGEST_WORD:  # Python would take 1_000
        raise ValueError
    return float(word)


def first_unreadable(words: Iterable[bytes], into: NDArray[np.floating]) -> int | None:
    """Fill in what Python makes of the words; return which one is no number, None if all are."""
    for index, word in enumerate(words):
        try:
            into[index] = python_number(word)
        except ValueError:
            return index
    return None
