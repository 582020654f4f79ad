"""Compiling the kernels (or loading them from the cache) before somebody waits for them."""

import numpy as np

from solver.geometry.voxels import from_cells
from solver.machines import Interval, Machine, Mode, Platform
from solver.nesting.search import nest
from solver.parts import Orientation, Part, Piece
from solver.problem import Problem
from solver.shapes import Outline, Polygon, Voxels

_SIDE_UM = 20_000


def warm_up() -> None:
    """Nest two small cubes beside each other and two in a powder bed."""
    side = _SIDE_UM
    square = Outline((Polygon(((0, 0), (side, 0), (side, side), (0, side))),))
    cube = Orientation("cube", square, side, 8000.0, {"flat": 1, "bed": 1}, voxels=_cube_voxels())
    keys = frozenset(cube.exposure_ms)
    pieces = tuple(Piece(key, "cube", "warm", keys) for key in ("one", "other"))
    machines = (_machine("flat", stacked=False), _machine("bed", stacked=True))
    problem = Problem(machines, (Part("cube", (cube,)),), pieces)
    for machine in machines:
        assert nest(problem, machine, pieces) is not None, "two small cubes fit anywhere"


def _cube_voxels() -> Voxels:
    return from_cells(np.ones((4, 4, 4), bool), _SIDE_UM // 4)


def _machine(key: str, *, stacked: bool) -> Machine:
    corner = Polygon(((90_000, 90_000), (100_000, 90_000), (100_000, 100_000)))
    platform = Platform(
        100_000, 100_000, 100_000, gap_um=2_000, keep_outs=(corner,), stacked=stacked
    )
    return Machine(key, platform, {"warm": Mode(0, 100, 100)}, (Interval(0, 1),))
