"""A platform as a grid, and how every orientation of a part covers its cells."""

import math
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from solver.builds import Placement
from solver.geometry.clearance import TOLERANCE_UM
from solver.geometry.outline import polygon_shape, turned
from solver.geometry.room import overshoot_um
from solver.machines import Platform
from solver.nesting.cover import cover, segments
from solver.nesting.flat_kernels import occupy_mask
from solver.nesting.grid import Steps, even_steps, wanted_pitch_um
from solver.nesting.limits import NOISE, column_limits
from solver.nesting.runs import straight_runs
from solver.parts import Orientation


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """An orientation turned by one angle, standing in the first corner of the room."""

    angle_mdeg: int
    x_um: int
    y_um: int
    mask: NDArray[np.bool_]
    limits: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """All different turns of one orientation, joined as ``flat_kernels`` wants them."""

    orientation: Orientation
    turns: tuple[Turn, ...]
    runs: NDArray[np.int32]
    offsets: NDArray[np.int64]
    limits: NDArray[np.int32]
    depths: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The cells of a platform. The first one begins half a gap before the usable room.

    A piece stands for all points within half a gap of it; these areas must not meet. They do not
    have to stay on the platform: where a piece may stand is known exactly, row by row.
    """

    platform: Platform
    across: Steps
    along: Steps
    base: NDArray[np.uint64]
    ways: dict[int, Way] = field(default_factory=dict)
    """By the identity of the orientation, which its way keeps alive."""

    @property
    def corner_um(self) -> float:
        """Where the first cell begins, in x and in y."""
        return self.platform.margin_um - self.platform.gap_um / 2

    def mask(self, geometry: BaseGeometry, rows: int, columns: int) -> NDArray[np.bool_]:
        """Return the cells within half a gap of a shape that lies somewhere on the platform."""
        return cover(
            segments(geometry) - self.corner_um,
            rows=rows,
            columns=columns,
            pitch_um=(self.across.pitch_um, self.along.pitch_um),
            radius_um=self.platform.gap_um / 2,
        )

    def whole_mask(self, geometry: BaseGeometry) -> NDArray[np.bool_]:
        return self.mask(geometry, self.along.count + 1, self.across.count + 1)

    def way(self, orientation: Orientation) -> Way:
        """Return the prepared orientation; it is made once."""
        known = self.ways.get(id(orientation))
        if known is None:
            known = self.ways.setdefault(id(orientation), _make_way(self, orientation))
        return known

    def placement(self, piece: str, way: Way, turn: int, column: int, row: int) -> Placement:
        chosen = way.turns[turn]
        return Placement(
            piece,
            way.orientation.key,
            chosen.x_um + column * self.across.pitch_um,
            chosen.y_um + row * self.along.pitch_um,
            angle_mdeg=chosen.angle_mdeg,
        )


def make_ground(platform: Platform, fineness: int) -> Ground:
    room_x = platform.width_um - 2 * platform.margin_um + platform.gap_um
    room_y = platform.depth_um - 2 * platform.margin_um + platform.gap_um
    wanted_um = wanted_pitch_um(max(room_x, room_y), fineness)
    across, along = even_steps(room_x, wanted_um), even_steps(room_y, wanted_um)
    levels = (across.count + 1).bit_length()
    base = np.zeros((levels, along.count + 1, (across.count >> 6) + 4), np.uint64)
    ground = Ground(platform, across, along, base)
    for polygon in platform.keep_outs:
        occupy_mask(base, ground.whole_mask(polygon_shape(polygon)))
    return ground


def _make_way(ground: Ground, orientation: Orientation) -> Way:
    """Prepare an orientation; turns that look the same are kept once."""
    different: dict[tuple[tuple[int, ...], bytes, bytes], Turn] = {}
    for angle_mdeg in orientation.angles_mdeg:
        turn = _turn(ground, orientation, angle_mdeg)
        looks = (turn.mask.shape, turn.mask.tobytes(), turn.limits.tobytes())
        different.setdefault(looks, turn)
    turns = tuple(different.values())
    runs = [straight_runs(turn.mask) for turn in turns]
    return Way(
        orientation,
        turns,
        np.concatenate(runs),
        np.cumsum([0, *map(len, runs)]),
        np.stack([turn.limits for turn in turns]),
        np.array([len(turn.mask) for turn in turns]),
    )


def _turn(ground: Ground, orientation: Orientation, angle_mdeg: int) -> Turn:
    outline = turned(orientation.outline, angle_mdeg)
    min_x, min_y, max_x, max_y = outline.bounds
    margin_um, reach_um = ground.platform.margin_um, ground.platform.gap_um
    x_um, y_um = math.ceil(margin_um - min_x - NOISE), math.ceil(margin_um - min_y - NOISE)
    moved = translate(outline, x_um, y_um)
    rows = math.ceil((max_y - min_y + reach_um) / ground.along.pitch_um) + 2
    columns = math.ceil((max_x - min_x + reach_um) / ground.across.pitch_um) + 2
    mask = ground.mask(moved, rows, columns)
    mask = mask[: np.flatnonzero(mask.any(axis=1)).max(initial=0) + 1]
    hull = shapely.get_coordinates(moved.convex_hull)
    limits = column_limits(ground.platform, ground.across, ground.along, hull)
    return Turn(angle_mdeg, x_um, y_um, mask, limits)


def centred(platform: Platform, orientation: Orientation, piece: str) -> Placement | None:
    """Return the placement in the middle of a round platform, where the largest pieces fit."""
    for angle_mdeg in orientation.angles_mdeg:
        outline = turned(orientation.outline, angle_mdeg)
        centre = shapely.minimum_bounding_circle(outline).centroid
        x_um = round(platform.width_um / 2 - centre.x)
        y_um = round(platform.depth_um / 2 - centre.y)
        if overshoot_um(platform, translate(outline, x_um, y_um)) <= TOLERANCE_UM:
            return Placement(piece, orientation.key, x_um, y_um, angle_mdeg=angle_mdeg)
    return None
