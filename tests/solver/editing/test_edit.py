from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import (
    MaxIterations,
    Problem,
    ProblemError,
    Reason,
    Schedule,
    ScheduledBuild,
    optimise,
    violations,
)
from solver.editing import Edited, MoveBuild, MovePieces, SwapBuilds, edited
from tests.solver.strategies import SOLVING, problems
from tests.solver.workshop import DAY, HOUR, NICKEL, PLAN, STEEL, machine, part, piece, workshop


def done(answer: Edited | Reason) -> Edited:
    assert isinstance(answer, Edited), answer
    return answer


def refused(answer: Edited | Reason) -> str:
    assert isinstance(answer, Reason), answer
    return answer.code


def build(answer: Edited | Reason, key: str) -> ScheduledBuild:
    (found,) = (one for one in done(answer).schedule.builds if one.key == key)
    return found


def two_machines() -> Problem:
    """The workshop with a second machine of the same kind that is idle."""
    machines = (machine(), machine("n"))
    pieces = tuple(replace(one, eligible=frozenset({"m", "n"})) for one in workshop().pieces)
    return Problem(machines, (part(machines=("m", "n")),), pieces)


def test_a_build_moved_to_free_time_begins_there() -> None:
    answer = edited(workshop(), PLAN, MoveBuild("b2", "m", 2 * DAY + 9 * HOUR))

    assert build(answer, "b2").start_s == 2 * DAY + 9 * HOUR
    assert done(answer).changed == ("b2",)


def test_outside_the_shift_it_begins_with_the_next_one() -> None:
    answer = edited(workshop(), PLAN, MoveBuild("b2", "m", 2 * DAY + 3 * HOUR))

    assert build(answer, "b2").start_s == 2 * DAY + 8 * HOUR


def test_what_is_in_the_way_is_pushed_behind_and_pays_its_changeover() -> None:
    # nickel on an empty machine: set-up 1 h, heat 1 h, 1 h + 4000 s, cool 2 h: 08:00 to 14:06:40
    # steel follows with 3 h of changeover
    answer = edited(workshop(), PLAN, MoveBuild("b2", "m", 8 * HOUR))

    assert build(answer, "b2").end_s == 8 * HOUR + 6 * HOUR + 4000
    steel = build(answer, "b1")
    assert steel.start_s == build(answer, "b2").end_s
    # 14:06:40 + 4 h = 18:06:40
    assert steel.print_start_s == steel.start_s + 4 * HOUR


def test_a_build_goes_to_a_machine_of_the_same_kind_with_its_places() -> None:
    answer = edited(two_machines(), PLAN, MoveBuild("b2", "n", 8 * HOUR))

    moved = build(answer, "b2")
    assert (moved.machine, moved.start_s) == ("n", 8 * HOUR)
    assert moved.placements == NICKEL.placements
    # without a changeover before it
    assert moved.print_start_s == 9 * HOUR


def test_two_builds_change_places() -> None:
    problem = two_machines()
    before = done(edited(problem, PLAN, MoveBuild("b2", "n", 10 * HOUR))).schedule

    answer = edited(problem, before, SwapBuilds("b1", "b2"))

    assert (build(answer, "b1").machine, build(answer, "b1").start_s) == ("n", 10 * HOUR)
    assert (build(answer, "b2").machine, build(answer, "b2").start_s) == ("m", 8 * HOUR)


def test_pieces_go_into_a_build_of_their_own() -> None:
    answer = edited(two_machines(), PLAN, MovePieces(("b",), machine="n", start_s=9 * HOUR))

    assert build(answer, "b1").pieces == ("a",)
    fresh = build(answer, "b1.2")
    assert (fresh.pieces, fresh.machine, fresh.start_s) == (("b",), "n", 9 * HOUR)
    # b1 builds one piece less: 1 h instead of 2 h of exposure
    assert build(answer, "b1").print_end_s == STEEL.print_end_s - HOUR


