"""Dates and times as people type them, local to the centre unless they say otherwise."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from amcenter.errors import BadInput

DATE_LENGTH = len("2026-03-31")


def begin_of(value: str, zone: ZoneInfo) -> datetime:
    """Return a time, or the first moment of a date."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise BadInput("moment_not_readable", value=value) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def end_of(value: str, zone: ZoneInfo) -> datetime:
    """Return a time, or the moment at which a date is over."""
    whole_day = timedelta(days=1) if len(value) <= DATE_LENGTH else timedelta()
    return begin_of(value, zone) + whole_day
