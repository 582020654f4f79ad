from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amcenter.errors import BadInput
from amcenter.shop.calendars import attended, check_calendar
from amcenter.tables import CalendarRow

OMSK = ZoneInfo("Asia/Omsk")
BERLIN = ZoneInfo("Europe/Berlin")


def calendar(*shifts: tuple[int, str, str], **changes: Any) -> CalendarRow:
    entries = [{"weekday": day, "start": start, "end": end} for day, start, end in shifts]
    return CalendarRow(**{"key": "c", "name": "C", "holidays": None, "shifts": entries} | changes)


def weekdays(start: str, end: str) -> list[tuple[int, str, str]]:
    return [(day, start, end) for day in range(5)]


def hours(row: CalendarRow, start: datetime, end: datetime) -> float:
    spans = attended(row, start, end)
    return sum((last - first).total_seconds() for first, last in spans) / 3600


def test_a_shift_is_told_in_utc() -> None:
    # Omsk is at UTC+6 all year: 08-20 there is 02-14
    row = calendar(*weekdays("08:00", "20:00"))
    wednesday = datetime(2026, 6, 10, tzinfo=OMSK)

    spans = attended(row, wednesday, wednesday + timedelta(days=1))

    assert spans == ((datetime(2026, 6, 10, 2, tzinfo=UTC), datetime(2026, 6, 10, 14, tzinfo=UTC)),)
    assert all(moment.tzinfo is UTC for span in spans for moment in span)


def test_only_what_lies_in_the_window_is_told() -> None:
    row = calendar(*weekdays("08:00", "20:00"))
    start = datetime(2026, 6, 10, 19, tzinfo=OMSK)
    end = datetime(2026, 6, 11, 9, 30, tzinfo=OMSK)

    spans = attended(row, start, end)

    assert spans == (
        (start, datetime(2026, 6, 10, 20, tzinfo=OMSK)),
        (datetime(2026, 6, 11, 8, tzinfo=OMSK), end),
    )


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    row = calendar((4, "20:00", "08:00"))  # Friday night only
    saturday = datetime(2026, 6, 13, tzinfo=OMSK)

    spans = attended(row, saturday, saturday + timedelta(days=1))

    assert spans == ((saturday, datetime(2026, 6, 13, 8, tzinfo=OMSK)),)


def test_shifts_that_touch_become_one_span() -> None:
    row = calendar(*((day, "00:00", "24:00") for day in range(7)))
    start = datetime(2026, 1, 1, tzinfo=UTC)

    assert attended(row, start, start + timedelta(days=400)) == (
        (start, start + timedelta(days=400)),
    )


def test_overlapping_shifts_are_not_counted_twice() -> None:
    row = calendar((2, "08:00", "16:00"), (2, "14:00", "22:00"))
    wednesday = datetime(2026, 6, 10, tzinfo=OMSK)

    assert hours(row, wednesday, wednesday + timedelta(days=1)) == 14


def test_the_russian_new_year_is_closed_until_the_eighth_of_january() -> None:
    row = calendar(*((day, "08:00", "20:00") for day in range(7)), holidays="RU")
    new_year = datetime(2027, 1, 1, tzinfo=OMSK)

    first, _ = attended(row, new_year, new_year + timedelta(days=20))[0]

    assert first == datetime(2027, 1, 9, 8, tzinfo=OMSK)


def test_victory_day_is_closed_and_the_day_before_is_not() -> None:
    row = calendar(*((day, "08:00", "20:00") for day in range(7)), holidays="RU")
    eighth = datetime(2028, 5, 8, tzinfo=OMSK)
    ninth = eighth + timedelta(days=1)

    assert hours(row, ninth, ninth + timedelta(days=1)) == 0
    assert hours(calendar(*weekdays("08:00", "20:00")), ninth, ninth + timedelta(days=1)) == 12


def test_an_exception_closes_a_day() -> None:
    row = calendar(*weekdays("08:00", "20:00"), exceptions=[{"date": "2026-06-10", "shifts": []}])
    wednesday = datetime(2026, 6, 10, tzinfo=OMSK)

    assert hours(row, wednesday, wednesday + timedelta(days=1)) == 0


