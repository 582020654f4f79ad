import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from solver.nesting.flat_kernels import first_place, occupy, occupy_mask
from solver.nesting.runs import straight_runs

Mask = NDArray[np.bool_]
ROWS, COLUMNS = 9, 150
PIECES = st.tuples(st.integers(1, 4), st.integers(1, 70)).flatmap(
    lambda shape: arrays(np.bool_, shape, elements=st.booleans(), fill=st.just(True))
)
BOARDS = st.integers(0, 2**32).map(
    lambda seed: np.random.default_rng(seed).random((ROWS, COLUMNS)) < 0.02
)


def empty_table() -> NDArray[np.uint64]:
    return np.zeros((COLUMNS.bit_length(), ROWS, (COLUMNS >> 6) + 3), np.uint64)


def bits(table: NDArray[np.uint64]) -> Mask:
    return np.array(
        [
            [bool(row[x >> 6] >> np.uint64(x & 63) & np.uint64(1)) for x in range(COLUMNS)]
            for row in table[0]
        ]
    )


def places(board: Mask, piece: Mask) -> list[tuple[int, int]]:
    """Return (row, column) of every free place, found cell by cell."""
    depth, width = piece.shape
    return [
        (y, x)
        for y in range(ROWS - depth + 1)
        for x in range(COLUMNS - width + 1)
        if not (board[y : y + depth, x : x + width] & piece).any()
    ]


def limits(piece: Mask) -> NDArray[np.int32]:
    depth, width = piece.shape
    return np.array(
        [(0, COLUMNS - width if y <= ROWS - depth else -1) for y in range(ROWS)], np.int32
    )


@settings(max_examples=60)
@given(
    board=BOARDS,
    variants=st.lists(PIECES.filter(np.any), min_size=1, max_size=3),
    lying=st.sampled_from([1, 0, -1]),
)
def test_the_place_is_the_lowest_of_all_free_ones(
    board: Mask, variants: list[Mask], lying: int
) -> None:
    table = empty_table()
    occupy_mask(table, board)
    runs = [straight_runs(piece) for piece in variants]
    offsets = np.cumsum([0, *map(len, runs)])
    depths = np.array([len(piece) for piece in variants])
    bounds = np.stack([limits(piece) for piece in variants])
    starts = np.zeros(len(variants), np.int64)

    turn, x, y = first_place(table, np.concatenate(runs), offsets, bounds, depths, starts, lying)

    free = [
        (2 * row + lying * len(piece), row, column, index)
        for index, piece in enumerate(variants)
        for row, column in places(board, piece)
    ]
    assert (turn >= 0) == bool(free)
    if free:
        assert (2 * y + lying * len(variants[turn]), y, x) == min(free)[:3]
        # And what it takes is exactly its own cells, on every level of the table.
        occupy(table, runs[turn], 0, len(runs[turn]), x, y)
        depth, width = variants[turn].shape
        board[y : y + depth, x : x + width] |= variants[turn]
        fresh = empty_table()
        occupy_mask(fresh, board)
        assert np.array_equal(table, fresh)
        assert np.array_equal(bits(table), board)


@given(board=BOARDS, piece=PIECES.filter(np.any), low=st.integers(0, 149), high=st.integers(0, 149))
def test_places_outside_the_limits_are_not_taken(
    board: Mask, piece: Mask, low: int, high: int
) -> None:
    table = empty_table()
    occupy_mask(table, board)
    bounds = limits(piece)[None].copy()
    bounds[0, :, 0] = np.minimum(low, 60)
    bounds[0, :, 1] = np.minimum(bounds[0, :, 1], high)
    runs = straight_runs(piece)

    turn, x, y = first_place(
        table,
        runs,
        np.array([0, len(runs)]),
        bounds,
        np.array([len(piece)]),
        np.zeros(1, np.int64),
        1,
    )

    free = [place for place in places(board, piece) if min(low, 60) <= place[1] <= high]
    assert (y, x) == min(free) if free else turn == -1
