"""What is wrong or remarkable about a part: errors keep it out of every build, warnings do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from amcenter.intake.analysis import PartAnalysis, Vector
from amcenter.intake.orientation import Orientation
from amcenter.intake.units import Unit
from amcenter.messages import Fact, Message

MOST_TRIANGLES = 5_000_000

FaceRange = tuple[int, int]
"""First and last of triangles that follow each other in the tidied mesh."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a part: one point, and the box around everything that is meant (file axes)."""

    at_mm: Vector
    low_mm: Vector
    high_mm: Vector


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a part; the sentence for ``code`` takes ``params``."""

    code: str
    severity: Severity
    params: Mapping[str, Fact] = field(default_factory=dict)
    rule: str | None = None
    """Number of the design rule that is broken."""
    value: float | None = None
    limit: float | None = None
    unit: str | None = None
    """Of ``value`` and ``limit``."""
    place: Place | None = None
    faces: tuple[FaceRange, ...] = ()
    """Of the tidied mesh; the worst of them where there are too many to name."""

    @property
    def message(self) -> Message:
        return Message(self.code, self.params)


@dataclass(frozen=True, slots=True)
class Room:
    """What a machine can hold, its margins taken off (mm)."""

    machine: str
    width_mm: float
    depth_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the surface of a part is faulty."""

    place: Place
    faces: tuple[FaceRange, ...]


def shape_findings(analysis: PartAnalysis, unit: Unit, faults: Spot | None = None) -> list[Finding]:
    """Return what is true of a part in every process."""
    found = [*_surface(analysis, faults), *_bodies(analysis)]
    if analysis.triangles > MOST_TRIANGLES:
        found.append(_error("triangles_above_limit", triangles=analysis.triangles))
    if unit.doubtful:
        longest = round(max(analysis.box_mm), 4)
        found.append(_warning("unit_doubtful", longest=longest, unit=unit.name))
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


def _surface(analysis: PartAnalysis, faults: Spot | None) -> list[Finding]:
    found = []
    if analysis.open_edges:
        found.append(_there(_error("not_closed", edges=analysis.open_edges), faults))
    elif analysis.twisted_edges:
        found.append(_there(_error("mixed_normals", edges=analysis.twisted_edges), faults))
    elif analysis.repeated_triangles:
        found.append(_error("repeated_triangles", triangles=analysis.repeated_triangles))
    elif not analysis.watertight:
        found.append(_there(_error("not_closed", edges=analysis.crowded_edges), faults))
    if analysis.volume_mm3 is not None and analysis.volume_mm3 <= 0.0:
        found.append(_error("no_volume"))
    if analysis.watertight and analysis.crowded_edges:
        found.append(_there(_warning("touching_edges", edges=analysis.crowded_edges), faults))
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
    size, limit = round(best[worst], 1), round(limits[worst], 1)
    found = _error(
        f"too_large_{('width', 'depth', 'height')[worst]}",
        machine=room.machine,
        size=size,
        limit=limit,
    )
    return replace(found, value=size, limit=limit, unit="mm")


def _there(finding: Finding, spot: Spot | None) -> Finding:
    return finding if spot is None else replace(finding, place=spot.place, faces=spot.faces)


def _error(code: str, **params: Fact) -> Finding:
    return Finding(code, Severity.ERROR, params)


def _warning(code: str, **params: Fact) -> Finding:
    return Finding(code, Severity.WARNING, params)
