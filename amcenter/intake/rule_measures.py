"""What design rules can ask for: how each is measured, in which unit, and where it is broken."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely

from amcenter.intake.analysis import PartAnalysis, Vector
from amcenter.intake.features import Features
from amcenter.intake.findings import FaceRange, Place
from amcenter.intake.orientation import Orientation
from amcenter.intake.standing import Region, Standing
from amcenter.intake.widths import SLACK_MM, Widths
from amcenter.messages import Fact


@dataclass(frozen=True, slots=True)
class Subject:
    """A part as one process sees it."""

    analysis: PartAnalysis
    features: Features | None
    standing: Sequence[Orientation]
    """The orientations in which it may be built."""
    overhang_deg: float | None
    """Faces flatter than this need support; None: nothing does."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that is not kept: the value and where it is; ``facts`` for the sentence."""

    value: float
    place: Place | None
    faces: tuple[FaceRange, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """The value is not known well enough to say whether the limit is kept."""

    reason: str


NOT_CLOSED = Unmeasured("unmeasured_not_closed")
TOO_COARSE = Unmeasured("unmeasured_too_coarse")

Outcome = Breach | Unmeasured | None
"""None: the limit is kept."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of rule: its limit is the least or the most that is allowed."""

    bound: Literal["least", "most"]
    unit: str
    """mm, mm2, % or 1 (a plain number)."""
    against: Callable[[Subject, float], Outcome]


def _narrower(
    widths: Callable[[Features], Widths | None],
) -> Callable[[Subject, float], Outcome]:
    def against(subject: Subject, limit_mm: float) -> Outcome:
        if subject.features is None:
            return NOT_CLOSED
        found = widths(subject.features)
        if found is None or found.least_mm >= limit_mm - SLACK_MM:
            return None
        return _narrow(found, limit_mm)

    return against


def _slender(
    widths: Callable[[Features], Widths | None],
) -> Callable[[Subject, float], Outcome]:
    """Return the same for what may lie between the lines that were measured along."""
    narrower = _narrower(widths)

    def against(subject: Subject, limit_mm: float) -> Outcome:
        found = narrower(subject, limit_mm)
        if found is None and subject.features and subject.features.cell_mm > limit_mm:
            return TOO_COARSE
        return found

    return against


def _narrow(found: Widths, limit_mm: float) -> Breach:
    """Return the places narrower than the limit: whole levels, at least the narrowest one."""
    below = [level for level in found.levels if level.below_mm <= limit_mm] or found.levels[:1]
    lows, highs = [level.low_mm for level in below], [level.high_mm for level in below]
    place = Place(found.at_mm, _corner(min, lows), _corner(max, highs)) if below else None
    area = round(sum(level.area_mm2 for level in below), 1)
    faces = tuple(one for level in below for one in level.faces)
    return Breach(round(found.least_mm, 3), place, faces, {"area": area})


def _corner(extreme: Callable[[Sequence[float]], float], corners: Sequence[Vector]) -> Vector:
    x, y, z = (extreme(list(values)) for values in zip(*corners, strict=True))
    return x, y, z


def _thick_section(subject: Subject, limit_mm: float) -> Outcome:
    if subject.features is None:
        return NOT_CLOSED
    ball = subject.features.thickest
    if ball.width_mm <= limit_mm:
        return None
    half = ball.width_mm / 2
    low = (ball.at_mm[0] - half, ball.at_mm[1] - half, ball.at_mm[2] - half)
    high = (ball.at_mm[0] + half, ball.at_mm[1] + half, ball.at_mm[2] + half)
    return Breach(round(ball.width_mm, 1), Place(ball.at_mm, low, high))


def _closed_cavity(subject: Subject, limit: float) -> Outcome:
    analysis, features = subject.analysis, subject.features
    if analysis.cavities is None:
        return NOT_CLOSED
    if analysis.cavities <= limit:
        return None
    facts: dict[str, Fact] = {
        "cavities": analysis.cavities,
        "volume": round(analysis.cavity_volume_mm3 or 0.0, 1),
    }
    if features is None or not features.cavities:
        return Breach(analysis.cavities, None, facts=facts)
    found = features.cavities
    largest = found[0]
    middle = (
        (largest.low_mm[0] + largest.high_mm[0]) / 2,
        (largest.low_mm[1] + largest.high_mm[1]) / 2,
        (largest.low_mm[2] + largest.high_mm[2]) / 2,
    )
    place = Place(
        middle,
        _corner(min, [one.low_mm for one in found]),
        _corner(max, [one.high_mm for one in found]),
    )
    faces = tuple(ranges for one in found for ranges in one.faces)
    return Breach(analysis.cavities, place, faces, facts)


def _narrow_opening(subject: Subject, limit_mm: float) -> Outcome:
    if subject.features is None:
        return NOT_CLOSED
    chambers = subject.features.chambers
    surely = [one for one in chambers if one.opening_mm + one.blur_mm < limit_mm - SLACK_MM]
    if not surely:
        perhaps = any(one.blur_mm > 0 and one.opening_mm < limit_mm for one in chambers)
        return TOO_COARSE if perhaps else None
    narrowest = min(surely, key=lambda one: one.opening_mm)
    place = Place(
        narrowest.at_mm,
        _corner(min, [one.low_mm for one in surely]),
        _corner(max, [one.high_mm for one in surely]),
    )
    volume = round(sum(one.volume_mm3 for one in surely), 1)
    facts: dict[str, Fact] = {"rooms": len(surely), "volume": volume}
    return Breach(round(narrowest.opening_mm, 2), place, facts=facts)


def _overhang(subject: Subject, limit_percent: float) -> Outcome:
    if subject.overhang_deg is None:
        return None
    if subject.features is None:
        return NOT_CLOSED
    angle = subject.overhang_deg
    areas = [(_hanging(one, angle), one.key) for one in _standings(subject)]
    if not areas or any(region is None for region, _ in areas):
        return None
    least, key = min(
        ((region, key) for region, key in areas if region is not None),
        key=lambda pair: pair[0].area_mm2,
    )
    percent = 100 * least.area_mm2 / subject.analysis.area_mm2
    if percent <= limit_percent:
        return None
    facts: dict[str, Fact] = {
        "angle": angle,
        "area": round(least.area_mm2, 1),
        "orientation": key,
    }
    return Breach(round(percent, 1), _place(least), facts=facts)


def _hanging(standing: Standing, angle_deg: float) -> Region | None:
    """Return what hangs over flatter than an angle, of a measured one that is not smaller."""
    regions = [one.region for one in standing.overhangs if one.below_deg >= angle_deg]
    return regions[0] if regions else None


def _flat_bottom(subject: Subject, limit_mm2: float) -> Outcome:
    if subject.features is None:
        return NOT_CLOSED
    footings = [(one.footing, one.key) for one in _standings(subject)]
    if not footings or any(region is None for region, _ in footings):
        return None
    least, key = min(
        ((region, key) for region, key in footings if region is not None),
        key=lambda pair: pair[0].area_mm2,
    )
    if least.area_mm2 <= limit_mm2:
        return None
    return Breach(round(least.area_mm2), _place(least), facts={"orientation": key})


def _slender_part(subject: Subject, limit: float) -> Outcome:
    ratios = [(one.height_mm / max(_narrow_side_mm(one), 1e-9), one) for one in subject.standing]
    if not ratios:
        return None
    least, one = min(ratios, key=lambda pair: pair[0])
    if least <= limit:
        return None
    width = round(_narrow_side_mm(one), 1)
    facts: dict[str, Fact] = {"height": round(one.height_mm, 1), "width": width}
    return Breach(round(least, 1), None, facts=facts)


def _narrow_side_mm(one: Orientation) -> float:
    """Return the shorter side of the smallest rectangle around what a part covers."""
    points = [point for polygon in one.outline for point in polygon[0]]
    rectangle = shapely.MultiPoint(points).minimum_rotated_rectangle
    corners = shapely.get_coordinates(rectangle)
    return float(np.linalg.norm(np.diff(corners[:3], axis=0), axis=1).min())


def _much_support(subject: Subject, limit_percent: float) -> Outcome:
    volume, angle = subject.analysis.volume_mm3, subject.overhang_deg
    if angle is None:
        return None
    if volume is None:
        return NOT_CLOSED
    if volume <= 0 or not subject.standing:
        return None
    needs = [(one.support(angle).volume_mm3, one.key) for one in subject.standing]
    least, key = min(needs, key=lambda pair: pair[0])
    percent = 100 * least / volume
    if percent <= limit_percent:
        return None
    standing = next((one for one in _standings(subject) if one.key == key), None)
    hanging = _hanging(standing, angle) if standing else None
    facts: dict[str, Fact] = {"percent": round(percent)}
    return Breach(round(percent, 1), _place(hanging) if hanging else None, facts=facts)


def _standings(subject: Subject) -> list[Standing]:
    keys = {one.key for one in subject.standing}
    features = subject.features
    return [] if features is None else [one for one in features.standing if one.key in keys]


def _place(region: Region) -> Place:
    return Place(region.at_mm, region.low_mm, region.high_mm)


MEASURES: Mapping[str, Measure] = {
    "thin_wall": Measure("least", "mm", _narrower(lambda found: found.thickness)),
    "thick_section": Measure("most", "mm", _thick_section),
    "thin_pin": Measure("least", "mm", _slender(lambda found: found.pins)),
    "small_hole": Measure("least", "mm", _slender(lambda found: found.holes)),
    "narrow_gap": Measure("least", "mm", _narrower(lambda found: found.gaps)),
    "closed_cavity": Measure("most", "1", _closed_cavity),
    "narrow_opening": Measure("least", "mm", _narrow_opening),
    "overhang": Measure("most", "%", _overhang),
    "flat_bottom": Measure("most", "mm2", _flat_bottom),
    "slender_part": Measure("most", "1", _slender_part),
    "much_support": Measure("most", "%", _much_support),
}
"""By the name that rules state, which is also the code of the finding."""
