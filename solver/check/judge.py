"""Ask every rule."""

from collections.abc import Iterator

from solver.builds import ScheduledBuild
from solver.check.decisions import fixed_violations, is_disturbed, lock_violations
from solver.check.pieces import completeness_violations, membership_violations
from solver.check.times import time_violations
from solver.check.violation import Rule, Violation
from solver.machines import Machine
from solver.problem import Problem
from solver.schedule import Schedule


def violations(problem: Problem, schedule: Schedule) -> list[Violation]:
    """Return every broken rule; an empty list means that the schedule can be carried out.

    Fixed builds are exempt from the rules, but they occupy their machine and their key is what the
    next build follows.
    """
    found = [
        *completeness_violations(problem, schedule),
        *fixed_violations(problem, schedule),
        *lock_violations(problem, schedule),
    ]
    fixed = {build.key for build in problem.fixed}
    for build in schedule.builds:
        if build.machine not in problem.machine:
            found.append(
                Violation(Rule.MACHINE_UNKNOWN, build.key, facts={"machine": build.machine})
            )
        elif build.key not in fixed:
            found += membership_violations(problem, build)
    for machine in problem.machines:
        found += _machine_violations(problem, machine, schedule.on(machine.key), fixed)
    return found


def _machine_violations(
    problem: Problem, machine: Machine, builds: tuple[ScheduledBuild, ...], fixed: set[str]
) -> Iterator[Violation]:
    before, planned_before = machine.state, machine.state
    occupied_by: ScheduledBuild | None = None
    for build in builds:
        is_fixed = build.key in fixed
        if occupied_by is not None and _collide(occupied_by, build, fixed):
            facts: dict[str, str | int] = {"other": occupied_by.key, "machine": machine.key}
            yield Violation(Rule.MACHINE_OCCUPIED, build.key, facts=facts)
        if not is_fixed:
            yield from time_violations(problem, build, before)
        else:
            if before != planned_before and is_disturbed(
                machine, build, planned_before=planned_before, before=before
            ):
                facts = {"before": str(before), "after": build.build_key}
                yield Violation(Rule.FIXED_DISTURBED, build.key, facts=facts)
            planned_before = build.build_key
        before = build.build_key
        if occupied_by is None or build.end_s > occupied_by.end_s:
            occupied_by = build


def _collide(earlier: ScheduledBuild, later: ScheduledBuild, fixed: set[str]) -> bool:
    """Return whether two builds share the machine; what fixed builds do to each other is fixed."""
    return later.start_s < earlier.end_s and not {earlier.key, later.key} <= fixed