def test_all_pieces_of_a_build_merge_it_into_another() -> None:
    problem = two_machines()
    split = done(edited(problem, PLAN, MovePieces(("b",), machine="n", start_s=9 * HOUR))).schedule

    answer = edited(problem, split, MovePieces(("b",), into="b1"))

    assert sorted(build(answer, "b1").pieces) == ["a", "b"]
    assert {one.key for one in done(answer).schedule.builds} == {"b1", "b2"}


def test_pieces_of_another_key_do_not_join() -> None:
    assert refused(edited(workshop(), PLAN, MovePieces(("c",), into="b1"))) == "edit_other_key"


def test_a_machine_that_may_not_build_it_is_refused() -> None:
    problem = replace(workshop(), machines=(machine(), machine("n")))

    assert refused(edited(problem, PLAN, MoveBuild("b1", "n", 0))) == "edit_not_eligible"


def test_pieces_that_do_not_fit_are_refused() -> None:
    # 250 mm of platform: two squares of 200 mm never
    large = part(side_um=200_000)
    problem = replace(workshop(), parts=(large,), pieces=(piece("a"), piece("b")))
    alone = (replace(STEEL, placements=STEEL.placements[:1]),)
    second = replace(alone[0], key="b3", placements=(replace(STEEL.placements[1], x_um=0),))
    apart = done(
        edited(problem, Schedule((*alone, second)), MoveBuild("b3", "m", 3 * DAY + 8 * HOUR))
    ).schedule

    assert refused(edited(problem, apart, MovePieces(("b",), into="b1"))) == "edit_no_room"


def test_a_held_build_is_neither_moved_nor_pushed() -> None:
    held = frozenset({"b1"})

    assert refused(edited(workshop(), PLAN, MoveBuild("b1", "m", DAY), held=held)) == "edit_locked"
    answer = edited(workshop(), PLAN, MoveBuild("b2", "m", 7 * HOUR), held=held)
    assert build(answer, "b1") == STEEL
    assert build(answer, "b2").start_s == STEEL.end_s


def test_a_fixed_build_stays() -> None:
    problem = workshop(fixed=(STEEL,))

    assert refused(edited(problem, PLAN, MoveBuild("b1", "m", DAY))) == "edit_locked"
    assert build(edited(problem, PLAN, MoveBuild("b2", "m", 9 * HOUR)), "b1") == STEEL


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (MoveBuild("b9", "m", 0), "edit_build_unknown"),
        (MoveBuild("b1", "x", 0), "edit_machine_unknown"),
        (MovePieces(("z",), into="b1"), "edit_piece_unknown"),
        (MovePieces(("a",), into="b9"), "edit_build_unknown"),
        (SwapBuilds("b1", "b9"), "edit_build_unknown"),
    ],
)
def test_what_is_not_there_is_said(edit: MoveBuild | MovePieces | SwapBuilds, code: str) -> None:
    assert refused(edited(workshop(), PLAN, edit)) == code


def test_an_edit_names_one_goal() -> None:
    with pytest.raises(ProblemError):
        MovePieces(("a",), into="b1", machine="m")


@SOLVING
@given(problem=problems(), data=st.data())
def test_every_change_keeps_every_rule_or_is_refused(problem: Problem, data: st.DataObject) -> None:
    schedule = optimise(problem, MaxIterations(20)).schedule
    if schedule is None:
        return
    keys = [one.key for one in schedule.builds]
    pieces = [key for one in schedule.builds for key in one.pieces]
    machines = [one.key for one in problem.machines]
    edit = data.draw(
        st.one_of(
            st.builds(
                MoveBuild, st.sampled_from(keys), st.sampled_from(machines), st.integers(0, 9 * DAY)
            ),
            st.builds(
                MovePieces,
                st.lists(st.sampled_from(pieces), min_size=1, unique=True).map(tuple),
                st.sampled_from(keys),
            ),
            st.builds(
                MovePieces,
                st.lists(st.sampled_from(pieces), min_size=1, unique=True).map(tuple),
                st.none(),
                st.sampled_from(machines),
            ),
        )
    )

    answer = edited(problem, schedule, edit)

    if isinstance(answer, Edited):
        assert violations(problem, answer.schedule) == []
        assert sorted(key for one in answer.schedule.builds for key in one.pieces) == sorted(pieces)
