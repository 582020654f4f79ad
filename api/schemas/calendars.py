"""When people are there."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.schemas.base import (
    In,
    Key,
    Line,
    PageQuery,
    SharedRowOut,
    example,
    optional,
)

Clock = Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
ZoneName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+/-]{1,64}$")]


class Shift(In):
    """An end that is not after the start lies in the next day."""

    start: Clock
    end: Clock


class WeekdayShift(Shift):
    weekday: int = Field(ge=0, le=6)
    """0 is Monday."""


class CalendarException(In):
    """A date that differs from its week; without shifts it is closed."""

    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    shifts: list[Shift] = Field(default=[], max_length=10)


class CalendarIn(In):
    model_config = example(
        key="two-shifts",
        name="Two shifts",
        zone="Asia/Omsk",
        shifts=[{"weekday": 0, "start": "08:00", "end": "20:00"}],
        holidays="RU",
        exceptions=[{"date": "2026-05-02", "shifts": []}],
    )

    key: Key
    name: Line
    zone: ZoneName = "Asia/Omsk"
    shifts: list[WeekdayShift] = Field(min_length=1, max_length=70)
    holidays: Country | None = "RU"
    exceptions: list[CalendarException] = Field(default=[], max_length=400)


class CalendarChangesIn(In):
    model_config = example(name="Two shifts, also on Saturdays")

    key: Key = optional()
    name: Line = optional()
    zone: ZoneName = optional()
    shifts: Annotated[list[WeekdayShift], Field(min_length=1, max_length=70)] = optional()
    holidays: Country | None = optional()
    exceptions: Annotated[list[CalendarException], Field(max_length=400)] = optional()


class CalendarOut(SharedRowOut):
    key: str
    name: str
    zone: str
    shifts: list[WeekdayShift]
    holidays: str | None
    exceptions: list[CalendarException]


class CalendarsQuery(PageQuery):
    sort: Literal["key", "-key", "name", "-name"] = "key"
