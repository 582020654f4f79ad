"""Hours in seconds from the moment of planning: attendance rounded inwards, closures outwards."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from amcenter.planning.problem.rounding import second_down, second_up
from amcenter.shop.calendars import attended
from amcenter.shop.shop import Shop
from amcenter.shop.spans import Span
from amcenter.tables import MachineRow
from solver.machines import Interval


def attended_hours(
    shop: Shop, machine: MachineRow, origin: datetime, horizon: timedelta
) -> tuple[Interval, ...]:
    """Return when somebody attends to a machine from the origin on."""
    spans = attended(shop.calendar_of(machine), origin, origin + horizon)
    return _intervals((second_up(start, origin), second_down(end, origin)) for start, end in spans)


def blocked_hours(shop: Shop, machine: MachineRow, origin: datetime) -> tuple[Interval, ...]:
    """Return when a machine must not be used; what is over is left out."""
    return _intervals(_outwards(span, origin) for span in shop.blocked(machine) if span[1] > origin)


def _outwards(span: Span, origin: datetime) -> tuple[int, int]:
    return second_down(span[0], origin), second_up(span[1], origin)


def _intervals(seconds: Iterable[tuple[int, int]]) -> tuple[Interval, ...]:
    """Return intervals in order; those that rounding made touch or overlap become one."""
    found: list[tuple[int, int]] = []
    for start, end in seconds:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return tuple(Interval(start, end) for start, end in found)
