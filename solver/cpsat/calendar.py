"""Attended work in CP-SAT: moments inside shifts, and work that rests between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python.cp_model import CpModel, IntVar

from solver.machines import Interval, Machine
from solver.objectives import Expr


@dataclass(frozen=True, slots=True)
class Calendar:
    """The shifts of a machine up to ``exact_until_s``, and one that never ends after that.

    The end is a relaxation: later than ``exact_until_s`` a model may be too optimistic, never the
    other way round. ``before_s`` is the attended time before each shift.
    """

    shifts: tuple[Interval, ...]
    before_s: tuple[int, ...]
    blocked: tuple[Interval, ...]
    latest_s: int


def make_calendar(machine: Machine, *, exact_until_s: int, latest_s: int) -> Calendar:
    shifts = [
        Interval(max(0, shift.start_s), shift.end_s)
        for shift in machine.attended
        if shift.end_s > 0 and shift.start_s < exact_until_s
    ]
    tail_s = max(exact_until_s, shifts[-1].end_s if shifts else 0)
    shifts.append(Interval(tail_s, max(tail_s, latest_s) + 1))
    joined = _joined(shifts)
    before_s, done_s = [], 0
    for shift in joined:
        before_s.append(done_s)
        done_s += shift.end_s - shift.start_s
    blocked = tuple(block for block in machine.blocked if 0 < block.end_s <= exact_until_s)
    return Calendar(joined, tuple(before_s), blocked, latest_s)


def _joined(shifts: Sequence[Interval]) -> tuple[Interval, ...]:
    found: list[Interval] = []
    for shift in shifts:
        if found and found[-1].end_s == shift.start_s:
            found[-1] = Interval(found[-1].start_s, shift.end_s)
        else:
            found.append(shift)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Moments:
    """The variables of one build's times, meaningless where it is not present."""

    start: IntVar
    end: IntVar


def add_moments(
    model: CpModel,
    calendar: Calendar,
    present: IntVar,
    *,
    setup: Expr,
    unattended: Expr,
    unload: Expr,
    unloaded: IntVar | None,
) -> Moments:
    """Add a build: attended set-up, unattended building, attended unloading if ``unloaded``.

    The end is never too early; a model that minimises it gets the true one.
    """
    start, at_start = _attended_moment(model, calendar, present, room_s=1)
    print_start, at_print_start = _attended_moment(model, calendar, present, room_s=0)
    model.add(at_print_start == at_start + setup).only_enforce_if(present)
    model.add(print_start >= start + setup).only_enforce_if(present)
    cool_end = model.new_int_var(0, calendar.latest_s, "cool_end")
    model.add(cool_end == print_start + unattended).only_enforce_if(present)
    if unloaded is None:
        return Moments(start, cool_end)
    unload_start, at_unload_start = _attended_moment(model, calendar, unloaded, room_s=0)
    unload_end, at_unload_end = _attended_moment(model, calendar, unloaded, room_s=0)
    model.add(unload_start >= cool_end).only_enforce_if(unloaded)
    model.add(at_unload_end == at_unload_start + unload).only_enforce_if(unloaded)
    model.add(unload_end >= unload_start + unload).only_enforce_if(unloaded)
    if unloaded is present:
        return Moments(start, unload_end)
    end = model.new_int_var(0, calendar.latest_s, "end")
    model.add(end == unload_end).only_enforce_if(unloaded)
    model.add(end == cool_end).only_enforce_if(present, ~unloaded)
    return Moments(start, end)


def _attended_moment(
    model: CpModel, calendar: Calendar, present: IntVar, *, room_s: int
) -> tuple[IntVar, IntVar]:
    """Return a moment in a shift, ``room_s`` before its end, and the attended time until then."""
    moment = model.new_int_var(0, calendar.latest_s, "moment")
    clock = model.new_int_var(0, calendar.latest_s, "attended")
    if len(calendar.shifts) == 1:
        model.add(moment - clock == calendar.shifts[0].start_s).only_enforce_if(present)
        model.add(clock >= 0)
        return moment, clock
    inside = [model.new_bool_var("in shift") for _ in calendar.shifts]
    model.add(sum(inside) == present)
    for literal, shift, before_s in zip(inside, calendar.shifts, calendar.before_s, strict=True):
        model.add_linear_constraint(moment, shift.start_s, shift.end_s - room_s).only_enforce_if(
            literal
        )
        model.add(moment - clock == shift.start_s - before_s).only_enforce_if(literal)
    return moment, clock
