"""The platform of a machine in the solver's numbers: room is rounded down, what eats room up."""

from collections.abc import Iterator

from amcenter.intake.solver_outline import to_solver_outline
from amcenter.planning.problem.rounding import permille_down, um_down, um_up
from amcenter.processes import Process
from amcenter.tables import MachineRow
from solver.machines import Platform, Shape
from solver.shapes import Polygon, Ring


def platform_of(machine: MachineRow, process: Process) -> Platform:
    """Return the room of a machine."""
    density = machine.density_limit or process.density_limit or 1.0
    return Platform(
        width_um=um_down(machine.width_mm),
        depth_um=um_down(machine.depth_mm),
        height_um=um_down(machine.height_mm),
        gap_um=um_up(machine.gap_mm),
        margin_um=um_up(machine.margin_mm),
        shape=Shape.ROUND if machine.round_platform else Shape.RECTANGLE,
        keep_outs=tuple(_keep_outs(machine)),
        stacked=process.stacked,
        floor_um=um_up(process.floor_mm) if process.stacked else 0,
        density_permille=permille_down(density) if process.stacked else 1000,
    )


def _keep_outs(machine: MachineRow) -> Iterator[Polygon]:
    for entry in machine.keep_outs:
        ring = tuple((float(x), float(y)) for x, y in entry["points_mm"])
        outline, (left, low) = to_solver_outline([[ring]])
        for polygon in outline.polygons:
            yield Polygon(
                _moved(polygon.outer, left, low),
                tuple(_moved(hole, left, low) for hole in polygon.holes),
            )


def _moved(ring: Ring, left_um: int, low_um: int) -> Ring:
    return tuple((x + left_um, y + low_um) for x, y in ring)
