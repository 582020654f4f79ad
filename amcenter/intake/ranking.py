"""Which way of standing suits a process best."""

from collections.abc import Sequence
from typing import Protocol

from amcenter.intake.orientation import Orientation

SCAR_MM = 0.5
"""Where support rested, the surface is worked over: as dear as this depth of support."""
HEIGHT_WEIGHT = 0.1
STACKED_HEIGHT_WEIGHT = 0.5
FOOTING_WEIGHT = 0.05
"""What standing flat on the whole shadow is worth."""
FALLING_WEIGHT = 0.05
"""What it costs that only its support keeps a part from falling over."""
LAYER_WEIGHT = 0.02
"""What the largest layer costs where large layers warp, peel off hard or meet the recoater."""


class Demands(Protocol):
    """What a process says about standing; see ``processes.Process``."""

    @property
    def stacked(self) -> bool: ...

    @property
    def overhang_deg(self) -> float | None: ...

    @property
    def stances(self) -> Sequence[str]: ...


def ranked(found: Sequence[Orientation], process: Demands) -> list[Orientation]:
    """Return orientations with the best for a process first; equal ones keep their order."""
    costs = [round(cost, 9) for cost in _costs(found, process)]
    return [found[index] for index in sorted(range(len(found)), key=costs.__getitem__)]


def _costs(found: Sequence[Orientation], process: Demands) -> list[float]:
    if process.stacked:
        return _lying(found)
    return _carried(found, process)


def _lying(found: Sequence[Orientation]) -> list[float]:
    """Weigh what a part takes of a bed of powder: its box, and the height, which costs the time."""
    smallest = min((one.box_mm3 for one in found), default=0.0) or 1.0
    longest = max((one.height_mm for one in found), default=0.0) or 1.0
    return [
        one.box_mm3 / smallest + STACKED_HEIGHT_WEIGHT * one.height_mm / longest for one in found
    ]


def _carried(found: Sequence[Orientation], process: Demands) -> list[float]:
    """Weigh support (as a share of the smallest box), height, footing and the largest layer."""
    smallest = min((one.box_mm3 for one in found), default=0.0) or 1.0
    longest = max((one.height_mm for one in found), default=0.0) or 1.0
    largest = max((one.layers.largest_mm2 for one in found), default=0.0) or 1.0
    tilting = "tilted" in process.stances
    return [
        _support(one, process) / smallest
        + HEIGHT_WEIGHT * one.height_mm / longest
        + (LAYER_WEIGHT * one.layers.largest_mm2 / largest if tilting else 0.0)
        + _footing(one)
        for one in found
    ]


def _support(one: Orientation, process: Demands) -> float:
    if process.overhang_deg is None:
        return 0.0
    support = one.support(process.overhang_deg)
    return support.volume_mm3 + SCAR_MM * support.area_mm2


def _footing(one: Orientation) -> float:
    """Return what a bad footing costs, less what a good one is worth."""
    falling = one.tipping_mm is None or one.tipping_mm < 0.0
    standing = min(one.contact_mm2 / one.shadow_mm2, 1.0) if one.shadow_mm2 > 0.0 else 0.0
    return (FALLING_WEIGHT if falling else 0.0) - FOOTING_WEIGHT * standing