def test_an_exception_opens_a_holiday() -> None:
    row = calendar(
        *weekdays("08:00", "20:00"),
        holidays="RU",
        exceptions=[{"date": "2026-06-12", "shifts": [{"start": "10:00", "end": "12:00"}]}],
    )
    russia_day = datetime(2026, 6, 12, tzinfo=OMSK)

    assert hours(row, russia_day, russia_day + timedelta(days=1)) == 2


def test_the_clock_changes_and_the_shift_still_begins_at_eight() -> None:
    # Berlin goes from UTC+1 to UTC+2 on 29 March 2026
    row = calendar((5, "08:00", "16:00"), (0, "08:00", "16:00"), zone="Europe/Berlin")
    start = datetime(2026, 3, 28, tzinfo=BERLIN)

    (saturday, _), (monday, _) = attended(row, start, start + timedelta(days=3))

    assert saturday == datetime(2026, 3, 28, 7, tzinfo=UTC)
    assert monday == datetime(2026, 3, 30, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("evening", "length_h"),
    [
        pytest.param(datetime(2026, 3, 28, tzinfo=BERLIN), 7, id="spring"),
        pytest.param(datetime(2026, 10, 24, tzinfo=BERLIN), 9, id="autumn"),
        pytest.param(datetime(2026, 6, 13, tzinfo=BERLIN), 8, id="summer"),
    ],
)
def test_a_night_shift_lasts_as_long_as_the_night(evening: datetime, length_h: int) -> None:
    row = calendar((5, "22:00", "06:00"), zone="Europe/Berlin")

    assert hours(row, evening, evening + timedelta(days=2)) == length_h


moments = st.integers(0, 3 * 365 * 24).map(
    lambda hour: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
)
clocks = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")
shifts = st.tuples(st.integers(0, 6), clocks, clocks).filter(lambda shift: shift[1] != shift[2])


@given(
    st.lists(shifts, min_size=1, max_size=6),
    st.sampled_from(["Asia/Omsk", "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe"]),
    moments,
    st.timedeltas(timedelta(0), timedelta(days=30)),
    st.floats(0, 1),
)
def test_two_windows_tell_what_one_long_window_tells(
    shifts: list[tuple[int, str, str]],
    zone: str,
    start: datetime,
    length: timedelta,
    share: float,
) -> None:
    row = calendar(*shifts, zone=zone)
    end, middle = start + length, start + length * share

    whole = attended(row, start, end)

    assert all(first < last for first, last in whole)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(whole))
    parts = hours(row, start, middle) + hours(row, middle, end)
    assert parts == pytest.approx(hours(row, start, end))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"shifts": [{"weekday": 7, "start": "08:00", "end": "20:00"}]}, "weekday_unknown"),
        ({"shifts": [{"start": "08:00", "end": "20:00"}]}, "weekday_unknown"),
        ({"shifts": [{"weekday": 0, "start": "8:00", "end": "20:00"}]}, "time_of_day"),
        ({"shifts": [{"weekday": 0, "start": "08:00", "end": "25:00"}]}, "time_of_day"),
        ({"shifts": [{"weekday": 0, "start": "08:00"}]}, "time_of_day"),
        ({"shifts": [{"weekday": 0, "start": "08:00", "end": "08:00"}]}, "shift_empty"),
        ({"shifts": [{"weekday": 0, "start": "24:00", "end": "08:00"}]}, "shift_empty"),
        ({"shifts": []}, "calendar_empty"),
        ({"zone": "Asia/Atlantis"}, "zone_unknown"),
        ({"zone": "../etc"}, "zone_unknown"),
        ({"zone": ""}, "zone_unknown"),
        ({"holidays": "ZZ"}, "country_unknown"),
        ({"exceptions": [{"date": "2026-02-30", "shifts": []}]}, "date_unknown"),
        ({"exceptions": [{"date": "2026-05-02"}, {"date": "2026-05-02"}]}, "exception_twice"),
        ({"exceptions": [{"date": "2026-05-02", "shifts": "none"}]}, "exception_shifts"),
        ({"key": "Two shifts"}, "key_unusable"),
        ({"name": " "}, "text_length"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_calendar(calendar((0, "08:00", "20:00"), **changes))

    assert refusal.value.message.code == code
    assert str(refusal.value)


def test_a_calendar_that_can_be_is_accepted() -> None:
    check_calendar(
        calendar(
            (0, "08:00", "20:00"),
            holidays="RU",
            exceptions=[{"date": "2026-05-02", "shifts": [{"start": "20:00", "end": "04:00"}]}],
        )
    )
