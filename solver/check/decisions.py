"""What people decided: fixed builds stay as they are, locks are kept."""

from collections.abc import Iterator

from solver.builds import Lock, ScheduledBuild
from solver.check.times import change_work_s, worked_s
from solver.check.violation import Rule, Violation
from solver.machines import Machine
from solver.problem import Problem
from solver.schedule import Schedule


def fixed_violations(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """Every fixed build is there, unchanged."""
    planned = {build.key: build for build in schedule.builds}
    for build in problem.fixed:
        if planned.get(build.key) != build:
            yield Violation(Rule.FIXED_CHANGED, build.key)


def is_disturbed(
    machine: Machine, fixed: ScheduledBuild, *, planned_before: str | None, before: str | None
) -> bool:
    """Return whether a fixed build lacks the time for the changeover from the key ``before``.

    ``planned_before`` is what it followed when it was fixed; no more work than that is always fine.
    """
    change_s = change_work_s(machine, before, fixed.build_key)
    if change_s is None:
        return True
    planned_s = change_work_s(machine, planned_before, fixed.build_key)
    if planned_s is not None and change_s <= planned_s:
        return False
    room_s = worked_s(machine.attended, fixed.start_s, fixed.print_start_s)
    return change_s + machine.modes[fixed.build_key].setup_s > room_s


def lock_violations(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    home = {key: build for build in schedule.builds for key in build.pieces}
    for lock in problem.locks:
        builds = {home[key].key: home[key] for key in lock.pieces if key in home}
        if len(builds) > 1:
            facts: dict[str, str | int] = {"builds": ", ".join(sorted(builds))}
            yield Violation(Rule.LOCK_SPLIT, None, lock.pieces, facts)
        for build in builds.values():
            yield from _kept(lock, build)


def _kept(lock: Lock, build: ScheduledBuild) -> Iterator[Violation]:
    if lock.machine is not None and build.machine != lock.machine:
        yield Violation(Rule.LOCK_MACHINE, build.key, lock.pieces, {"machine": lock.machine})
    if lock.start_s is not None and build.start_s != lock.start_s:
        yield Violation(Rule.LOCK_START, build.key, lock.pieces, {"start_s": lock.start_s})
    places = {place.piece: place for place in build.placements}
    for wanted in lock.placements:
        if wanted.piece in places and places[wanted.piece] != wanted:
            yield Violation(Rule.LOCK_PLACEMENT, build.key, (wanted.piece,))
    strangers = tuple(key for key in build.pieces if key not in lock.pieces)
    if lock.closed and strangers:
        yield Violation(Rule.LOCK_CLOSED, build.key, strangers)
