"""Voxels as boolean arrays: quarter turns about Z and the places they take in the world."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon

from solver.builds import Placement
from solver.machines import Platform, Shape
from solver.parts import Orientation
from solver.shapes import Voxels

Cells = NDArray[np.bool_]
"""Boolean array indexed [x, y, z]; cell (i, j, k) is the cube [i, i + 1) · pitch and so on."""


def to_cells(voxels: Voxels) -> Cells:
    count = int(np.prod(voxels.shape))
    bits = np.unpackbits(np.frombuffer(voxels.bits, np.uint8), count=count)
    return bits.astype(np.bool_).reshape(voxels.shape)


def from_cells(cells: Cells, pitch_um: int) -> Voxels:
    nx, ny, nz = cells.shape
    return Voxels(pitch_um, (nx, ny, nz), np.packbits(np.ascontiguousarray(cells)).tobytes())


def turned(cells: Cells, quarters: int) -> Cells:
    """Return the cells after quarter turns about Z (counter-clockwise seen from above).

    The first cell lies again at the lower left corner; ``turned_corner`` says where that corner is
    in the frame of the turned part.
    """
    return np.ascontiguousarray(np.rot90(cells, quarters % 4, axes=(0, 1)))


def turned_corner(shape: tuple[int, ...], quarters: int) -> tuple[int, int]:
    """Return the lower left corner (in cells) of a box that was turned about its own corner."""
    nx, ny = shape[:2]
    return ((0, 0), (-ny, 0), (-nx, -ny), (0, -nx))[quarters % 4]


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """The cells of a placed piece; ``corner_um`` is the lowest corner of the first cell."""

    key: str
    cells: Cells
    pitch_um: int
    corner_um: tuple[int, int, int]

    @property
    def far_um(self) -> tuple[int, int, int]:
        """The corner opposite to ``corner_um``."""
        x, y, z = (
            low + count * self.pitch_um
            for low, count in zip(self.corner_um, self.cells.shape, strict=True)
        )
        return x, y, z


def placed_body(orientation: Orientation, placement: Placement) -> Body | None:
    """Return the placed cells of a piece; None if the orientation has no voxels."""
    voxels = orientation.voxels
    if voxels is None:
        return None
    quarters = placement.angle_mdeg // 90_000
    corner_x, corner_y = turned_corner(voxels.shape, quarters)
    corner_um = (
        placement.x_um + corner_x * voxels.pitch_um,
        placement.y_um + corner_y * voxels.pitch_um,
        placement.z_um,
    )
    return Body(placement.piece, _turned(voxels, quarters % 4), voxels.pitch_um, corner_um)


@lru_cache(maxsize=1024)
def _turned(voxels: Voxels, quarters: int) -> Cells:
    # Copies of a part share their cells; nobody may write into them.
    cells = turned(to_cells(voxels), quarters)
    cells.flags.writeable = False
    return cells


def silhouette(body: Body, axis: int) -> MultiPolygon:
    """Return what a body covers (µm) seen along an axis, in the two other ones."""
    covered = body.cells.any(axis=axis)
    u_um, v_um = (low for index, low in enumerate(body.corner_um) if index != axis)
    # One box per straight run of cells.
    steps = np.diff(np.pad(covered, ((1, 1), (0, 0))).astype(np.int8), axis=0).T
    rows, begins = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    u, v = u_um + body.pitch_um * np.stack([begins, ends]), v_um + body.pitch_um * rows
    boxes = shapely.union_all(shapely.box(u[0], v, u[1], v + body.pitch_um)).simplify(0)
    return MultiPolygon(shapely.get_parts(boxes).tolist())


def usable_mm3(platform: Platform) -> float:
    """Return the volume inside the margins and floors of a platform."""
    width_um = platform.width_um - 2 * platform.margin_um
    depth_um = platform.depth_um - 2 * platform.margin_um
    height_um = platform.height_um - 2 * platform.floor_um
    share = 1.0 if platform.shape is Shape.RECTANGLE else math.pi / 4
    return share * width_um * depth_um * height_um / 1e9
