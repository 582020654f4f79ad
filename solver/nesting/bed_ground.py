"""A powder bed as a lattice of cubes, and how every orientation of a part fills them."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from solver.builds import Placement
from solver.geometry.outline import polygon_shape
from solver.geometry.voxels import to_cells, turned, turned_corner
from solver.machines import Platform, Shape
from solver.nesting.bed_kernels import occupy_everywhere
from solver.nesting.cover import cover, segments
from solver.nesting.solids import Point, Solid, Variants, join, on_lattice, solid
from solver.parts import Orientation

_MOST_CELLS = 16_000_000
"""Cells of the coarsest lattice; a table of it takes about 1.3 bytes per cell."""
_NOTHING = 2**30


@dataclass(frozen=True, slots=True, eq=False)
class BedWay:
    """All different turns of one orientation."""

    orientation: Orientation
    angles_mdeg: tuple[int, ...]
    corners_um: tuple[tuple[int, int], ...]
    """What the lower left corner of each turn is away from the origin of the turned part."""
    solids: tuple[Solid, ...]
    variants: Variants


@dataclass(frozen=True, slots=True, eq=False)
class BedGround:
    """The cubes of the usable room, from the corner inside margin and floor on."""

    platform: Platform
    pitch_um: int
    room: Point
    ball: NDArray[np.int32]
    base: NDArray[np.uint64]
    closed: bool
    """Whether ``base`` has any cell that is taken from the start."""
    ways: dict[int, BedWay] = field(default_factory=dict)
    """By the identity of the orientation, which its way keeps alive."""

    @property
    def corner_um(self) -> Point:
        return self.platform.margin_um, self.platform.margin_um, self.platform.floor_um

    def way(self, orientation: Orientation) -> BedWay:
        """Return the prepared orientation; it is made once."""
        known = self.ways.get(id(orientation))
        if known is None:
            known = self.ways.setdefault(id(orientation), _make_way(orientation, self.pitch_um))
        return known

    def placement(self, piece: str, way: BedWay, turn: int, cell: Point) -> Placement:
        low = [c + i * self.pitch_um for c, i in zip(self.corner_um, cell, strict=True)]
        corner_x, corner_y = way.corners_um[turn]
        return Placement(
            piece,
            way.orientation.key,
            low[0] - corner_x,
            low[1] - corner_y,
            low[2],
            way.angles_mdeg[turn],
        )

    def empty_table(self) -> NDArray[np.uint64]:
        return self.base.copy() if self.closed else np.zeros(self.base.shape, np.uint64)

    def empty_fronts(self) -> NDArray[np.int32]:
        x, y, z = self.room
        fronts = np.empty((3, 2, max(x, y), max(y, z)), np.int32)
        fronts[:, 0], fronts[:, 1] = _NOTHING, -_NOTHING
        return fronts


def lattice_pitch_um(platform: Platform, voxel_um: int, fineness: int) -> int:
    """Return the multiple of the voxel pitch at which a bed has not too many cells."""
    factor = 1
    while math.prod(_room(platform, factor * voxel_um)) > _MOST_CELLS:
        factor += 1
    return voxel_um * -(-factor // (1 << fineness))


def make_bed_ground(platform: Platform, pitch_um: int) -> BedGround:
    x, y, z = _room(platform, pitch_um)
    base = np.zeros((max(1, x.bit_length()), z, y, (x >> 6) + 3), np.uint64)
    mask = _closed(platform, pitch_um, x, y)
    if mask.any():
        occupy_everywhere(base, (x, y, z), mask)
    reach = ball(platform.gap_um, pitch_um)
    return BedGround(platform, pitch_um, (x, y, z), reach, base, bool(mask.any()))


def _room(platform: Platform, pitch_um: int) -> Point:
    return (
        (platform.width_um - 2 * platform.margin_um) // pitch_um,
        (platform.depth_um - 2 * platform.margin_um) // pitch_um,
        (platform.height_um - 2 * platform.floor_um) // pitch_um,
    )


def _closed(platform: Platform, pitch_um: int, columns: int, rows: int) -> NDArray[np.bool_]:
    """Return the cells [y, x] that keep-outs or the curved wall forbid at every height."""
    mask = np.zeros((rows, columns), bool)
    for polygon in platform.keep_outs:
        mask |= cover(
            segments(polygon_shape(polygon)) - platform.margin_um,
            rows=rows,
            columns=columns,
            pitch_um=(pitch_um, pitch_um),
            radius_um=platform.gap_um,
        )
    if platform.shape is Shape.ROUND:
        mask |= _outside_ellipse(platform, pitch_um, columns, rows)
    return mask


def _outside_ellipse(
    platform: Platform, pitch_um: int, columns: int, rows: int
) -> NDArray[np.bool_]:
    half = np.array([platform.width_um, platform.depth_um]) / 2
    # The ellipse shrunk in proportion is nowhere nearer to the edge than the margin.
    share = 1 - platform.margin_um / half.min()
    x, y = (
        np.abs(platform.margin_um + pitch_um * np.arange(count + 1) - middle) / (share * middle)
        for count, middle in zip((columns, rows), half, strict=True)
    )
    # Of a cell the corner that is furthest from the middle must be inside.
    furthest_x, furthest_y = np.maximum(x[:-1], x[1:]), np.maximum(y[:-1], y[1:])
    return np.asarray(furthest_x[None, :] ** 2 + furthest_y[:, None] ** 2 > 1)


def ball(gap_um: int, pitch_um: int) -> NDArray[np.int32]:
    """Return (z, y, reach) of the cells whose distance from a cell is less than the gap."""

    def between(steps: int) -> int:
        return max(abs(steps) - 1, 0) * pitch_um

    reach = gap_um // pitch_um + 1
    steps = range(-reach, reach + 1)
    rows = []
    for dz in steps:
        for dy in steps:
            inside = [
                dx for dx in range(reach + 1) if _is_near(gap_um, *map(between, (dx, dy, dz)))
            ]
            if inside:
                rows.append((dz, dy, inside[-1]))
    return np.array(rows or [(0, 0, 0)], np.int32)


def _is_near(gap_um: int, *apart_um: int) -> bool:
    return sum(distance**2 for distance in apart_um) < gap_um**2


def _make_way(orientation: Orientation, pitch_um: int) -> BedWay:
    """Prepare an orientation; turns that look the same are kept once."""
    voxels = orientation.voxels
    assert voxels is not None, "only orientations with voxels are put into a powder bed"
    bare = to_cells(voxels)
    different: dict[tuple[tuple[int, ...], bytes], tuple[int, tuple[int, int], Solid]] = {}
    for angle_mdeg in orientation.angles_mdeg:
        quarters = angle_mdeg // 90_000
        x, y = turned_corner(bare.shape, quarters)
        cells, _ = on_lattice(turned(bare, quarters), voxels.pitch_um, (0, 0, 0), pitch_um)
        looks = (cells.shape, cells.tobytes())
        corner_um = (x * voxels.pitch_um, y * voxels.pitch_um)
        different.setdefault(looks, (angle_mdeg, corner_um, solid(cells)))
    angles, corners, solids = zip(*different.values(), strict=True)
    return BedWay(orientation, tuple(angles), tuple(corners), tuple(solids), join(solids))
