"""One change by hand, carried out and judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from solver.builds import ScheduledBuild
from solver.check import violations
from solver.editing.places import able, nested, places_on
from solver.editing.retime import Wish, as_it_is, retimed
from solver.editing.wishes import Edit, MoveBuild, MovePieces, SwapBuilds
from solver.problem import Problem
from solver.result import Reason
from solver.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Edited:
    """The schedule after a change, and the keys of the builds in which it differs."""

    schedule: Schedule
    changed: tuple[str, ...]


Plan = dict[str, list[Wish]]
"""The wishes of every machine."""


def edited(
    problem: Problem, schedule: Schedule, edit: Edit, *, held: frozenset[str] = frozenset()
) -> Edited | Reason:
    """Return the schedule after a change, judged, or why the change cannot be."""
    answer = sketched(problem, schedule, edit, held=held)
    if isinstance(answer, Reason):
        return answer
    broken = violations(problem, answer.schedule)
    if broken:
        facts = {"rule": str(broken[0].rule), "build": str(broken[0].build)}
        return Reason("edit_breaks_rule", facts=facts)
    return answer


def sketched(
    problem: Problem, schedule: Schedule, edit: Edit, *, held: frozenset[str] = frozenset()
) -> Edited | Reason:
    """Return ``edited`` without the judge's word: quick enough to ask while a build is dragged.

    Fixed builds stay as they are, builds whose key is ``held`` (a person locked their time) keep
    their start. A piece that is not in the schedule or an unknown build is a reason too.
    """
    plan = _wishes(problem, schedule, held)
    refusal = _carried_out(problem, schedule, edit, plan)
    if refusal is not None:
        return refusal
    builds: list[ScheduledBuild] = []
    for machine in problem.machines:
        timed = retimed(problem, machine, plan[machine.key])
        if isinstance(timed, Reason):
            return timed
        builds += timed
    after = Schedule(tuple(builds))
    return Edited(after, _changed(schedule, after))


def _wishes(problem: Problem, schedule: Schedule, held: frozenset[str]) -> Plan:
    fixed = {build.key for build in problem.fixed}
    plan: Plan = {machine.key: [] for machine in problem.machines}
    for build in schedule.builds:
        wish = as_it_is(build, fixed=build.key in fixed, exactly=build.key in held)
        plan[build.machine].append(wish)
    return plan


def _carried_out(problem: Problem, schedule: Schedule, edit: Edit, plan: Plan) -> Reason | None:
    """Change the wishes; return why that cannot be."""
    builds = {build.key: build for build in schedule.builds}
    named = {MoveBuild: ("build",), SwapBuilds: ("first", "second"), MovePieces: ("into",)}
    for name in named[type(edit)]:
        key = getattr(edit, name)
        if key is not None and key not in builds:
            return Reason("edit_build_unknown", facts={"build": key})
    match edit:
        case MoveBuild(build, machine, start_s):
            return _moved(problem, builds[build], machine, start_s, plan)
        case SwapBuilds(first, second):
            one, other = builds[first], builds[second]
            return _moved(problem, one, other.machine, other.start_s, plan) or _moved(
                problem, other, one.machine, one.start_s, plan
            )
        case MovePieces():
            return _pieces_moved(problem, builds, edit, plan)


def _moved(
    problem: Problem, build: ScheduledBuild, machine: str, start_s: int, plan: Plan
) -> Reason | None:
    if machine not in problem.machine:
        return Reason("edit_machine_unknown", facts={"machine": machine})
    shop = problem.machine[machine]
    refusal = _immovable(plan, build) or able(problem, shop, build.build_key, build.pieces)
    if refusal is not None:
        return refusal
    places = places_on(problem, shop, build)
    if isinstance(places, Reason):
        return places
    _take_out(plan, build)
    wish = replace(as_it_is(build), placements=places, from_s=start_s)
    plan[machine].insert(0, wish)  # before whatever begins at the same moment
    return None


def _pieces_moved(
    problem: Problem, builds: Mapping[str, ScheduledBuild], edit: MovePieces, plan: Plan
) -> Reason | None:
    home = {key: build for build in builds.values() for key in build.pieces}
    for key in edit.pieces:
        if key not in home:
            return Reason("edit_piece_unknown", key)
    sources = {home[key].key: home[key] for key in edit.pieces}
    target = builds[edit.into] if edit.into is not None else None
    machine = target.machine if target else str(edit.machine)
    if machine not in problem.machine:
        return Reason("edit_machine_unknown", facts={"machine": machine})
    shop = problem.machine[machine]
    build_key = target.build_key if target else problem.piece[edit.pieces[0]].build_key
    touched = [*sources.values(), *([target] if target else [])]
    refusal = next((found for build in touched if (found := _immovable(plan, build))), None)
    refusal = refusal or able(problem, shop, build_key, edit.pieces)
    if refusal is not None:
        return refusal
    pieces = [key for key in edit.pieces if target is None or key not in target.pieces]
    places = nested(problem, shop, pieces, target.placements if target else ())
    if isinstance(places, Reason):
        return places
    first = min(sources.values(), key=lambda build: build.start_s)
    for build in sources.values():
        if target is None or build.key != target.key:
            _leave(plan, build, set(pieces))
    if target is not None:
        _take_out(plan, target)
        wish = replace(as_it_is(target), placements=places)
    else:
        start_s = edit.start_s if edit.start_s is not None else first.start_s
        wish = Wish(_new_key(builds, first.key), build_key, places, start_s)
    plan[machine].append(wish)
    return None


def _immovable(plan: Plan, build: ScheduledBuild) -> Reason | None:
    (wish,) = (wish for wish in plan[build.machine] if wish.key == build.key)
    return Reason("edit_locked", facts={"build": build.key}) if wish.stays else None


def _take_out(plan: Plan, build: ScheduledBuild) -> None:
    plan[build.machine] = [wish for wish in plan[build.machine] if wish.key != build.key]


def _leave(plan: Plan, build: ScheduledBuild, pieces: set[str]) -> None:
    """Take pieces out of a build; without any it ends to be."""
    rest = tuple(place for place in build.placements if place.piece not in pieces)
    _take_out(plan, build)
    if rest:
        plan[build.machine].append(replace(as_it_is(build), placements=rest))


def _new_key(taken: Iterable[str], like: str) -> str:
    known = set(taken)
    number = 2
    while f"{like}.{number}" in known:
        number += 1
    return f"{like}.{number}"


def _changed(before: Schedule, after: Schedule) -> tuple[str, ...]:
    old = {build.key: build for build in before.builds}
    new = {build.key: build for build in after.builds}
    return tuple(sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)))
