"""Bounds hold, and in simple cases they are exact."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from solver import Interval, Problem, Standing
from solver.bounds import lower_bound
from solver.objectives import DEFAULT_WEIGHTS, TERMS
from solver.search.alone import Alone
from solver.search.packer import Packer
from solver.search.track import make_track
from solver.search.units import units
from tests.solver.brute_force import best_value
from tests.solver.strategies import SOLVING
from tests.solver.test_optimise import tiny
from tests.solver.workshop import ALWAYS, DAY, HOUR, STEEL, machine, part, piece, workshop


def bound(problem: Problem) -> int:
    packer = Packer(problem)
    terms = [TERMS[name] for name in DEFAULT_WEIGHTS]
    tracks = {each.key: make_track(problem, each, terms) for each in problem.machines}
    return lower_bound(packer, Alone(packer, tracks), units(problem)[0])


@settings(SOLVING, max_examples=30)
@given(problem=tiny(), cost=st.integers(0, 3))
def test_no_schedule_of_a_tiny_problem_is_below_the_bound(problem: Problem, cost: int) -> None:
    problem = replace(problem, weights={**problem.weights, "machine_cost": cost})
    best = best_value(problem)

    assert best is not None
    assert bound(problem) <= best


def test_a_piece_alone_is_as_late_as_its_own_build() -> None:
    # 08:00 to 13:00 and 1 h + 4000 s of building; due at noon, with weight 2.
    problem = workshop(pieces=(piece("a", due_s=12 * HOUR, weight=2),), weights={"tardiness": 1})

    assert bound(problem) == 2 * (14 * HOUR + 4000 - 12 * HOUR)


def test_a_fixed_build_keeps_a_piece_waiting() -> None:
    # Then 16:06:40 = 58000 s, 1 h of set-up and 1 h of heating, 7600 s until 20:13:20, and at 08:00
    # somebody unloads it until 09:00.
    problem = workshop(
        pieces=(piece("a"), piece("b"), piece("c", due_s=0)),
        fixed=(STEEL,),
        weights={"tardiness": 1},
    )

    assert bound(problem) == 33 * HOUR


def test_every_machine_has_its_share_of_the_work() -> None:
    # Ten pieces of 240 mm need ten builds of 6 h + 4000 s on two machines: five of them each.
    shops = (machine(attended=ALWAYS), machine("n", attended=ALWAYS))
    pieces = tuple(piece(f"p{n}", eligible=frozenset({"m", "n"})) for n in range(10))
    problem = Problem(
        shops, (part(side_um=240_000, machines=("m", "n")),), pieces, weights={"makespan": 1}
    )

    assert bound(problem) == 5 * (6 * HOUR + 4000)


def test_every_build_costs_its_fixed_times() -> None:
    # The same ten builds on one machine at 7 per hour.
    pieces = tuple(piece(f"p{n}") for n in range(10))
    problem = Problem(
        (machine(attended=ALWAYS, cost_per_h=7),),
        (part(side_um=240_000),),
        pieces,
        weights={"machine_cost": 1},
    )

    assert bound(problem) == 10 * (6 * HOUR + 4000) * 7


def test_as_many_builds_are_as_tall_as_their_pieces_need() -> None:
    # Four of 240 mm, two of them 20 mm (4000 s), two 10 mm tall (2000 s): four builds, two tall.
    low = part("low", side_um=240_000, height_um=10_000)
    pieces = (*(piece(f"t{n}") for n in range(2)), *(piece(f"l{n}", part="low") for n in range(2)))
    problem = Problem(
        (machine(attended=ALWAYS),),
        (part(side_um=240_000), low),
        pieces,
        weights={"machine_cost": 1},
    )

    assert bound(problem) == 4 * 6 * HOUR + 2 * 4000 + 2 * 2000


def test_a_published_date_that_is_out_of_reach_costs_stability() -> None:
    # 08:00, 5 h of fixed times, 1 h + 4000 s of building; the published finish was an hour before.
    end_s = 14 * HOUR + 4000
    held = piece("a", standing=Standing("m", end_s - HOUR))

    assert bound(workshop(pieces=(held,), weights={"stability": 1})) == HOUR


def test_blocked_hours_are_not_working_hours() -> None:
    shop = machine(attended=ALWAYS, blocked=(Interval(0, DAY),))
    problem = Problem((shop,), (part(),), (piece("a"),), weights={"makespan": 1})

    assert bound(problem) == DAY + 6 * HOUR + 4000
