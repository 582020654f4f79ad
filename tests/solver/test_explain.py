from dataclasses import replace

from hypothesis import assume, given, settings

from solver import Interval, MaxIterations, Problem, optimise
from solver.explain import Cause, Wait, late_pieces, waits
from solver.schedule import finishes
from tests.solver.strategies import SOLVING, problems
from tests.solver.workshop import DAY, HOUR, NICKEL, PLAN, STEEL, machine, piece, workshop


def test_a_piece_waits_for_the_machine_the_changeover_people_and_its_own_work() -> None:
    assert waits(workshop(), PLAN, "c") == (
        Wait(Cause.MACHINE_BUSY, 0, STEEL.end_s, "b1"),
        Wait(Cause.CHANGEOVER, STEEL.end_s, STEEL.end_s + 2 * HOUR, "steel"),
        Wait(Cause.SETUP, STEEL.end_s + 2 * HOUR, NICKEL.print_start_s),
        Wait(Cause.BUILDING, NICKEL.print_start_s, NICKEL.print_end_s),
        Wait(Cause.COOLING, NICKEL.print_end_s, NICKEL.cool_end_s),
        Wait(Cause.NOBODY_ATTENDS, NICKEL.cool_end_s, DAY + 8 * HOUR),
        Wait(Cause.UNLOADING, DAY + 8 * HOUR, DAY + 9 * HOUR),
    )


def test_a_piece_waits_until_the_first_shift_and_for_its_batch_mates() -> None:
    found = waits(workshop(), PLAN, "a")

    # Alone it would be built in 1 h + 4000 s after 1 h of heating; its mate adds an hour.
    assert found[0] == Wait(Cause.NOBODY_ATTENDS, 0, 8 * HOUR)
    assert Wait(Cause.BATCH_MATES_BUILD, 11 * HOUR + 4000, STEEL.print_end_s) in found
    assert found[2] == Wait(Cause.BUILDING, 9 * HOUR, 11 * HOUR + 4000)


def test_a_piece_waits_for_the_release_of_its_mate() -> None:
    pieces = (piece("a"), piece("b", release_s=8 * HOUR), piece("c", "nickel"))

    found = waits(workshop(pieces=pieces), PLAN, "a")

    assert found[0] == Wait(Cause.BATCH_MATE_RELEASE, 0, 8 * HOUR, "b")


def test_a_piece_waits_while_its_machine_is_blocked_or_a_build_would_meet_that() -> None:
    shop = machine(blocked=(Interval(HOUR, 2 * HOUR), Interval(9 * HOUR, 10 * HOUR)))
    late = replace(
        STEEL,
        start_s=DAY + 8 * HOUR,
        print_start_s=DAY + 9 * HOUR,
        print_end_s=STEEL.print_end_s + DAY,
        cool_end_s=STEEL.cool_end_s + DAY,
        end_s=STEEL.end_s + DAY,
    )
    problem = workshop(machines=(shop,), pieces=(piece("a"), piece("b")))

    found = waits(problem, replace(PLAN, builds=(late,)), "a")

    causes = [wait.cause for wait in found if wait.until_s <= late.start_s]
    assert causes == [
        Cause.NOBODY_ATTENDS,
        Cause.BLOCKED,
        Cause.NOBODY_ATTENDS,
        Cause.NO_ROOM,
        Cause.BLOCKED,
        Cause.LATER_ON_PURPOSE,
        Cause.NOBODY_ATTENDS,
    ]


def test_late_pieces_are_listed_by_what_they_cost() -> None:
    # a is 8000 s late; c, two hours late, counts three times.
    pieces = (
        piece("a", due_s=50_000),
        piece("b", due_s=DAY),
        piece("c", "nickel", due_s=31 * HOUR, weight=3),
    )

    late = late_pieces(workshop(pieces=pieces), PLAN)

    assert [(each.piece, each.build, each.late_s) for each in late] == [
        ("c", "b2", 2 * HOUR),
        ("a", "b1", 8000),
    ]


@settings(SOLVING, max_examples=15)
@given(problem=problems(most_pieces=4))
def test_the_waits_of_a_piece_are_its_whole_time(problem: Problem) -> None:
    schedule = optimise(problem, MaxIterations(1)).schedule
    assume(schedule is not None)
    assert schedule is not None
    start = {key: build.start_s for build in schedule.builds for key in build.pieces}

    for key, finish_s in finishes(problem, schedule):
        found = waits(problem, schedule, key)
        if finish_s == start[key] == 0:
            continue  # nothing takes any time
        assert (found[0].from_s, found[-1].until_s) == (min(0, start[key]), finish_s)
        assert [wait.until_s for wait in found[:-1]] == [wait.from_s for wait in found[1:]]
