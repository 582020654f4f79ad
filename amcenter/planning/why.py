"""Why a piece is late: what it waits for in this schedule."""

from collections.abc import Iterator

from solver.builds import ScheduledBuild
from solver.machines import Machine
from solver.parts import Piece
from solver.problem import Problem
from solver.result import Reason
from solver.schedule import Schedule
from solver.timing import attended_start_s, earliest_times, print_s, times_from


def why_late(
    problem: Problem, schedule: Schedule, build: ScheduledBuild, piece: Piece
) -> tuple[Reason, ...]:
    """Return the causes of a late piece, which may be several.

    ``late_fixed``: its build was released and does not move. ``late_even_alone``: too late on any
    machine, even if everything else stood back. ``late_shares_build``: alone it would be in time in
    this very place. ``late_waits_for_pieces``: others in its build are released later.
    ``late_waits_for_machine``: another build has its machine. ``late_waits_for_shift``: nobody is
    there when the machine is free. ``late_stands_back``: other pieces weigh more.
    """
    if build.key in {fixed.key for fixed in problem.fixed}:
        return (Reason("late_fixed", piece.key, {"build": build.key}),)
    if not _in_time(piece, _earliest_finish_s(problem, piece)):
        return (Reason("late_even_alone", piece.key),)
    waits = tuple(_waits(problem, schedule, build, piece))
    return waits or (Reason("late_stands_back", piece.key),)


def _waits(
    problem: Problem, schedule: Schedule, build: ScheduledBuild, piece: Piece
) -> Iterator[Reason]:
    machine = problem.machine[build.machine]
    if len(build.pieces) > 1 and _in_time(piece, _finish_alone_s(problem, build, piece)):
        yield Reason("late_shares_build", piece.key, {"pieces": len(build.pieces)})
    last = max((problem.piece[key] for key in build.pieces), key=lambda mate: mate.release_s)
    if piece.release_s < last.release_s <= build.start_s:
        yield Reason("late_waits_for_pieces", piece.key, {"other": last.key})
    earlier = [other for other in schedule.on(machine.key) if other.end_s <= build.start_s]
    free_s = max((other.end_s for other in earlier), default=0)
    if earlier and free_s > piece.release_s:
        facts = {"other": earlier[-1].key, "machine": machine.key}
        yield Reason("late_waits_for_machine", piece.key, facts)
    begin_s = max(free_s, piece.release_s)
    attended_s = attended_start_s(machine.attended, begin_s)
    if attended_s is not None and attended_s > begin_s:
        hours = -(-(attended_s - begin_s) // 3600)
        yield Reason("late_waits_for_shift", piece.key, {"machine": machine.key, "hours": hours})


def _in_time(piece: Piece, finish_s: int | None) -> bool:
    return finish_s is not None and piece.due_s is not None and finish_s <= piece.due_s


def _earliest_finish_s(problem: Problem, piece: Piece) -> int | None:
    """Return when the piece could be finished if it had any machine for itself at once."""
    finishes = []
    for key in piece.eligible:
        machine = problem.machine[key]
        mode = machine.modes[piece.build_key]
        for building_s in _building_s(problem, machine, piece):
            times = earliest_times(
                machine, mode, from_s=piece.release_s, change_s=0, building_s=building_s
            )
            if times is not None:
                finishes.append(times.end_s + mode.after_s + piece.lead_s)
    return min(finishes, default=None)


def _finish_alone_s(problem: Problem, build: ScheduledBuild, piece: Piece) -> int | None:
    """Return when the piece would be finished if its build held nothing else."""
    machine = problem.machine[build.machine]
    mode = machine.modes[build.build_key]
    building_s = min(_building_s(problem, machine, piece), default=None)
    if building_s is None:
        return None
    times = times_from(machine, mode, start_s=build.start_s, change_s=0, building_s=building_s)
    return None if times is None else times.end_s + mode.after_s + piece.lead_s


def _building_s(problem: Problem, machine: Machine, piece: Piece) -> Iterator[int]:
    mode = machine.modes[piece.build_key]
    for orientation in problem.part[piece.part].orientations:
        if machine.key in orientation.exposure_ms:
            yield print_s(mode, machine.key, [orientation], orientation.height_um)
