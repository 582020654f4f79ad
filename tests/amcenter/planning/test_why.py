"""Why a piece is late; times are hours of a machine that is attended around the clock."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from amcenter.messages import LANGUAGES, Message, text
from amcenter.planning.why import why_late
from solver.builds import Placement, ScheduledBuild
from solver.machines import Interval, Machine, Mode, Platform
from solver.parts import Orientation, Part, Piece
from solver.problem import Problem
from solver.schedule import Schedule
from solver.shapes import Outline, Polygon

HOUR = 3600
SQUARE = Outline((Polygon(((0, 0), (10, 0), (10, 10), (0, 10))),))
CUBE = Part("cube", (Orientation("z+", SQUARE, 1000, 1.0, {"m": 2 * HOUR * 1000}),))
ALWAYS = (Interval(0, 1000 * HOUR),)


def machine(attended: Sequence[Interval] = ALWAYS) -> Machine:
    """One hour of set-up, two of exposure for each piece, nothing else."""
    mode = Mode(setup_s=HOUR, layer_um=1000, layer_ms=0)
    platform = Platform(100_000, 100_000, 100_000, gap_um=1000)
    return Machine("m", platform, {"k": mode}, tuple(attended))


def piece(key: str, *, due: int, release: int = 0) -> Piece:
    return Piece(key, "cube", "k", frozenset({"m"}), release_s=release * HOUR, due_s=due * HOUR)


def build(key: str, pieces: Sequence[str], start: int, end: int) -> ScheduledBuild:
    places = tuple(Placement(name, "z+", 0, 0) for name in pieces)
    moments = (start, start + 1, end, end, end)
    return ScheduledBuild(key, "m", "k", places, *(moment * HOUR for moment in moments))


def causes(problem: Problem, builds: Sequence[ScheduledBuild], serial: str) -> list[str]:
    schedule = Schedule(tuple(builds))
    holder = next(one for one in builds if serial in one.pieces)
    reasons = why_late(problem, schedule, holder, problem.piece[serial])
    for reason in reasons:
        for language in LANGUAGES:
            message = Message(reason.code, {"piece": reason.piece, **reason.facts})
            assert serial in text(message, language)
    return [reason.code for reason in reasons]


def test_too_late_on_any_machine() -> None:
    problem = Problem((machine(),), (CUBE,), (piece("a", due=2),))

    assert causes(problem, [build("b", "a", 0, 3)], "a") == ["late_even_alone"]


def test_the_others_in_the_build_take_too_long() -> None:
    pieces = (piece("a", due=4), piece("b", due=9))
    problem = Problem((machine(),), (CUBE,), pieces)

    # alone: 1 h + 2 h, finished at 3 h; together: 1 h + 4 h
    assert causes(problem, [build("b1", "ab", 0, 5)], "a") == ["late_shares_build"]


def test_the_machine_is_busy_before() -> None:
    pieces = (piece("a", due=4), piece("b", due=3))
    problem = Problem((machine(),), (CUBE,), pieces)
    builds = [build("b1", "b", 0, 3), build("b2", "a", 3, 6)]

    assert causes(problem, builds, "a") == ["late_waits_for_machine"]


def test_the_build_waits_for_a_piece_that_comes_later() -> None:
    pieces = (piece("a", due=4), piece("b", due=20, release=5))
    problem = Problem((machine(),), (CUBE,), pieces)

    assert causes(problem, [build("b1", "ab", 5, 10)], "a") == ["late_waits_for_pieces"]


def test_nobody_is_there_when_the_machine_is_free() -> None:
    hours = (Interval(0, HOUR), Interval(10 * HOUR, 100 * HOUR))
    pieces = (piece("a", due=5), piece("b", due=3))
    problem = Problem((machine(hours),), (CUBE,), pieces)
    builds = [build("b1", "b", 0, 3), build("b2", "a", 10, 13)]

    assert causes(problem, builds, "a") == ["late_waits_for_machine", "late_waits_for_shift"]


def test_a_released_build_does_not_move() -> None:
    running = build("B-1", "a", 5, 8)
    problem = Problem((machine(),), (CUBE,), (piece("a", due=4),), fixed=(running,))

    assert causes(problem, [running], "a") == ["late_fixed"]


def test_others_were_preferred() -> None:
    problem = Problem((machine(),), (CUBE,), (piece("a", due=4),))

    assert causes(problem, [build("b1", "a", 7, 10)], "a") == ["late_stands_back"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_lateness_is_told_with_the_hours_to_wait(language: str) -> None:
    told = text(
        Message("late_waits_for_shift", {"piece": "a", "machine": "m", "hours": 7}), language
    )

    assert "7" in told


def test_a_piece_that_can_be_built_on_another_machine_is_not_late_even_alone() -> None:
    quick = replace(machine(), key="n")
    both = frozenset({"m", "n"})
    part = replace(
        CUBE, orientations=(replace(CUBE.orientations[0], exposure_ms={"m": 9e9, "n": 0}),)
    )
    late = replace(piece("a", due=4), eligible=both)
    problem = Problem((machine(), quick), (part,), (late,))

    assert causes(problem, [build("b", "a", 0, 2500)], "a") == ["late_stands_back"]
