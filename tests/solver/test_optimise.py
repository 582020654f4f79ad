import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver import (
    Interval,
    Lock,
    MaxIterations,
    MaxRuntime,
    Piece,
    Placement,
    Problem,
    ProblemError,
    Progress,
    Result,
    Schedule,
    Shape,
    Standing,
    Status,
    StopReason,
    optimise,
    violations,
)
from solver.objectives import objective, term_values
from tests.solver.brute_force import best_value
from tests.solver.strategies import DAY_SHIFTS, ROUND_THE_CLOCK, SOLVING, problems
from tests.solver.workshop import (
    ALWAYS,
    DAY,
    HOUR,
    NICKEL,
    PLATFORM,
    STEEL,
    machine,
    part,
    piece,
    workshop,
)

SOON = MaxIterations(3)


def codes(result: Result) -> set[str]:
    return {reason.code for reason in result.reasons}


@SOLVING
@given(problem=problems())
def test_no_schedule_breaks_a_rule_and_none_is_below_its_bound(problem: Problem) -> None:
    result = optimise(problem, MaxIterations(12))

    if result.schedule is None:
        assert result.reasons
        assert result.status in (Status.INFEASIBLE, Status.UNKNOWN)
    else:
        assert violations(problem, result.schedule) == []
        assert result.objective == objective(problem, result.schedule)
        assert result.terms == term_values(problem, result.schedule)
        assert result.lower_bound <= result.objective
        assert (result.status is Status.OPTIMAL) == (result.lower_bound == result.objective)


@st.composite
def tiny(draw: st.DrawFn) -> Problem:
    """Up to four small cubes that all fit together, on one or two machines."""
    names = ("m", "n")[: draw(st.integers(1, 2))]
    shops = tuple(
        machine(
            name,
            attended=draw(st.sampled_from((ROUND_THE_CLOCK, DAY_SHIFTS))),
            blocked=draw(st.sampled_from(((), (Interval(20 * HOUR, 45 * HOUR),)))),
            state=draw(st.sampled_from((None, "steel"))),
        )
        for name in names
    )
    pieces = tuple(
        Piece(
            f"p{n}",
            "cube",
            draw(st.sampled_from(("steel", "nickel"))),
            frozenset(draw(st.sets(st.sampled_from(names), min_size=1))),
            release_s=draw(st.sampled_from((0, 9 * HOUR, DAY))),
            due_s=draw(st.none() | st.integers(0, 3 * DAY)),
            weight=draw(st.integers(1, 3)),
        )
        for n in range(draw(st.integers(1, 4 if len(names) == 1 else 3)))
    )
    weights = {
        "tardiness": draw(st.integers(0, 9)),
        "makespan": draw(st.integers(0, 9)),
        "changeover": draw(st.integers(0, 9)),
    }
    return Problem(shops, (part(side_um=20_000, machines=names),), pieces, weights=weights)


@settings(SOLVING, max_examples=20)
@given(problem=tiny())
def test_tiny_problems_are_closed_at_the_value_of_brute_force(problem: Problem) -> None:
    result = optimise(problem, MaxIterations(1))

    assert result.objective == best_value(problem)
    assert result.status is Status.OPTIMAL


def test_two_pieces_share_one_build() -> None:
    # Together: 1 h set-up, 1 h heating, 2 · 1 h exposure, 400 layers · 10 s, 2 h cooling, 1 h
    # unloading.
    problem = Problem(
        (machine(attended=ALWAYS),), (part(),), (piece("a"), piece("b")), weights={"makespan": 1}
    )

    result = optimise(problem, MaxRuntime(30))

    assert result.terms["makespan"] == 7 * HOUR + 4000
    assert result.status is Status.OPTIMAL
    assert result.stop_reason is StopReason.PROVEN


def test_pieces_that_do_not_fit_together_get_builds_of_their_own() -> None:
    # Two of 130 mm do not fit onto 250 mm in any direction; each build lasts 6 h + 4000 s.
    big = part(side_um=130_000)
    problem = Problem(
        (machine(attended=ALWAYS),), (big,), (piece("a"), piece("b")), weights={"makespan": 1}
    )

    result = optimise(problem, SOON)

    assert result.terms["makespan"] == 2 * (6 * HOUR + 4000)


