"""Builds that stay as they are, in time as they are expected now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from amcenter.planning.problem.rounding import second_up
from amcenter.planning.wanted import FixedBuild
from amcenter.tables import BuildStatus
from solver.builds import ScheduledBuild
from solver.machines import Machine
from solver.timing import attended_end_s, attended_start_s


def expected_builds(
    machine: Machine, builds: Sequence[FixedBuild], origin: datetime
) -> list[ScheduledBuild]:
    """Return the fixed builds of a machine: late ones are moved on, none runs into the next.

    A build that runs is expected to take as long as planned from its real beginning, and never to
    be over already; a released one that should have begun begins as soon as somebody is there.
    """
    free_s: int | None = None
    expected = []
    for build in sorted((one for one in builds if one.machine == machine.key), key=_order):
        moved = _expected(machine, build, origin, free_s)
        free_s = moved.end_s
        expected.append(moved)
    return expected


def _order(build: FixedBuild) -> tuple[bool, datetime]:
    return build.status is BuildStatus.RELEASED, build.start_at


def _expected(
    machine: Machine, build: FixedBuild, origin: datetime, free_s: int | None
) -> ScheduledBuild:
    start_s = second_up(build.start_at, origin)
    print_start_s = second_up(build.print_start_at, origin)
    if build.started_at is not None:
        delay_s = second_up(build.started_at, origin) - print_start_s
        start_s, print_start_s = start_s + delay_s, print_start_s + delay_s
    elif start_s < max(free_s or 0, 0):
        setup_s = _seconds(build.print_start_at - build.start_at)
        begin_s = max(free_s or 0, 0)
        start_s = attended_start_s(machine.attended, begin_s) or begin_s
        print_start_s = attended_end_s(machine.attended, start_s, setup_s) or start_s + setup_s
    print_end_s = print_start_s + _seconds(build.print_end_at - build.print_start_at)
    if build.status is BuildStatus.RUNNING:
        print_end_s = max(print_end_s, 0)
    cool_end_s = print_end_s + _seconds(build.cool_end_at - build.print_end_at)
    return ScheduledBuild(
        key=build.number,
        machine=build.machine,
        build_key=build.build_key,
        placements=build.placements,
        start_s=start_s,
        print_start_s=print_start_s,
        print_end_s=print_end_s,
        cool_end_s=max(cool_end_s, print_end_s),
        end_s=_unloaded_s(machine, build, max(cool_end_s, 0)),
    )


def _unloaded_s(machine: Machine, build: FixedBuild, cool_end_s: int) -> int:
    unload_s = machine.modes[build.build_key].unload_s
    done_s = attended_end_s(machine.attended, cool_end_s, unload_s)
    return cool_end_s + unload_s if done_s is None else done_s


def _seconds(duration: timedelta) -> int:
    return -(-duration // timedelta(seconds=1))
