import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from solver.geometry.removal import removal_order
from solver.geometry.voxels import Body, Cells


def ring_around_z() -> Cells:
    cells = np.ones((7, 7, 1), bool)
    cells[1:-1, 1:-1] = False
    return cells


def test_two_links_of_a_chain_never_come_apart() -> None:
    # One ring lies flat, the other stands through its window and around one of its sides.
    flat = Body("flat", ring_around_z(), 1_000, (0, 0, 3_000))
    upright = Body("upright", ring_around_z().transpose(0, 2, 1), 1_000, (3_000, 3_000, 0))

    assert removal_order([flat, upright]).stuck == ("flat", "upright")


def test_a_piece_in_a_pot_leaves_through_the_top() -> None:
    # The pot itself could be pulled down over the piece; with a lid of another piece as well.
    walls = np.ones((5, 5, 4), bool)
    walls[1:-1, 1:-1, 1:] = False
    pot = Body("pot", walls, 1_000, (0, 0, 0))
    inside = Body("inside", np.ones((1, 1, 1), bool), 1_000, (2_000, 2_000, 2_000))

    removal = removal_order([pot, inside])

    assert removal.stuck == ()
    assert set(removal.sequence) == {"pot", "inside"}


def test_a_ball_in_a_closed_cage_is_stuck_with_it() -> None:
    shell = np.ones((5, 5, 5), bool)
    shell[1:-1, 1:-1, 1:-1] = False
    cage = Body("cage", shell, 1_000, (0, 0, 0))
    ball = Body("ball", np.ones((1, 1, 1), bool), 1_000, (2_000, 2_000, 2_000))
    free = Body("free", np.ones((2, 2, 2), bool), 1_000, (9_000, 0, 0))

    removal = removal_order([cage, ball, free])

    assert removal.sequence == ("free",)
    assert removal.stuck == ("cage", "ball")


def test_what_holds_a_piece_goes_first() -> None:
    # A pot with a lid pressed into its mouth by a bar: the bar leaves first, then the rest.
    walls = np.ones((5, 5, 3), bool)
    walls[1:-1, 1:-1, 1:] = False
    walls[0, 2, 2] = walls[4, 2, 2] = False
    pot = Body("pot", walls, 1_000, (0, 0, 0))
    ball = Body("ball", np.ones((1, 1, 1), bool), 1_000, (2_000, 2_000, 1_000))
    bar = Body("bar", np.ones((7, 1, 1), bool), 1_000, (-1_000, 2_000, 2_000))

    removal = removal_order([ball, bar, pot])

    assert removal.stuck == ()
    assert removal.sequence.index("bar") < removal.sequence.index("ball")


CELLS = arrays(np.bool_, st.tuples(*[st.integers(1, 3)] * 3)).filter(np.any)
PLACES = st.tuples(*[st.integers(0, 4)] * 3)


@given(st.lists(st.tuples(CELLS, PLACES), min_size=1, max_size=4))
def test_the_answer_is_that_of_sliding_step_by_step(
    parts: list[tuple[Cells, tuple[int, int, int]]],
) -> None:
    bodies = [
        Body(str(index), cells, 1_000, (1_000 * x, 1_000 * y, 1_000 * z))
        for index, (cells, (x, y, z)) in enumerate(parts)
    ]
    taken = [
        {tuple(c) for c in (np.argwhere(b.cells) + place).tolist()}
        for b, (_, place) in zip(bodies, parts, strict=True)
    ]
    if len(set().union(*taken)) < sum(map(len, taken)):
        return

    removal = removal_order(bodies)

    assert set(removal.stuck) == {str(index) for index in _stuck(taken)}
    assert sorted(removal.sequence + removal.stuck) == sorted(b.key for b in bodies)


def _stuck(taken: list[set[tuple[int, ...]]]) -> set[int]:
    left = set(range(len(taken)))
    while True:
        free = {index for index in left if _slides_out(taken, left, index)}
        if not free:
            return left
        left.remove(min(free))


def _slides_out(taken: list[set[tuple[int, ...]]], left: set[int], index: int) -> bool:
    others = set().union(*(taken[other] for other in left if other != index), set())
    ways = [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)]
    return any(
        all(
            not others & {(x + dx * s, y + dy * s, z + dz * s) for x, y, z in taken[index]}
            for s in range(1, 12)
        )
        for dx, dy, dz in ways
    )


def test_shifted_by_half_a_cube_the_way_is_still_blocked() -> None:
    low = Body("low", np.ones((1, 1, 1), bool), 1_000, (0, 0, 0))
    shell = np.ones((4, 4, 3), bool)
    shell[1:-1, 1:-1, 1] = False
    around = Body("around", shell, 1_000, (-1_500, -1_500, -1_000))

    assert set(removal_order([low, around]).stuck) == {"low", "around"}
