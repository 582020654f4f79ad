"""How much of a machine a piece takes at the very least, whatever the nesting does."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely

from solver.geometry.clearance import TOLERANCE_UM
from solver.geometry.outline import polygon_shape, shape
from solver.geometry.voxels import usable_mm3
from solver.machines import Machine, Platform, Shape
from solver.parts import Orientation, Piece
from solver.problem import Problem
from solver.shapes import Outline


@dataclass(frozen=True, slots=True)
class Load:
    """The least that a piece takes of a machine, every figure over all its orientations there."""

    share: float
    """Part of the room (0..1) of a build; the shares of one build never add up to more than 1."""
    exposure_ms: int
    height_um: int
    top_um: int
    """Highest point of the piece in the build."""


class Loads:
    """The loads of all pieces on all machines, computed once for each part and kind of platform."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._shares: dict[tuple[str, Platform, frozenset[str]], float] = {}
        self._loads: dict[tuple[str, str], Load | None] = {}

    def of(self, machine: Machine, piece: Piece) -> Load | None:
        """Return the load of a piece; None if it can stand in no orientation there."""
        key = (machine.key, piece.part)
        if key not in self._loads:
            self._loads[key] = self._measured(machine, piece)
        return self._loads[key]

    def _measured(self, machine: Machine, piece: Piece) -> Load | None:
        stands = buildable(self._problem, machine, piece)
        if not stands:
            return None
        height_um = min(stand.height_um for stand in stands)
        floor_um = machine.platform.floor_um if machine.platform.stacked else 0
        return Load(
            share=self._share(machine.platform, piece.part, stands),
            exposure_ms=min(stand.exposure_ms[machine.key] for stand in stands),
            height_um=height_um,
            top_um=floor_um + height_um,
        )

    def _share(self, platform: Platform, part: str, stands: Sequence[Orientation]) -> float:
        key = (part, platform, frozenset(stand.key for stand in stands))
        if key not in self._shares:
            self._shares[key] = min(share(platform, stand) for stand in stands)
        return self._shares[key]


def buildable(problem: Problem, machine: Machine, piece: Piece) -> list[Orientation]:
    """Return the orientations in which a machine may build a piece, the preferred one first."""
    room_um = machine.platform.height_um
    if machine.platform.stacked:
        room_um -= 2 * machine.platform.floor_um
    return [
        stand
        for stand in problem.part[piece.part].orientations
        if machine.key in stand.exposure_ms
        and stand.height_um <= room_um
        and (stand.voxels is not None or not machine.platform.stacked)
    ]


def share(platform: Platform, stand: Orientation) -> float:
    """Return which part of a build's room an orientation takes at least."""
    if platform.stacked:
        return stand.volume_mm3 * 1000 / (usable_mm3(platform) * platform.density_permille)
    # Half of the gap around every piece belongs to nobody else; it may reach beyond the room.
    reach_um = max(0.0, platform.gap_um - TOLERANCE_UM) / 2
    room_um2 = _room_um2(platform, reach_um)
    return _grown_area_um2(stand.outline, reach_um) / room_um2 if room_um2 > 0 else math.inf


def _grown_area_um2(outline: Outline, reach_um: float) -> float:
    geometry = shape(outline)
    if not reach_um:
        return float(geometry.area)
    grown_um2 = float(geometry.buffer(reach_um).area)
    if geometry.convex_hull.area > geometry.area * (1 + 1e-12):
        # GEOS straightens hollows by up to 1 % of the distance; arcs lie inside the true ones.
        grown_um2 -= 0.01 * reach_um * float(geometry.length)
    return max(float(geometry.area), grown_um2)


def _room_um2(platform: Platform, reach_um: float) -> float:
    width_um = platform.width_um - 2 * platform.margin_um + 2 * TOLERANCE_UM
    depth_um = platform.depth_um - 2 * platform.margin_um + 2 * TOLERANCE_UM
    keep_out_um2 = _keep_outs_um2(platform)
    if platform.shape is Shape.RECTANGLE:
        return (width_um + 2 * reach_um) * (depth_um + 2 * reach_um) - keep_out_um2
    a, b = width_um / 2, depth_um / 2
    around_um = math.pi * math.sqrt(
        2 * (a * a + b * b)
    )  # not less than the ellipse's circumference
    return math.pi * a * b + around_um * reach_um + math.pi * reach_um**2 - keep_out_um2


def _keep_outs_um2(platform: Platform) -> float:
    """Return how much of the room the forbidden areas surely take."""
    margin, width, depth = platform.margin_um, platform.width_um, platform.depth_um
    room = shapely.box(margin, margin, width - margin, depth - margin)
    if platform.shape is Shape.ROUND:
        circle = shapely.Point(0, 0).buffer(1, quad_segs=32)
        half = (width / 2 - margin, depth / 2 - margin)
        room = shapely.transform(circle, lambda points: points * half + (width / 2, depth / 2))
    areas: Iterable[shapely.Geometry] = [polygon_shape(area) for area in platform.keep_outs]
    return float(shapely.union_all([shapely.intersection(area, room) for area in areas]).area)
