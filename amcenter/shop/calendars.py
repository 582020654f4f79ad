"""When people are there: weekly shifts in local time, public holidays, and dates that differ."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from amcenter.errors import BadInput
from amcenter.shop.checks import check_key, check_text
from amcenter.shop.shifts import DAY, read_exceptions, read_week
from amcenter.shop.spans import Span, clipped, merged
from amcenter.tables import CalendarRow


def attended(calendar: CalendarRow, start: datetime, end: datetime) -> tuple[Span, ...]:
    """Return when somebody is there between two moments: spans in UTC, in order, none touching.

    A shift over midnight belongs to the day on which it begins. A date that is an exception has the
    shifts stated there, holiday or not.
    """
    return merged(clipped(_spans(calendar, start, end), start, end))


def _spans(calendar: CalendarRow, start: datetime, end: datetime) -> Iterator[Span]:
    zone = ZoneInfo(calendar.zone)
    week = read_week(calendar.shifts)
    exceptions = read_exceptions(calendar.exceptions)
    # one day early: a night shift of the day before may reach into the window
    first_day, last_day = start.astimezone(zone).date() - DAY, end.astimezone(zone).date()
    for day in _days(first_day, last_day):
        closed = day in public_holidays(calendar.holidays, day.year)
        for shift in exceptions.get(day, () if closed else week[day.weekday()]):
            first, last = shift.on(day, zone)
            yield first.astimezone(UTC), last.astimezone(UTC)


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


@cache
def public_holidays(country: str | None, year: int) -> AbstractSet[date]:
    """Return the public holidays of a country (ISO 3166 code) in a year; none without a country."""
    if country is None:
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))


def check_calendar(calendar: CalendarRow) -> None:
    """Raise BadInput unless ``attended`` can answer for this calendar."""
    check_key("key", calendar.key)
    check_text("name", calendar.name)
    _check_zone(calendar.zone)
    if calendar.holidays is not None and calendar.holidays not in _countries():
        raise BadInput("country_unknown", value=calendar.holidays)
    read_exceptions(calendar.exceptions)
    if not any(read_week(calendar.shifts).values()):
        raise BadInput("calendar_empty", key=calendar.key)


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, or no name of a zone at all
        raise BadInput("zone_unknown", value=name) from None


@cache
def _countries() -> AbstractSet[str]:
    return frozenset(holidays.list_supported_countries())
