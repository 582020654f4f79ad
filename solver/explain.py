"""Why a piece is finished when it is: its whole time, cut into what it waited for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from solver.builds import ScheduledBuild
from solver.machines import Interval, Machine
from solver.problem import Problem
from solver.schedule import Schedule, ready_s
from solver.timing import attended_end_s, changeover_s, earliest_times, print_s


class Cause(StrEnum):
    RELEASE = "release"
    """The piece itself was not there yet."""
    BATCH_MATE_RELEASE = "batch_mate_release"
    """Another piece of the same build was not there yet."""
    MACHINE_BUSY = "machine_busy"
    BLOCKED = "blocked"
    NOBODY_ATTENDS = "nobody_attends"
    NO_ROOM = "no_room"
    """A build begun now would meet blocked hours."""
    LATER_ON_PURPOSE = "later_on_purpose"
    """It could have begun; the schedule prefers later (a decided moment, a later build, cost)."""
    CHANGEOVER = "changeover"
    SETUP = "setup"
    BUILDING = "building"
    """Heating, and building as long as the piece would take alone."""
    BATCH_MATES_BUILD = "batch_mates_build"
    COOLING = "cooling"
    UNLOADING = "unloading"
    POST_PROCESSING = "post_processing"


@dataclass(frozen=True, slots=True)
class Wait:
    """From when until when a piece waits for what; ``other`` is the build or piece in question."""

    cause: Cause
    from_s: int
    until_s: int
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """A piece that is finished after its due date, and the way there."""

    piece: str
    build: str
    late_s: int
    waits: tuple[Wait, ...]


def late_pieces(problem: Problem, schedule: Schedule) -> tuple[Late, ...]:
    """Return all late pieces, those that cost most first."""
    found = []
    for build in schedule.builds:
        for key in build.pieces:
            piece = problem.piece[key]
            finish_s = ready_s(problem, build) + piece.lead_s
            if piece.due_s is not None and finish_s > piece.due_s:
                late_s = finish_s - piece.due_s
                found.append(Late(key, build.key, late_s, waits(problem, schedule, key)))
    return tuple(
        sorted(
            found, key=lambda late: (-late.late_s * problem.piece[late.piece].weight, late.piece)
        )
    )


def waits(problem: Problem, schedule: Schedule, piece: str) -> tuple[Wait, ...]:
    """Return what a piece waits for from now until it is finished, without a gap."""
    build = next(build for build in schedule.builds if piece in build.pieces)
    earlier = [other for other in schedule.on(build.machine) if other.start_s < build.start_s]
    before = max(earlier, key=lambda other: other.end_s, default=None)
    rows = [
        *_until_start(problem, build, piece, before),
        *_until_print(problem, build, earlier[-1] if earlier else None),
        *_until_end(problem, build, piece),
    ]
    return tuple(row for row in rows if row.from_s < row.until_s)


def _until_start(
    problem: Problem, build: ScheduledBuild, piece: str, before: ScheduledBuild | None
) -> Iterator[Wait]:
    """The last thing that had to happen gets the time until it happened."""
    needs: list[tuple[int, Cause, str | None]] = [
        (problem.piece[piece].release_s, Cause.RELEASE, None)
    ]
    mates = [(problem.piece[key].release_s, key) for key in build.pieces if key != piece]
    if mates:
        needs.append((max(mates)[0], Cause.BATCH_MATE_RELEASE, max(mates)[1]))
    if before is not None:
        needs.append((before.end_s, Cause.MACHINE_BUSY, before.key))
    now_s = min(0, build.start_s)
    for until_s, cause, other in sorted(needs, key=lambda need: need[0]):
        if now_s < until_s:
            until_s = min(until_s, build.start_s)
            yield Wait(cause, now_s, until_s, other)
            now_s = max(now_s, until_s)
    yield from _idle(problem, build, now_s)


def _idle(problem: Problem, build: ScheduledBuild, from_s: int) -> Iterator[Wait]:
    """Nothing was in the way any more but the calendar."""
    machine = problem.machine[build.machine]
    for begin_s, end_s in _pieces_of_time(machine, from_s, build.start_s):
        if _covers(machine.blocked, begin_s):
            yield Wait(Cause.BLOCKED, begin_s, end_s)
        elif not _covers(machine.attended, begin_s):
            yield Wait(Cause.NOBODY_ATTENDS, begin_s, end_s)
        else:
            has_room = _could_begin(machine, build, begin_s)
            yield Wait(Cause.LATER_ON_PURPOSE if has_room else Cause.NO_ROOM, begin_s, end_s)


def _could_begin(machine: Machine, build: ScheduledBuild, at_s: int) -> bool:
    mode = machine.modes[build.build_key]
    building_s = build.print_end_s - build.print_start_s - mode.heat_s
    times = earliest_times(machine, mode, from_s=at_s, change_s=0, building_s=max(0, building_s))
    return times is not None and times.start_s == at_s


def _until_print(
    problem: Problem, build: ScheduledBuild, before: ScheduledBuild | None
) -> Iterator[Wait]:
    machine = problem.machine[build.machine]
    key = machine.state if before is None else before.build_key
    change_s = changeover_s(machine, key, build.build_key) or 0
    changed_s = attended_end_s(machine.attended, build.start_s, change_s) or build.print_start_s
    changed_s = min(changed_s, build.print_start_s)
    yield from _attended(machine, Cause.CHANGEOVER, build.start_s, changed_s, key)
    yield from _attended(machine, Cause.SETUP, changed_s, build.print_start_s, None)


def _until_end(problem: Problem, build: ScheduledBuild, piece: str) -> Iterator[Wait]:
    machine = problem.machine[build.machine]
    mode = machine.modes[build.build_key]
    alone_s = mode.heat_s + _alone_s(problem, build, piece)
    own_end_s = min(build.print_end_s, build.print_start_s + alone_s)
    yield Wait(Cause.BUILDING, build.print_start_s, own_end_s)
    yield Wait(Cause.BATCH_MATES_BUILD, own_end_s, build.print_end_s)
    yield Wait(Cause.COOLING, build.print_end_s, build.cool_end_s)
    yield from _attended(machine, Cause.UNLOADING, build.cool_end_s, build.end_s, None)
    finish_s = ready_s(problem, build) + problem.piece[piece].lead_s
    yield Wait(Cause.POST_PROCESSING, build.end_s, finish_s)


def _alone_s(problem: Problem, build: ScheduledBuild, piece: str) -> int:
    place = next(place for place in build.placements if place.piece == piece)
    stand = problem.orientation[piece, place.orientation]
    if build.machine not in stand.exposure_ms:  # a fixed build may be anything
        return build.print_end_s - build.print_start_s
    mode = problem.machine[build.machine].modes[build.build_key]
    return print_s(mode, build.machine, [stand], place.z_um + stand.height_um)


def _attended(
    machine: Machine, cause: Cause, from_s: int, until_s: int, other: str | None
) -> Iterator[Wait]:
    """Work that rests while nobody is there."""
    for begin_s, end_s in _pieces_of_time(machine, from_s, until_s):
        if _covers(machine.attended, begin_s):
            yield Wait(cause, begin_s, end_s, other)
        else:
            yield Wait(Cause.NOBODY_ATTENDS, begin_s, end_s)


def _pieces_of_time(machine: Machine, from_s: int, until_s: int) -> list[tuple[int, int]]:
    """Cut a time where shifts and blocked hours begin and end."""
    edges = {from_s, until_s}
    for interval in (*machine.attended, *machine.blocked):
        edges |= {edge for edge in (interval.start_s, interval.end_s) if from_s < edge < until_s}
    cuts = sorted(edges)
    return list(pairwise(cuts))


def _covers(intervals: Sequence[Interval], at_s: int) -> bool:
    return any(interval.start_s <= at_s < interval.end_s for interval in intervals)