def test_an_urgent_piece_is_not_kept_waiting_for_a_full_build() -> None:
    # b comes on the third day; a is due before.
    pieces = (piece("a", due_s=2 * DAY), piece("b", release_s=2 * DAY))

    result = optimise(workshop(pieces=pieces), SOON)

    assert result.schedule is not None
    assert len(result.schedule.builds) == 2
    assert result.terms["tardiness"] == 0


def test_no_pieces_give_an_empty_optimal_schedule() -> None:
    result = optimise(workshop(pieces=()), MaxRuntime(10))

    assert result.schedule == Schedule(())
    assert result.status is Status.OPTIMAL
    assert result.objective == result.lower_bound == 0


def test_fixed_builds_alone_are_an_optimal_schedule() -> None:
    problem = workshop(fixed=(STEEL, NICKEL))

    result = optimise(problem, MaxRuntime(10))

    assert result.schedule is not None
    assert set(result.schedule.builds) == {STEEL, NICKEL}
    assert result.status is Status.OPTIMAL


def larger() -> Problem:
    pieces = tuple(
        piece(
            f"p{n}",
            ("steel", "nickel")[n % 2],
            part=f"q{n % 3}",
            due_s=(1 + n % 5) * DAY,
            eligible=frozenset({"m", "n"}),
        )
        for n in range(16)
    )
    parts = tuple(part(f"q{n}", side_um=60_000 + 20_000 * n, machines=("m", "n")) for n in range(3))
    return Problem((machine(), machine("n", state="nickel")), parts, pieces)


def test_the_same_seed_and_iterations_give_the_same_schedule() -> None:
    first = optimise(larger(), MaxIterations(26), seed=7)
    second = optimise(larger(), MaxIterations(26), seed=7)

    assert first.schedule == second.schedule
    assert first.objective == second.objective


def test_more_search_is_not_worse() -> None:
    first = optimise(larger(), MaxIterations(1))
    later = optimise(larger(), MaxIterations(26))

    assert first.objective is not None
    assert later.objective is not None
    assert later.objective < first.objective


def test_a_listener_sees_values_fall_and_bounds_rise() -> None:
    seen: list[Progress] = []

    result = optimise(larger(), MaxIterations(26), on_progress=seen.append)

    values = [progress.objective for progress in seen if progress.objective is not None]
    bounds = [progress.lower_bound for progress in seen]
    assert values == sorted(values, reverse=True)
    assert bounds == sorted(bounds)
    assert values[-1] == result.objective


def test_a_run_stops_when_somebody_asks() -> None:
    asked_at: list[float] = []

    def ask(progress: Progress) -> bool:
        if progress.objective is not None and not asked_at:
            asked_at.append(time.monotonic())
        return bool(asked_at)

    result = optimise(larger(), ask)

    assert result.stop_reason is StopReason.ASKED
    assert result.schedule is not None


def test_a_run_that_is_stopped_before_it_began_has_no_schedule() -> None:
    result = optimise(larger(), MaxRuntime(0))

    assert result.status is Status.UNKNOWN
    assert result.schedule is None
    assert codes(result) == {"not_placed"}


def test_a_limit_is_a_limit() -> None:
    assert optimise(larger(), MaxIterations(2)).stop_reason is StopReason.LIMIT


def test_a_piece_that_is_too_large_says_where_and_why() -> None:
    problem = workshop(parts=(part(side_um=260_000),))

    result = optimise(problem, MaxRuntime(10))

    assert result.status is Status.INFEASIBLE
    assert result.stop_reason is StopReason.IMPOSSIBLE
    assert {reason.piece for reason in result.reasons} == {"a", "b", "c"}
    assert all(reason.facts["machine"] == "m" for reason in result.reasons)


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (workshop(pieces=(piece("a", eligible=frozenset()),)), "no_eligible_machine"),
        (workshop(pieces=(piece("a", "gold"),)), "no_mode"),
        (workshop(parts=(part(machines=("other",)),)), "no_orientation"),
        (workshop(parts=(part(exposure_s=40 * DAY),)), "calendar_too_short"),
        (workshop(machines=(machine(state="nickel", changeover_s={}),)), "changeover_forbidden"),
        (workshop(machines=(machine(changeover_s={}),)), "changeovers_forbid"),
        (workshop(locks=(Lock(("a", "c")),)), "lock_mixes_keys"),
        (workshop(locks=(Lock(("a",), machine="m", start_s=7 * HOUR),)), "lock_start_impossible"),
        (workshop(fixed=(STEEL,), locks=(Lock(("a",), closed=True),)), "lock_against_fixed"),
        (workshop(parts=(part(side_um=200_000),), locks=(Lock(("a", "b")),)), "lock_too_full"),
        (
            workshop(
                locks=(Lock(("a",), machine="m", placements=(Placement("a", "up", -1000, 0),)),)
            ),
            "lock_placement",
        ),
        (
            workshop(
                machines=(machine(), machine("other")), locks=(Lock(("a",), machine="other"),)
            ),
            "lock_machine_not_eligible",
        ),
        (
            workshop(
                locks=(
                    Lock(("a",), machine="m", start_s=9 * HOUR),
                    Lock(("b",), machine="m", start_s=10 * HOUR),
                )
            ),
            "locks_overlap",
        ),
    ],
)
def test_an_impossible_problem_is_an_answer_with_a_reason(problem: Problem, code: str) -> None:
    result = optimise(problem, MaxRuntime(20))

    assert result.status is Status.INFEASIBLE
    assert code in codes(result)


