"""Whether pieces keep their distances: the exact word, for nester and judge alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import shapely
from shapely import MultiPolygon, STRtree
from shapely.geometry.base import BaseGeometry

from solver.geometry.outline import polygon_shape
from solver.geometry.room import overshoot_um
from solver.machines import Platform

TOLERANCE_UM = 1.0
"""What a distance may be short of the wanted one: a placement is in whole micrometres, so a shape
turned by an odd angle is up to 0.71 µm away from where it was meant to be."""


class Rule(StrEnum):
    """What a placement can break."""

    OVERLAP = "overlap"
    GAP = "gap"
    KEEP_OUT = "keep_out"
    MARGIN = "margin"
    HEIGHT = "height"
    FLOOR = "floor"
    DENSITY = "density"
    INTERLOCKED = "interlocked"
    NO_VOXELS = "no_voxels"


@dataclass(frozen=True, slots=True)
class Clash:
    """A rule that the named pieces break, with what was measured."""

    rule: Rule
    pieces: tuple[str, ...]
    facts: Mapping[str, int] = field(default_factory=dict)


def platform_violations(
    platform: Platform, pieces: Sequence[tuple[str, MultiPolygon]]
) -> list[Clash]:
    """Return every broken distance of (key, placed shape in µm) on one level of a platform.

    A piece inside a hole of another one is fine as long as it keeps the gap.
    """
    return [
        *edge_violations(platform, pieces),
        *keep_out_violations(platform, pieces),
        *gap_violations(platform.gap_um, pieces),
    ]


def edge_violations(
    platform: Platform, pieces: Sequence[tuple[str, MultiPolygon]]
) -> Iterator[Clash]:
    for key, shape in pieces:
        over_um = overshoot_um(platform, shape)
        if over_um > TOLERANCE_UM:
            yield Clash(Rule.MARGIN, (key,), {"over_um": round(over_um)})


def keep_out_violations(
    platform: Platform, pieces: Sequence[tuple[str, MultiPolygon]]
) -> Iterator[Clash]:
    forbidden = [polygon_shape(polygon) for polygon in platform.keep_outs]
    shapes = [shape for _, shape in pieces]
    for index, area in _candidates(shapes, forbidden, platform.gap_um):
        if too_near(shapes[index], forbidden[area], platform.gap_um):
            distance_um = round(shapes[index].distance(forbidden[area]))
            facts = {"keep_out": area, "distance_um": distance_um, "gap_um": platform.gap_um}
            yield Clash(Rule.KEEP_OUT, (pieces[index][0],), facts)


def gap_violations(gap_um: int, pieces: Sequence[tuple[str, MultiPolygon]]) -> Iterator[Clash]:
    shapes = [shape for _, shape in pieces]
    for one, other in _candidates(shapes, shapes, gap_um):
        if one < other and too_near(shapes[one], shapes[other], gap_um):
            keys = (pieces[one][0], pieces[other][0])
            distance_um = round(shapes[one].distance(shapes[other]))
            rule = Rule.GAP if distance_um > 0 else Rule.OVERLAP
            yield Clash(rule, keys, {"distance_um": distance_um, "gap_um": gap_um})


def _candidates(
    shapes: Sequence[MultiPolygon], others: Sequence[BaseGeometry], gap_um: int
) -> list[tuple[int, int]]:
    """Return the index pairs that are not further apart than the gap."""
    if not shapes or not others:
        return []
    pairs = STRtree(others).query(shapes, predicate="dwithin", distance=gap_um)
    return sorted((int(one), int(other)) for one, other in pairs.T)


def too_near(one: BaseGeometry, other: BaseGeometry, gap_um: int) -> bool:
    """Return whether two shapes are closer than the gap; without a gap they may touch."""
    if gap_um > TOLERANCE_UM:
        return bool(one.distance(other) < gap_um - TOLERANCE_UM)
    return overlap_um(one, other) > TOLERANCE_UM


def overlap_um(one: BaseGeometry, other: BaseGeometry) -> float:
    """Return how thick the common area of two shapes is: area by half the circumference.

    Two shapes that share a wall have none, whatever rounding does to the wall.
    """
    parts = shapely.get_parts(one.intersection(other))
    return max((2 * part.area / part.length for part in parts if part.area > 0), default=0.0)
