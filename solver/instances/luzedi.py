"""Instances of github LUZEDI/AM-Production-Planning-Instances (2024): 100 real parts, 4 machines.

A build lasts set-up + VT · Σ volume + SPT · Σ support volume + HT · highest part; the value is the
makespan. Times are continuous there; here exposures are rounded up to milliseconds and heights to
micrometres, so a value is at most a second per build above the published model's.
"""

import math
from pathlib import Path

import numpy as np
import shapely
from shapely import Polygon as Shape

from solver.machines import Interval, Machine, Mode, Platform
from solver.parts import Orientation, Part, Piece
from solver.problem import Problem
from solver.shapes import Outline, Polygon

FAR_S = 10 * 365 * 24 * 3600
BUILD_KEY = "metal"
GROWN_UM = 2


def read_luzedi(folder: Path, name: str, *, gap_um: int = 1000) -> Problem:
    """Return an instance such as ``P100M4-0`` from a folder with the published tables.

    Parts keep ``gap_um`` from each other, which the publication leaves open, and may turn by
    quarters. The support volume counts as exposure only.
    """
    machines = np.loadtxt(folder / "part_machine_data_machine_info.txt", ndmin=2)
    parts = np.loadtxt(folder / "part_machine_data_part_info.txt", ndmin=2)
    outlines = _outlines(folder / "part_machine_data_projection.txt")
    wanted = np.loadtxt(folder / "instances" / f"{name}.txt", dtype=int, ndmin=1)
    # M2 instances use the two large machines, M4 all of them.
    chosen = [2, 3] if "M2" in name else [0, 1, 2, 3]
    rows = {f"m{index + 1}": machines[index] for index in chosen}
    return Problem(
        machines=tuple(_machine(key, row, gap_um) for key, row in rows.items()),
        parts=tuple(
            _part(index, parts[index], outlines[index], rows) for index in sorted(set(wanted))
        ),
        pieces=tuple(
            Piece(f"p{number}", f"part{index}", BUILD_KEY, frozenset(rows))
            for number, index in enumerate(wanted)
        ),
        weights={"makespan": 1},
    )


def _machine(key: str, row: np.ndarray, gap_um: int) -> Machine:
    width_mm, depth_mm, height_mm, setup_s, _, _, coating_s_per_mm = row
    return Machine(
        key=key,
        platform=Platform(
            width_um=int(width_mm * 1000),
            depth_um=int(depth_mm * 1000),
            height_um=int(height_mm * 1000),
            gap_um=gap_um,
        ),
        # The model knows no layers: one micrometre at a time is the same.
        modes={BUILD_KEY: Mode(math.ceil(setup_s), layer_um=1, layer_ms=int(coating_s_per_mm))},
        attended=(Interval(0, FAR_S),),
    )


def _part(index: int, row: np.ndarray, outline: Outline, machines: dict[str, np.ndarray]) -> Part:
    height_mm, volume_mm3, support_mm3 = (float(value) for value in row)
    exposure_ms = {
        key: math.ceil(1000 * (machine[4] * volume_mm3 + machine[5] * support_mm3))
        for key, machine in machines.items()
    }
    stand = Orientation("0", outline, math.ceil(height_mm * 1000), volume_mm3, exposure_ms)
    return Part(f"part{index}", (stand,))


def _outlines(path: Path) -> list[Outline]:
    """Read pairs of lines, x then y (mm); rings are separated by NaN, the first one is outside."""
    lines = [
        np.array(line.split(), float) for line in path.read_text().splitlines() if line.strip()
    ]
    return [_outline(x, y) for x, y in zip(lines[::2], lines[1::2], strict=True)]


def _outline(x_mm: np.ndarray, y_mm: np.ndarray) -> Outline:
    points = np.stack([x_mm, y_mm], axis=1) * 1000
    breaks = np.flatnonzero(np.isnan(x_mm))
    rings = [ring[~np.isnan(ring[:, 0])] for ring in np.split(points, breaks)]
    outer, *holes = (Shape(ring).buffer(0) for ring in rings if len(ring) >= 3)
    shadow = shapely.difference(outer, shapely.union_all(holes))
    # Rounding moves a point by less than a micrometre; the outline still contains the projection.
    grown = shapely.set_precision(shadow.buffer(GROWN_UM, join_style="mitre"), 1)
    shapes = [shape for shape in shapely.get_parts(grown) if isinstance(shape, Shape)]
    min_x, min_y, _, _ = (round(edge) for edge in grown.bounds)
    return Outline(tuple(_polygon(shape, min_x, min_y) for shape in shapes))


def _polygon(shape: Shape, min_x: int, min_y: int) -> Polygon:
    outer, *holes = (
        tuple((round(x) - min_x, round(y) - min_y) for x, y in ring.coords[:-1])
        for ring in (shape.exterior, *shape.interiors)
    )
    return Polygon(outer, tuple(holes))
