"""Small problems for tests of geometry and nesting: millimetres in, a Problem out."""

from collections.abc import Sequence

import numpy as np

from solver.geometry.voxels import Cells, from_cells
from solver.machines import Interval, Machine, Mode, Platform
from solver.parts import Orientation, Part, Piece
from solver.problem import Problem
from solver.shapes import Outline, Polygon, Ring

QUARTERS = (0, 90_000, 180_000, 270_000)


def ring(*points_mm: tuple[float, float]) -> Ring:
    return tuple((round(1000 * x), round(1000 * y)) for x, y in points_mm)


def box(width_mm: float, depth_mm: float, x_mm: float = 0, y_mm: float = 0) -> Ring:
    return ring(
        (x_mm, y_mm),
        (x_mm + width_mm, y_mm),
        (x_mm + width_mm, y_mm + depth_mm),
        (x_mm, y_mm + depth_mm),
    )


def rectangle(width_mm: float, depth_mm: float) -> Outline:
    return Outline((Polygon(box(width_mm, depth_mm)),))


def frame(side_mm: float, hole_mm: float) -> Outline:
    """A square with a square window in its middle."""
    wall_mm = (side_mm - hole_mm) / 2
    return Outline((Polygon(box(side_mm, side_mm), (box(hole_mm, hole_mm, wall_mm, wall_mm),)),))


def disc(diameter_mm: float, corners: int = 48) -> Outline:
    """A regular polygon that fits into the circle; it touches the sides of its box."""
    angles = 2 * np.pi * np.arange(corners) / corners
    points = diameter_mm / 2 * (1 + np.stack([np.cos(angles), np.sin(angles)], axis=1))
    return Outline((Polygon(ring(*map(tuple, points.tolist()))),))


def l_shape(size_mm: float, wall_mm: float) -> Outline:
    points = ((0, 0), (size_mm, 0), (size_mm, wall_mm), (wall_mm, wall_mm))
    return Outline((Polygon(ring(*points, (wall_mm, size_mm), (0, size_mm))),))


def flat(
    outline: Outline, *, angles_mdeg: tuple[int, ...] = QUARTERS, height_um: int = 10_000
) -> Orientation:
    return Orientation("flat", outline, height_um, 1.0, {"m": 1}, angles_mdeg)


def solid(
    cells: Cells, pitch_um: int = 1000, *, key: str = "solid", volume_mm3: float | None = None
) -> Orientation:
    nx, ny, nz = cells.shape
    outline = Outline((Polygon(box(nx * pitch_um / 1000, ny * pitch_um / 1000)),))
    volume = float(cells.sum() * (pitch_um / 1000) ** 3) if volume_mm3 is None else volume_mm3
    return Orientation(
        key, outline, nz * pitch_um, volume, {"m": 1}, voxels=from_cells(cells, pitch_um)
    )


def machine(platform: Platform) -> Machine:
    return Machine("m", platform, {"steel": Mode(0, 50, 1000)}, (Interval(0, 1000),))


def problem(platform: Platform, *stands: Orientation | Sequence[Orientation]) -> Problem:
    """One part and one piece (p0, p1, ...) per entry; an entry may offer several orientations."""
    ways = [(stand,) if isinstance(stand, Orientation) else tuple(stand) for stand in stands]
    parts = tuple(Part(f"part{index}", way) for index, way in enumerate(ways))
    pieces = tuple(
        Piece(f"p{index}", part.key, "steel", frozenset({"m"})) for index, part in enumerate(parts)
    )
    return Problem((machine(platform),), parts, pieces)
