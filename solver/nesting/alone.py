"""Whether a machine can build a piece at all, and if not, what is in the way."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.geometry.outline import turned_points
from solver.geometry.voxels import usable_mm3
from solver.machines import Machine, Platform, Shape
from solver.nesting.limits import NOISE
from solver.nesting.opening import open_build
from solver.parts import Orientation, Piece
from solver.problem import Problem
from solver.result import Reason


def fits_alone(problem: Problem, machine: Machine, piece: Piece) -> Reason | None:
    """Return None if a piece can be built alone on a machine, else why not.

    ``no_mode``, ``not_eligible``, ``no_orientation`` (none is allowed here), ``no_voxels``;
    ``too_wide``, ``too_deep``, ``too_tall`` with the orientation that comes nearest to fitting,
    what it needs and what there is (µm); ``too_much_material``; where the shape of the free room
    keeps it out: ``blocked_by_keep_outs``, ``too_large_for_round``, ``no_place``.
    """
    return (
        _not_allowed(problem, machine, piece)
        or _too_large(problem, machine, piece)
        or _no_place(problem, machine, piece)
    )


def _not_allowed(problem: Problem, machine: Machine, piece: Piece) -> Reason | None:
    if piece.build_key not in machine.modes:
        facts = {"machine": machine.key, "build_key": piece.build_key}
        return Reason("no_mode", piece.key, facts)
    if machine.key not in piece.eligible:
        return Reason("not_eligible", piece.key, {"machine": machine.key})
    stands = _stands(problem, machine, piece)
    if not stands:
        return Reason("no_orientation", piece.key, {"machine": machine.key})
    if machine.platform.stacked and all(stand.voxels is None for stand in stands):
        return Reason("no_voxels", piece.key, {"machine": machine.key})
    return None


def _stands(problem: Problem, machine: Machine, piece: Piece) -> list[Orientation]:
    orientations = problem.part[piece.part].orientations
    return [each for each in orientations if machine.key in each.exposure_ms]


@dataclass(frozen=True, slots=True)
class _Need:
    """What a turned orientation needs and what there is in x, y and z (µm)."""

    orientation: str
    size_um: tuple[int, int, int]
    room_um: tuple[int, int, int]

    @property
    def excess_um(self) -> int:
        return max(size - room for size, room in zip(self.size_um, self.room_um, strict=True))


def _too_large(problem: Problem, machine: Machine, piece: Piece) -> Reason | None:
    stands = _stands(problem, machine, piece)
    needs = [need for stand in stands for need in _needs(machine.platform, stand)]
    nearest = min(needs, key=lambda need: need.excess_um)
    if nearest.excess_um > 0:
        return _size_reason(machine, piece, nearest)
    if machine.platform.stacked:
        return _material_reason(machine, piece, stands)
    return None


def _needs(platform: Platform, stand: Orientation) -> Iterator[_Need]:
    width_um = platform.width_um - 2 * platform.margin_um
    depth_um = platform.depth_um - 2 * platform.margin_um
    if not platform.stacked:
        room_um = (width_um, depth_um, platform.height_um)
        for angle_mdeg in stand.angles_mdeg:
            size_um = (*_turned_size_um(stand, angle_mdeg), stand.height_um)
            yield _Need(stand.key, size_um, room_um)
    elif stand.voxels is not None:
        nx, ny, nz = (count * stand.voxels.pitch_um for count in stand.voxels.shape)
        room_um = (width_um, depth_um, platform.height_um - 2 * platform.floor_um)
        for angle_mdeg in stand.angles_mdeg:
            size_um = (nx, ny, nz) if angle_mdeg % 180_000 == 0 else (ny, nx, nz)
            yield _Need(stand.key, size_um, room_um)


def _turned_size_um(stand: Orientation, angle_mdeg: int) -> tuple[int, int]:
    rings = [np.array(polygon.outer, float) for polygon in stand.outline.polygons]
    points = turned_points(np.concatenate(rings), angle_mdeg)
    size = np.ceil(np.ptp(points, axis=0) - NOISE)
    return int(size[0]), int(size[1])


def _size_reason(machine: Machine, piece: Piece, need: _Need) -> Reason:
    pairs = list(zip(need.size_um, need.room_um, strict=True))
    axis = max(range(3), key=lambda axis: pairs[axis][0] - pairs[axis][1])
    code = ("too_wide", "too_deep", "too_tall")[axis]
    facts: dict[str, str | int] = {
        "machine": machine.key,
        "orientation": need.orientation,
        "needed_um": pairs[axis][0],
        "room_um": pairs[axis][1],
    }
    return Reason(code, piece.key, facts)


def _material_reason(machine: Machine, piece: Piece, stands: list[Orientation]) -> Reason | None:
    platform = machine.platform
    most_mm3 = usable_mm3(platform) * platform.density_permille / 1000
    least_mm3 = min(stand.volume_mm3 for stand in stands if stand.voxels is not None)
    if least_mm3 <= most_mm3:
        return None
    facts: dict[str, str | int] = {
        "machine": machine.key,
        "volume_mm3": round(least_mm3),
        "most_mm3": round(most_mm3),
    }
    return Reason("too_much_material", piece.key, facts)


def _no_place(problem: Problem, machine: Machine, piece: Piece) -> Reason | None:
    if open_build(problem, machine).add(piece) is not None:
        return None
    platform = machine.platform
    if platform.keep_outs:
        code = "blocked_by_keep_outs"
    else:
        code = "too_large_for_round" if platform.shape is Shape.ROUND else "no_place"
    return Reason(code, piece.key, {"machine": machine.key})
