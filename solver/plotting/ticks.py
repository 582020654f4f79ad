"""Where a time axis gets its marks, and what they say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from solver.plotting.words import Words

HOUR_S, DAY_S = 3600, 86_400
_STEPS_S = (
    HOUR_S, 2 * HOUR_S, 3 * HOUR_S, 6 * HOUR_S, 12 * HOUR_S,
    DAY_S, 2 * DAY_S, 7 * DAY_S, 14 * DAY_S, 28 * DAY_S, 56 * DAY_S, 182 * DAY_S, 364 * DAY_S,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tick:
    at_s: int
    label: str
    begins_day: bool


def step_s(span_s: int, most: int) -> int:
    """Return the shortest round step that needs at most so many marks, or the longest one."""
    return next((step for step in _STEPS_S if span_s <= step * most), _STEPS_S[-1])


def plain_ticks(start_s: int, end_s: int, step: int, words: Words) -> Iterator[Tick]:
    """Count days and hours from the moment of planning."""
    for at_s in range(-(-start_s // step) * step, end_s + 1, step):
        day, rest_s = divmod(at_s, DAY_S)
        begins_day = rest_s == 0
        label = f"{words.day} {day}" if begins_day else f"{rest_s // HOUR_S} {words.hours}"
        yield Tick(at_s, label, begins_day)


def clock_ticks(start_s: int, end_s: int, step: int, origin: datetime) -> Iterator[Tick]:
    """Use the clock and calendar of the zone of ``origin``, the moment of time zero."""
    zero = origin.astimezone(UTC)
    first = (zero + timedelta(seconds=start_s)).astimezone(origin.tzinfo)
    # Adding to a local time keeps what the clock shows, also over a change to summer time.
    local = first.replace(hour=0, minute=0, second=0, microsecond=0)
    while True:
        at_s = int((local.astimezone(UTC) - zero).total_seconds())
        if at_s > end_s:
            return
        if at_s >= start_s:
            begins_day = local.hour == 0
            yield Tick(at_s, f"{local:%Y-%m-%d}" if begins_day else f"{local:%H:%M}", begins_day)
        local += timedelta(seconds=step)
