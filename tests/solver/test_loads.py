from hypothesis import assume, given, settings

from solver import Problem
from solver.loads import Loads
from solver.nesting import nest
from tests.solver.strategies import SOLVING, problems
from tests.solver.workshop import machine, part, piece, workshop


@settings(SOLVING, max_examples=40)
@given(problem=problems())
def test_the_shares_of_what_was_nested_never_exceed_the_room(problem: Problem) -> None:
    shop = problem.machines[0]
    places = nest(problem, shop, problem.pieces[:4])
    assume(places is not None)
    loads = [Loads(problem).of(shop, each) for each in problem.pieces[:4]]

    assert all(load is not None for load in loads)
    assert sum(load.share for load in loads if load is not None) <= 1


def test_a_square_takes_its_area_and_half_of_the_gap_around_it() -> None:
    # 95 mm and half a gap around it, rounded at the corners: 95² + 4 · 95 · 2.5 + π · 2.5² =
    # 9994.6 mm² of 255² = 65025 mm². One micrometre of tolerance changes the fifth digit.
    load = Loads(workshop(parts=(part(side_um=95_000),))).of(machine(), piece("a"))

    assert load is not None
    assert abs(load.share - 9994.6 / 65025) < 0.0001


def test_a_piece_without_an_orientation_for_the_machine_has_no_load() -> None:
    assert Loads(workshop(parts=(part(machines=("n",)),))).of(machine(), piece("a")) is None
