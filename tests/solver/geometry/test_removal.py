import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

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


@given(labels=arrays(np.int8, (4, 4, 3), elements=st.integers(0, 4), fill=st.just(0)))
def test_the_answer_is_that_of_sliding_step_by_step(labels: NDArray[np.int8]) -> None:
    # Four pieces made of scattered cubes hold each other in every way; 0 is powder.
    numbers = [number for number in range(1, 5) if (labels == number).any()]
    bodies = [Body(str(number), labels == number, 1_000, (0, 0, 0)) for number in numbers]
    taken = [{tuple(cell) for cell in np.argwhere(b.cells).tolist()} for b in bodies]

    removal = removal_order(bodies)

    assert set(removal.stuck) == {bodies[index].key for index in _stuck(taken)}
    left = {body.key: index for index, body in enumerate(bodies)}
    for key in removal.sequence:
        assert _slides_out(taken, set(left.values()), left.pop(key))
    assert set(left) == set(removal.stuck)


HALVES = st.tuples(*[st.integers(0, 5)] * 3)
RINGS = st.sampled_from(
    [np.ones((3, 3, 1), bool), np.ones((3, 1, 3), bool), np.ones((1, 3, 3), bool)]
)


@given(parts=st.lists(st.tuples(RINGS, st.booleans(), HALVES), min_size=2, max_size=3))
def test_between_the_cubes_of_others_the_answer_is_the_same(
    parts: list[tuple[Cells, bool, tuple[int, int, int]]],
) -> None:
    bodies, taken = [], []
    for number, (plate, is_ring, half_steps) in enumerate(parts):
        cells = plate.copy()
        if is_ring:
            cells[tuple(size // 2 for size in cells.shape)] = False
        x, y, z = (500 * step for step in half_steps)
        bodies.append(Body(str(number), cells, 1_000, (x, y, z)))
        fine = cells.repeat(2, axis=0).repeat(2, axis=1).repeat(2, axis=2)
        taken.append({tuple(cell) for cell in (np.argwhere(fine) + half_steps).tolist()})
    assume(len(set().union(*taken)) == sum(map(len, taken)))

    removal = removal_order(bodies)

    left = {body.key: index for index, body in enumerate(bodies)}
    for key in removal.sequence:
        assert _slides_out(taken, set(left.values()), left.pop(key))
    assert set(removal.stuck) == {bodies[index].key for index in _stuck(taken)}


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
            for s in range(1, 16)
        )
        for dx, dy, dz in ways
    )


def test_a_hole_that_lies_over_half_a_piece_is_no_way_out() -> None:
    # The cage has a hole of one cube in its roof, half a cube beside the piece in x and in y.
    cage = np.ones((4, 4, 3), bool)
    cage[1:-1, 1:-1, 1] = False
    cage[1, 1, 2] = False
    inside = np.ones((1, 1, 1), bool)
    around = Body("around", cage, 1_000, (-1_500, -1_500, -1_000))

    shifted = removal_order([Body("inside", inside, 1_000, (0, 0, 0)), around])
    below = removal_order([Body("inside", inside, 1_000, (-500, -500, 0)), around])

    assert set(shifted.stuck) == {"inside", "around"}
    assert below.stuck == ()
