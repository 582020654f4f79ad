"""Shifts as people state them: local times of a day, checked once and turned into values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from amcenter.errors import BadInput

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """From ``start`` to ``end`` after midnight of its day; after 24 h begins the next one."""

    start: timedelta
    end: timedelta

    def on(self, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return the local moments at which it begins and ends when it begins on ``day``."""
        return _local(day, self.start, zone), _local(day, self.end, zone)


def _local(day: date, clock: timedelta, zone: tzinfo) -> datetime:
    # wall clock arithmetic: 20:00 is 20:00 even on the day on which the clocks change
    return (datetime.combine(day, time()) + clock).replace(tzinfo=zone)


def read_shift(entry: Mapping[str, object]) -> Shift:
    """Return the shift of ``{"start": "08:00", "end": "20:00"}``.

    An end that is not after the start lies in the next day; the end of a whole day is ``24:00``.
    """
    start, end = _clock(entry.get("start")), _clock(entry.get("end"))
    if start in (end, DAY):
        raise BadInput("shift_empty", start=str(entry["start"]), end=str(entry["end"]))
    return Shift(start, end if end > start else end + DAY)


def read_week(entries: Sequence[Mapping[str, object]]) -> Mapping[int, tuple[Shift, ...]]:
    """Return the shifts of each weekday (0 is Monday)."""
    week: dict[int, tuple[Shift, ...]] = dict.fromkeys(range(7), ())
    for entry in entries:
        weekday = entry.get("weekday")
        if not isinstance(weekday, int) or weekday not in week:
            raise BadInput("weekday_unknown", value=str(weekday))
        week[weekday] += (read_shift(entry),)
    return week


def read_exceptions(entries: Sequence[Mapping[str, object]]) -> Mapping[date, tuple[Shift, ...]]:
    """Return the shifts of the dates that differ from their week."""
    days: dict[date, tuple[Shift, ...]] = {}
    for entry in entries:
        day = _day(entry.get("date"))
        if day in days:
            raise BadInput("exception_twice", date=day.isoformat())
        shifts = entry.get("shifts", [])
        if not isinstance(shifts, list) or not all(isinstance(shift, dict) for shift in shifts):
            raise BadInput("exception_shifts", date=day.isoformat())
        days[day] = tuple(read_shift(shift) for shift in shifts)
    return days


def _clock(value: object) -> timedelta:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise BadInput("time_of_day", value=str(value))
    hours, minutes = value.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadInput("date_unknown", value=str(value)) from None
