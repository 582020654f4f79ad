"""Who is built where: completeness, eligibility, keys, orientations, places."""

from collections import Counter
from collections.abc import Iterator

from solver.builds import Placement, ScheduledBuild
from solver.check.violation import Rule, Violation
from solver.geometry.placements import placement_violations
from solver.problem import Problem
from solver.schedule import Schedule


def completeness_violations(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """Every piece is in exactly one build; build keys are unique."""
    builds = Counter(build.key for build in schedule.builds)
    for key in sorted(key for key, count in builds.items() if count > 1):
        yield Violation(Rule.BUILD_TWICE, build=key)
    placed = Counter(key for build in schedule.builds for key in build.pieces)
    for key in sorted(problem.piece.keys() | placed.keys()):
        if key not in problem.piece:
            yield Violation(Rule.PIECE_UNKNOWN, pieces=(key,))
        elif placed[key] != 1:
            rule = Rule.PIECE_TWICE if placed[key] else Rule.PIECE_MISSING
            yield Violation(rule, pieces=(key,), facts={"count": placed[key]})


def membership_violations(problem: Problem, build: ScheduledBuild) -> Iterator[Violation]:
    """Everything about the pieces of one build that is not free to be planned otherwise."""
    machine = problem.machine[build.machine]
    if build.build_key not in machine.modes:
        facts: dict[str, str | int] = {"machine": machine.key, "build_key": build.build_key}
        yield Violation(Rule.NO_MODE, build.key, facts=facts)
    for place in build.placements:
        if place.piece in problem.piece:
            yield from _piece_violations(problem, build, place)
    if stands_known(problem, build):
        for clash in placement_violations(problem, machine, build.placements):
            yield Violation(clash.rule, build.key, clash.pieces, dict(clash.facts))


def _piece_violations(
    problem: Problem, build: ScheduledBuild, place: Placement
) -> Iterator[Violation]:
    piece = problem.piece[place.piece]

    def broken(rule: Rule, **facts: str | int) -> Violation:
        return Violation(rule, build.key, (piece.key,), facts)

    if build.machine not in piece.eligible:
        yield broken(Rule.NOT_ELIGIBLE, machine=build.machine)
    if piece.build_key != build.build_key:
        yield broken(Rule.MIXED_KEYS, build_key=build.build_key, piece_key=piece.build_key)
    orientation = problem.orientation.get((piece.key, place.orientation))
    if orientation is None:
        yield broken(Rule.ORIENTATION_UNKNOWN, orientation=place.orientation)
        return
    if build.machine not in orientation.exposure_ms:
        yield broken(
            Rule.ORIENTATION_FORBIDDEN, machine=build.machine, orientation=place.orientation
        )
    if place.angle_mdeg not in orientation.angles_mdeg:
        yield broken(Rule.ANGLE_FORBIDDEN, angle_mdeg=place.angle_mdeg)


def stands_known(problem: Problem, build: ScheduledBuild) -> bool:
    """Return whether the shape of every piece is known, so that more can be asked about it."""
    return all(
        (place.piece, place.orientation) in problem.orientation for place in build.placements
    )