def test_locked_pieces_stay_together_at_their_moment_and_place() -> None:
    place = Placement("a", "up", 120_000, 90_000)
    lock = Lock(("a", "b"), machine="m", start_s=DAY + 9 * HOUR, placements=(place,), closed=True)
    problem = workshop(locks=(lock,))

    result = optimise(problem, SOON)

    assert result.schedule is not None
    build = next(build for build in result.schedule.builds if "a" in build.pieces)
    assert set(build.pieces) == {"a", "b"}
    assert build.start_s == DAY + 9 * HOUR
    assert place in build.placements


def test_locks_of_one_moment_mean_one_build() -> None:
    moment = DAY + 9 * HOUR
    locks = tuple(Lock((key,), machine="m", start_s=moment) for key in ("a", "b"))

    result = optimise(workshop(locks=locks), SOON)

    assert result.schedule is not None
    assert sum(build.start_s == moment for build in result.schedule.builds) == 1


def test_keys_that_exclude_each_other_find_their_machines() -> None:
    # Nothing may be changed over: one machine for steel, one for nickel, whoever is first.
    anywhere = frozenset({"m", "n"})
    pieces = tuple(
        piece(f"p{n}", ("steel", "nickel")[n // 2], eligible=anywhere, due_s=n * HOUR)
        for n in range(4)
    )
    shops = (machine(changeover_s={}), machine("n", changeover_s={}))

    result = optimise(Problem(shops, (part(machines=("m", "n")),), pieces), SOON)

    assert result.schedule is not None


def test_a_published_place_is_kept_where_nothing_speaks_against_it() -> None:
    result = optimise(workshop(pieces=(piece("a"),)), SOON)
    assert result.schedule is not None
    problem = workshop(machines=(machine("n"), machine()), parts=(part(machines=("m", "n")),))
    held = replace(piece("a"), eligible=frozenset({"m", "n"}))
    held = replace(held, standing=Standing("m", result.schedule.builds[0].end_s))

    again = optimise(replace(problem, pieces=(held,)), SOON)

    assert again.terms["stability"] == 0


def test_a_wrong_weight_is_the_callers_mistake() -> None:
    with pytest.raises(ProblemError):
        optimise(workshop(weights={"beauty": 1}), SOON)


def test_a_round_platform_is_filled_too() -> None:
    problem = workshop(machines=(machine(platform=replace(PLATFORM, shape=Shape.ROUND)),))

    result = optimise(problem, SOON)

    assert result.schedule is not None


def test_what_does_not_fit_together_is_learnt_for_a_machine_that_may_not_build_all_of_it() -> None:
    # Two squares of 150 mm are too large for one platform of 250 mm, which their areas do not show;
    # sharing a build would be cheapest, so it is tried and forbidden on both machines, which are
    # alike. Machine n may not build piece a.
    wide = part(side_um=150_000, machines=("m", "n"))
    pieces = (piece("a"), piece("b", eligible=frozenset({"m", "n"})))
    machines = (machine(cost_per_h=10), machine("n", cost_per_h=10))
    problem = workshop(machines=machines, parts=(wide,), pieces=pieces, weights={"machine_cost": 1})

    result = optimise(problem, MaxIterations(1))

    assert result.schedule is not None
    assert len(result.schedule.builds) == 2
