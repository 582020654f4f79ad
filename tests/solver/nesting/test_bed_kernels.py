from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from solver.geometry.voxels import Cells
from solver.nesting.bed_ground import ball
from solver.nesting.bed_kernels import first_place, occupy
from solver.nesting.solids import Solid, join, solid

Room = tuple[int, int, int]
WIDE, NARROW = (70, 8, 6), (7, 6, 5)
PITCH_UM = 1_000
PIECES = arrays(
    np.bool_,
    st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(1, 3)),
    elements=st.booleans(),
    fill=st.just(True),
).filter(np.any)
# Hooks and rings, which hold each other in a narrow bed.
HOOKS = st.integers(0, 2**32).map(lambda seed: np.random.default_rng(seed).random((4, 4, 4)) < 0.3)


class Bed:
    """The arrays of a bed, and the same facts cell by cell."""

    def __init__(self, room: Room, gap_um: int) -> None:
        x, y, z = self.room = room
        self.table = np.zeros((x.bit_length(), z, y, (x >> 6) + 3), np.uint64)
        self.fronts = np.full((3, 2, max(x, y), max(y, z)), 2**30, np.int32)
        self.fronts[:, 1] = -(2**30)
        self.ball = ball(gap_um, PITCH_UM)
        self.gap_um = gap_um
        self.filled = np.zeros((0, 3), int)

    def take(self, body: Solid, cells: Cells, place: tuple[int, int, int]) -> None:
        columns = (body.columns, body.column_offsets)
        occupy(self.table, self.fronts, self.room, body.runs, *columns, self.ball, *place)
        self.filled = np.concatenate([self.filled, np.argwhere(cells) + place])

    def allows(self, cells: Cells, place: tuple[int, int, int]) -> bool:
        mine = np.argwhere(cells) + place
        apart = np.maximum(np.abs(mine[:, None] - self.filled[None]) - 1, 0) * PITCH_UM
        near = (apart**2).sum(axis=2) < self.gap_um**2
        same = (mine[:, None] == self.filled[None]).all(axis=2)
        return not (near | same).any() and self.has_exit(mine)

    def has_exit(self, mine: NDArray[np.int64]) -> bool:
        taken = set(map(tuple, self.filled.tolist()))
        for axis, sign in product((2, 1, 0), (1, -1)):
            step = np.zeros(3, int)
            step[axis] = sign
            swept = np.concatenate([mine + step * distance for distance in range(1, 80)])
            if taken.isdisjoint(map(tuple, swept.tolist())):
                return True
        return False


@given(
    gap_um=st.sampled_from([0, 999, 1_000, 1_500, 2_300]),
    placed=st.lists(
        st.tuples(PIECES, st.tuples(st.integers(-2, 69), st.integers(-1, 7), st.integers(0, 5))),
        max_size=4,
    ),
    variants=st.lists(PIECES, min_size=1, max_size=2),
    lying=st.sampled_from([1, 0, -1]),
)
def test_the_place_is_the_lowest_free_one_with_a_way_out(
    gap_um: int,
    placed: list[tuple[Cells, tuple[int, int, int]]],
    variants: list[Cells],
    lying: int,
) -> None:
    _assert_lowest(WIDE, gap_um, placed, variants, lying)


@settings(max_examples=150)
@given(
    placed=st.lists(
        st.tuples(HOOKS, st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 1))),
        min_size=1,
        max_size=3,
    ),
    hook=HOOKS,
)
def test_among_hooks_every_place_has_a_way_out(
    placed: list[tuple[Cells, tuple[int, int, int]]], hook: Cells
) -> None:
    _assert_lowest(NARROW, 0, placed, [hook], 1)


def _assert_lowest(
    room: Room,
    gap_um: int,
    placed: list[tuple[Cells, tuple[int, int, int]]],
    variants: list[Cells],
    lying: int,
) -> None:
    bed = Bed(room, gap_um)
    for cells, place in placed:
        bed.take(solid(cells), cells, place)
    joined = join([solid(cells) for cells in variants])

    turn, x, y, z = first_place(
        bed.table,
        bed.fronts,
        room,
        joined.runs,
        joined.offsets,
        joined.columns,
        joined.column_offsets,
        joined.sizes,
        np.zeros(len(variants), np.int64),
        lying,
    )

    free = [
        (place[2], 2 * place[1] + lying * cells.shape[1], place[1], place[0], index)
        for index, cells in enumerate(variants)
        for place in _first_free(bed, cells)
    ]
    if not free:
        assert turn == -1
    else:
        assert (z, 2 * y + lying * variants[turn].shape[1], y, x, turn) == min(free)


def _first_free(bed: Bed, cells: Cells) -> list[tuple[int, int, int]]:
    spans = [range(room - size + 1) for room, size in zip(bed.room, cells.shape, strict=True)]
    for z, y, x in product(*reversed(spans)):
        if bed.allows(cells, (x, y, z)):
            return [(x, y, z)]
    return []


@given(
    gap_um=st.sampled_from([0, 2_300]),
    placed=st.lists(
        st.tuples(PIECES, st.tuples(st.integers(50, 69), st.integers(0, 7), st.integers(0, 5))),
        min_size=1,
        max_size=3,
    ),
)
def test_every_level_of_the_table_tells_of_the_next_cells(
    gap_um: int, placed: list[tuple[Cells, tuple[int, int, int]]]
) -> None:
    bed = Bed(WIDE, gap_um)

    for cells, place in placed:
        bed.take(solid(cells), cells, place)

    lowest, *higher = (
        np.unpackbits(level.view(np.uint8), axis=-1, bitorder="little") for level in bed.table
    )
    for index, level in enumerate(higher, start=1):
        reach = 2**index
        padded = np.pad(lowest, ((0, 0), (0, 0), (0, reach)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, reach, axis=-1)
        assert np.array_equal(level[..., :70], windows.max(axis=-1)[..., :70])
