"""Builds that were released stay; late ones are expected later, never earlier than now."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from amcenter.planning.problem import build_problem
from amcenter.planning.wanted import FixedBuild, WantedPiece
from amcenter.tables import BuildStatus, MachineStatus
from solver.builds import Placement
from solver.problem import Problem
from tests.amcenter.people import Floor
from tests.amcenter.planning.conftest import MakePart

ORIGIN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
HOUR = 3600
Plan = Callable[..., Problem]
KEY = "pbf_lb_m|316l|316l-50|-|-|-"


def hours(value: float) -> datetime:
    return ORIGIN + timedelta(hours=value)


def fixed(
    number: str, status: BuildStatus, start: float, *, started: float | None = None
) -> FixedBuild:
    """Return a build that was planned to begin ``start`` hours from the origin.

    One hour of set-up, four of building, one of cooling, half an hour of unloading.
    """
    return FixedBuild(
        number=number,
        machine="small-1",
        build_key=KEY,
        parameter_set="small-316l",
        status=status,
        start_at=hours(start),
        print_start_at=hours(start + 1),
        print_end_at=hours(start + 5),
        cool_end_at=hours(start + 6),
        end_at=hours(start + 6.5),
        started_at=None if started is None else hours(started),
        placements=(Placement(f"{number}-piece", "z+", 10_000, 10_000, 0, 5_000),),
    )


@pytest.fixture
def planned(floor: Floor, part: MakePart) -> Plan:
    """Return a function that builds the problem with these builds and one free piece."""

    def build(*builds: FixedBuild) -> Problem:
        shared = part()
        held = [WantedPiece(f"{one.number}-piece", shared) for one in builds]
        free = WantedPiece("free", shared)
        problem, reasons = build_problem(floor.shop, [free, *held], origin=ORIGIN, fixed=builds)
        assert reasons == ()
        return problem

    return build


def test_a_fixed_build_keeps_its_pieces_its_place_and_its_times(planned: Plan) -> None:
    problem = planned(fixed("B-1", BuildStatus.RELEASED, 2))

    (build,) = problem.fixed
    assert (build.key, build.machine, build.build_key) == ("B-1", "small-1", KEY)
    assert build.placements == (Placement("B-1-piece", "z+", 10_000, 10_000, 0, 5_000),)
    assert build.start_s == 2 * HOUR
    assert build.end_s == int(8.5 * HOUR)
    assert problem.piece["B-1-piece"].eligible == {"small-1"}
    assert problem.piece["free"].part != problem.piece["B-1-piece"].part


def test_a_running_build_is_expected_from_its_real_beginning(planned: Plan) -> None:
    # planned to build from -1 h to 3 h, it began half an hour late
    problem = planned(fixed("B-1", BuildStatus.RUNNING, -2, started=-0.5))

    (build,) = problem.fixed
    assert build.print_start_s == -HOUR // 2
    assert build.print_end_s == int(3.5 * HOUR)


def test_a_build_that_runs_longer_than_planned_ends_not_before_now(planned: Plan) -> None:
    # planned and begun ten hours ago: four hours of building are over, but it still runs
    problem = planned(fixed("B-1", BuildStatus.RUNNING, -11, started=-10))

    (build,) = problem.fixed
    assert build.print_end_s == 0
    assert build.cool_end_s == HOUR
    assert build.end_s == HOUR + HOUR // 2


def test_a_released_build_that_has_not_begun_begins_now(planned: Plan) -> None:
    problem = planned(fixed("B-1", BuildStatus.RELEASED, -3))

    (build,) = problem.fixed
    assert (build.start_s, build.print_start_s) == (0, HOUR)
    assert build.end_s == int(6.5 * HOUR)


def test_fixed_builds_of_one_machine_do_not_run_into_each_other(planned: Plan) -> None:
    late = fixed("B-1", BuildStatus.RUNNING, -11, started=-10)
    following = fixed("B-2", BuildStatus.RELEASED, -1)

    problem = planned(late, following)

    first, second = problem.fixed
    assert second.start_s == first.end_s == HOUR + HOUR // 2


def test_a_fixed_build_stays_on_a_machine_that_broke_down(floor: Floor, part: MakePart) -> None:
    floor.machine.status = MachineStatus.FAULT
    build = fixed("B-1", BuildStatus.RELEASED, 2)

    problem, reasons = build_problem(
        floor.shop, [WantedPiece("B-1-piece", part())], origin=ORIGIN, fixed=[build]
    )

    assert reasons == ()
    assert [one.key for one in problem.fixed] == ["B-1"]
