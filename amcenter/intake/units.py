"""Units of files: STL and OBJ do not state theirs, so a doubtful size is a question to a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from amcenter.errors import BadInput

MM_PER_UNIT = {
    "mm": 1.0,
    "cm": 10.0,
    "m": 1000.0,
    "inch": 25.4,
    "foot": 304.8,
    "micron": 0.001,
}

SMALLEST_PLAUSIBLE_MM = 1.0
LARGEST_PLAUSIBLE_MM = 2000.0


class UnitSource(StrEnum):
    STATED = "stated"
    """A person said it."""
    FILE = "file"
    """The format says it (3MF)."""
    ASSUMED = "assumed"
    """Nobody said it; millimetres were taken."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit that was used and who said so; ``doubtful``: ask a person before going on."""

    name: str
    source: UnitSource
    doubtful: bool


def mm_per_unit(unit: str) -> float:
    """Return how many millimetres one ``unit`` has."""
    if unit not in MM_PER_UNIT:
        raise BadInput("unknown_unit", unit=unit, known=", ".join(MM_PER_UNIT))
    return MM_PER_UNIT[unit]


def unit_question(box_mm: Sequence[float]) -> bool:
    """Return whether a box that was read as millimetres makes one doubt the unit.

    A part that is nowhere longer than 1 mm was probably drawn in inches or metres, one longer than
    2 m in micrometres.
    """
    return not SMALLEST_PLAUSIBLE_MM <= max(box_mm) <= LARGEST_PLAUSIBLE_MM


def settle_unit(stated: str | None, in_file: str | None, box_mm: Sequence[float]) -> Unit:
    """Return the unit of a file: what the format says counts, then what a person said, then mm."""
    if in_file is not None:
        return Unit(in_file, UnitSource.FILE, doubtful=False)
    if stated is not None:
        return Unit(stated, UnitSource.STATED, doubtful=False)
    return Unit("mm", UnitSource.ASSUMED, doubtful=unit_question(box_mm))
