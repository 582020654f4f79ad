"""What is wrong or remarkable about a part: errors keep it out of every build, warnings do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from amcenter.intake.analysis import PartAnalysis
from amcenter.intake.orientation import Orientation
from amcenter.intake.units import Unit
from amcenter.messages import Fact, Message

MOST_TRIANGLES = 5_000_000
MUCH_SUPPORT = 0.5
"""Support volume over part volume (ISO/ASTM 52911-1 asks to avoid support; bureaus allow half)."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a part; the sentence for ``code`` takes ``params``."""

    code: str
    severity: Severity
    params: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        return Message(self.code, self.params)


@dataclass(frozen=True, slots=True)
class ProcessRules:
    """What a process minds about a shape."""

    needs_supports: bool = True
    closed_cavity: Severity = Severity.ERROR
    """Powder and resin stay inside for ever; an extruder leaves only air there."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a machine can hold, its margins taken off (mm)."""

    machine: str
    width_mm: float
    depth_mm: float
    height_mm: float


def shape_findings(analysis: PartAnalysis, unit: Unit) -> list[Finding]:
    """Return what is true of a part in every process."""
    found = [*_surface(analysis), *_bodies(analysis)]
    if analysis.triangles > MOST_TRIANGLES:
        found.append(_error("triangles_above_limit", triangles=analysis.triangles))
    if unit.doubtful:
        longest = round(max(analysis.box_mm), 4)
        found.append(_warning("unit_doubtful", longest=longest, unit=unit.name))
    return found


def process_findings(
    analysis: PartAnalysis, orientations: Sequence[Orientation], rules: ProcessRules
) -> list[Finding]:
    """Return what a process minds; ``orientations`` are those in which the part may be built."""
    found = []
    if analysis.cavities:
        facts: dict[str, Fact] = {
            "cavities": analysis.cavities,
            "volume": round(analysis.cavity_volume_mm3 or 0.0, 1),
        }
        found.append(Finding("closed_cavity", rules.closed_cavity, facts))
    if rules.needs_supports and analysis.volume_mm3:
        least = min((one.support_volume_mm3 for one in orientations), default=0.0)
        if least > MUCH_SUPPORT * analysis.volume_mm3:
            share = round(100 * least / analysis.volume_mm3)
            found.append(_warning("much_support", percent=share))
    return found


def size_findings(
    orientations: Sequence[Orientation],
    rooms: Sequence[Room],
    angles_deg: Sequence[float] = (0.0, 90.0),
) -> list[Finding]:
    """Return, if the part fits no machine, for each machine the size that fails at the best try.

    ``angles_deg`` are the turns about z that may be used.
    """
    tries = [size for one in orientations for size in _sizes(one, angles_deg)]
    misses = [_best_miss(room, tries) for room in rooms]
    return [] if any(miss is None for miss in misses) else [miss for miss in misses if miss]


def blocking(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that keep the part out of every build."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _surface(analysis: PartAnalysis) -> list[Finding]:
    found = []
    if analysis.open_edges:
        found.append(_error("not_closed", edges=analysis.open_edges))
    elif analysis.twisted_edges:
        found.append(_error("mixed_normals", edges=analysis.twisted_edges))
    elif analysis.repeated_triangles:
        found.append(_error("repeated_triangles", triangles=analysis.repeated_triangles))
    elif not analysis.watertight:
        found.append(_error("not_closed", edges=analysis.crowded_edges))
    if analysis.volume_mm3 is not None and analysis.volume_mm3 <= 0.0:
        found.append(_error("no_volume"))
    if analysis.watertight and analysis.crowded_edges:
        found.append(_warning("touching_edges", edges=analysis.crowded_edges))
    if analysis.turned_shells:
        found.append(_warning("inside_out", shells=analysis.turned_shells))
    if analysis.degenerate_triangles:
        found.append(_warning("degenerate_triangles", triangles=analysis.degenerate_triangles))
    return found


def _bodies(analysis: PartAnalysis) -> list[Finding]:
    return [_warning("several_bodies", bodies=analysis.bodies)] if analysis.bodies > 1 else []


def _sizes(
    orientation: Orientation, angles_deg: Sequence[float]
) -> list[tuple[float, float, float]]:
    """Return width, depth and height of the turned outline for each angle."""
    corners = np.array([point for rings in orientation.outline for point in rings[0]])
    sizes = []
    for angle in np.radians(angles_deg):
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        width, depth = (float(size) for size in np.ptp(corners @ turn.T, axis=0))
        sizes.append((width, depth, orientation.height_mm))
    return sizes


def _best_miss(room: Room, sizes: Sequence[tuple[float, float, float]]) -> Finding | None:
    """Return the worst dimension of the size that misses the room by least, None if one fits."""
    limits = (room.width_mm, room.depth_mm, room.height_mm)

    def excess(size: tuple[float, float, float]) -> list[float]:
        return [part / limit for part, limit in zip(size, limits, strict=True)]

    best = min(sizes, key=lambda size: max(excess(size)))
    worst = int(np.argmax(excess(best)))
    if excess(best)[worst] <= 1.0:
        return None
    return _error(
        f"too_large_{('width', 'depth', 'height')[worst]}",
        machine=room.machine,
        size=round(best[worst], 1),
        limit=round(limits[worst], 1),
    )


def _error(code: str, **params: Fact) -> Finding:
    return Finding(code, Severity.ERROR, params)


def _warning(code: str, **params: Fact) -> Finding:
    return Finding(code, Severity.WARNING, params)
