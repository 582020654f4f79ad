import pytest

from solver.builds import Placement
from solver.geometry.clearance import Clash, Rule
from solver.machines import Platform
from solver.nesting import nest, search
from tests.solver.nesting.problems import disc, flat, frame, l_shape, problem, rectangle

PLATE = Platform(130_000, 110_000, 50_000, gap_um=3_000, margin_um=2_000)
MIXED = [flat(rectangle(30, 20)), flat(l_shape(40, 8)), flat(disc(25)), flat(frame(50, 38))] * 2


def test_the_same_arguments_give_the_same_places() -> None:
    one, other = problem(PLATE, *MIXED), problem(PLATE, *MIXED)

    first = nest(one, one.machines[0], one.pieces, seed=3)

    assert first is not None
    assert nest(one, one.machines[0], one.pieces, seed=3) == first
    assert nest(other, other.machines[0], other.pieces, seed=3) == first


def test_what_is_placed_stays_and_is_part_of_the_result() -> None:
    case = problem(PLATE, *MIXED)
    there = Placement("p0", "flat", 81_234, 67_011, angle_mdeg=17_000)

    found = nest(case, case.machines[0], case.pieces[1:5], placed=[there])

    assert found is not None
    assert found[0] == there
    assert sorted(place.piece for place in found) == ["p0", "p1", "p2", "p3", "p4"]


def test_a_later_sequence_finds_what_the_first_one_misses() -> None:
    # Five planks of 20 x 50 mm stand side by side; the first sequence lays them before each other,
    # where two rows of two fill 100 x 40 mm and leave no room for the fifth.
    case = problem(Platform(100_000, 50_000, 50_000, gap_um=0), *[flat(rectangle(50, 20))] * 5)

    assert nest(case, case.machines[0], case.pieces, orders=1) is None
    assert nest(case, case.machines[0], case.pieces, orders=4) is not None


def test_what_did_not_fit_comes_earlier_in_the_next_sequence() -> None:
    # Neither by size nor by length do these four fit, and the third sequence alone does not either.
    sizes = ((45, 50), (40, 55), (55, 35), (50, 55))
    plate = Platform(100_000, 100_000, 50_000, gap_um=0)
    case = problem(plate, *[flat(rectangle(width, depth)) for width, depth in sizes])

    assert nest(case, case.machines[0], case.pieces, orders=3) is not None


def test_nothing_is_found_where_nothing_fits() -> None:
    case = problem(PLATE, *[flat(rectangle(65, 65))] * 2)

    assert nest(case, case.machines[0], case.pieces) is None


def test_no_pieces_have_an_empty_nest() -> None:
    case = problem(PLATE, flat(rectangle(60, 60)))

    assert nest(case, case.machines[0], []) == ()


def test_a_broken_rule_in_a_result_is_our_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    case = problem(PLATE, flat(rectangle(60, 60)))
    monkeypatch.setattr(search, "placement_violations", lambda *_: [Clash(Rule.MARGIN, ("p0",))])

    with pytest.raises(AssertionError, match="broke a rule on machine 'm'"):
        nest(case, case.machines[0], case.pieces)


def test_what_placed_pieces_break_among_themselves_is_not_ours() -> None:
    case = problem(PLATE, *[flat(rectangle(10, 10))] * 3)
    touching = [Placement("p0", "flat", 0, 0), Placement("p1", "flat", 10_000, 0)]

    found = nest(case, case.machines[0], case.pieces[2:], placed=touching)

    assert found is not None
    assert found[:2] == tuple(touching)
