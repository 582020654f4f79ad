"""How many pieces a well filled build holds: an assumption about typical builds, no nesting."""

import math
from dataclasses import dataclass

from amcenter.intake.orientation import Orientation
from amcenter.processes import Process
from amcenter.tables import MachineRow


@dataclass(frozen=True, slots=True)
class Filling:
    """Pieces side by side on a storey, and storeys above each other."""

    per_storey: int
    storeys: int

    @property
    def capacity(self) -> int:
        return self.per_storey * self.storeys


def filling_of(
    machine: MachineRow,
    process: Process,
    orientation: Orientation,
    *,
    volume_mm3: float,
    typical_fill: float,
) -> Filling:
    """Return the filling of a build of equal pieces; one that fits the machine is always there.

    On every storey pieces and their gaps cover ``typical_fill`` of the usable platform. In a powder
    bed there are as many storeys as its height and its density limit allow.
    """
    area_mm2 = typical_fill * usable_mm2(machine)
    per_storey = max(int(area_mm2 / cell_mm2(orientation, machine.gap_mm)), 1)
    if not process.stacked:
        return Filling(per_storey, 1)
    room_mm = machine.height_mm - 2 * process.floor_mm
    by_height = (room_mm + machine.gap_mm) / (orientation.height_mm + machine.gap_mm)
    density = machine.density_limit or process.density_limit or 1.0
    by_density = density * usable_mm2(machine) * room_mm / volume_mm3
    if by_density < per_storey:
        return Filling(max(int(by_density), 1), 1)
    return Filling(per_storey, max(min(int(by_height), int(by_density / per_storey)), 1))


def usable_mm2(machine: MachineRow) -> float:
    """Return the platform without its margins."""
    width_mm = machine.width_mm - 2 * machine.margin_mm
    depth_mm = machine.depth_mm - 2 * machine.margin_mm
    return (math.pi / 4 if machine.round_platform else 1.0) * width_mm * depth_mm


def cell_mm2(orientation: Orientation, gap_mm: float) -> float:
    """Return what a piece takes of the platform: its shadow, half a gap wider all around.

    Exact for a rectangle, as ``(w + gap)(d + gap) = w·d + (w + d)·gap + gap²``.
    """
    width_mm, depth_mm, _ = orientation.size_mm
    return orientation.shadow_mm2 + (width_mm + depth_mm) * gap_mm + gap_mm**2
