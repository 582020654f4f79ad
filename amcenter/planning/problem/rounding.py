"""The steps to the solver's whole numbers, each to its safe side: sizes and times up, room down."""

import math
from datetime import datetime, timedelta

HAIR = 1e-9
"""Relative; 100.1 mm must stay 100100 µm although the product of the floats is a hair more."""


def um_up(mm: float) -> int:
    """Return a size in µm, never smaller than it is."""
    return _up(mm * 1000)


def um_down(mm: float) -> int:
    """Return room in µm, never larger than it is."""
    return _down(mm * 1000)


def ms_up(s: float) -> int:
    """Return a duration in ms, never shorter than it is."""
    return _up(s * 1000)


def permille_up(share: float) -> int:
    return _up(share * 1000)


def permille_down(share: float) -> int:
    return _down(share * 1000)


def second_up(moment: datetime, origin: datetime) -> int:
    """Return the first whole second from the origin that is not before a moment."""
    return -((origin - moment) // timedelta(seconds=1))


def second_down(moment: datetime, origin: datetime) -> int:
    """Return the last whole second from the origin that is not after a moment."""
    return (moment - origin) // timedelta(seconds=1)


def _up(value: float) -> int:
    return math.ceil(value * (1 - HAIR)) if value > 0 else math.ceil(value)


def _down(value: float) -> int:
    return math.floor(value * (1 + HAIR)) if value > 0 else math.floor(value)
