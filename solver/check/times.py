"""When a build runs. The arithmetic is the judge's own: no wrong formula agrees with itself."""

from collections.abc import Iterator, Sequence

from solver.builds import ScheduledBuild
from solver.check.pieces import stands_known
from solver.check.violation import Rule, Violation
from solver.machines import Interval, Machine, Mode
from solver.problem import Problem


def time_violations(
    problem: Problem, build: ScheduledBuild, before: str | None
) -> Iterator[Violation]:
    """Check the moments of a build that follows one of key ``before`` (None: nothing)."""
    machine = problem.machine[build.machine]
    yield from _start_violations(problem, machine, build)
    for block in machine.blocked:
        if build.start_s < block.end_s and block.start_s < build.end_s:
            facts = {"blocked_from_s": block.start_s, "blocked_until_s": block.end_s}
            yield Violation(Rule.BLOCKED, build.key, facts=facts)
    mode = machine.modes.get(build.build_key)
    if mode is None:
        return
    change_s = change_work_s(machine, before, build.build_key)
    if change_s is None:
        facts_of_change: dict[str, str | int] = {"before": str(before), "after": build.build_key}
        yield Violation(Rule.CHANGEOVER_FORBIDDEN, build.key, facts=facts_of_change)
    elif not _is_work(
        machine.attended, build.start_s, build.print_start_s, change_s + mode.setup_s
    ):
        facts = {"changeover_s": change_s, "setup_s": mode.setup_s}
        yield Violation(Rule.SETUP_TIME, build.key, facts=facts)
    yield from _unattended_violations(problem, mode, build)
    if not _is_work(machine.attended, build.cool_end_s, build.end_s, mode.unload_s):
        yield Violation(Rule.UNLOADING_TIME, build.key, facts={"unload_s": mode.unload_s})


def _start_violations(
    problem: Problem, machine: Machine, build: ScheduledBuild
) -> Iterator[Violation]:
    for key in build.pieces:
        # Nothing new begins in the past.
        release_s = max(0, problem.piece[key].release_s) if key in problem.piece else 0
        if build.start_s < release_s:
            facts = {"release_s": release_s, "start_s": build.start_s}
            yield Violation(Rule.RELEASE, build.key, (key,), facts)
    if not any(shift.start_s <= build.start_s < shift.end_s for shift in machine.attended):
        yield Violation(Rule.START_UNATTENDED, build.key, facts={"start_s": build.start_s})


def _unattended_violations(
    problem: Problem, mode: Mode, build: ScheduledBuild
) -> Iterator[Violation]:
    building_s = build.print_end_s - build.print_start_s - mode.heat_s
    if _may_be_built(problem, build):
        wanted_s = _building_s(problem, mode, build)
        if building_s != wanted_s:
            facts = {"building_s": wanted_s, "planned_s": building_s}
            yield Violation(Rule.BUILDING_TIME, build.key, facts=facts)
    cooling_s = build.cool_end_s - build.print_end_s
    share_s = -(-max(0, building_s) * mode.cool_permille // 1000)
    if cooling_s != max(mode.cool_s, share_s):
        facts = {"cooling_s": max(mode.cool_s, share_s), "planned_s": cooling_s}
        yield Violation(Rule.COOLING_TIME, build.key, facts=facts)


def _may_be_built(problem: Problem, build: ScheduledBuild) -> bool:
    return stands_known(problem, build) and all(
        build.machine in problem.orientation[place.piece, place.orientation].exposure_ms
        for place in build.placements
    )


def _building_s(problem: Problem, mode: Mode, build: ScheduledBuild) -> int:
    work_ms, top_um = 0, 0
    for place in build.placements:
        stand = problem.orientation[place.piece, place.orientation]
        work_ms += stand.exposure_ms[build.machine]
        top_um = max(top_um, place.z_um + stand.height_um)
    whole, rest_um = divmod(top_um, mode.layer_um)
    work_ms += (whole + (rest_um > 0)) * mode.layer_ms
    whole_s, rest_ms = divmod(work_ms, 1000)
    return whole_s + (rest_ms > 0)


def change_work_s(machine: Machine, before: str | None, after: str) -> int | None:
    """Return the attended work of a changeover, None where it is forbidden."""
    if before is None:
        return 0
    stated = machine.changeover_s.get((before, after))
    if stated is None and before == after:
        return 0
    return stated


def worked_s(attended: Sequence[Interval], from_s: int, until_s: int) -> int:
    """Return how many seconds of a period somebody is there."""
    return sum(max(0, min(until_s, shift.end_s) - max(from_s, shift.start_s)) for shift in attended)


def _is_work(attended: Sequence[Interval], from_s: int, until_s: int, work_s: int) -> bool:
    """Return whether a period holds exactly this work and ends with its last second."""
    if work_s == 0:
        return from_s == until_s
    done_s = worked_s(attended, from_s, until_s)
    return done_s == work_s and worked_s(attended, from_s, until_s - 1) == work_s - 1
