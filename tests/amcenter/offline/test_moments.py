from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from amcenter.errors import BadInput
from amcenter.offline.moments import begin_of, end_of

OMSK = ZoneInfo("Asia/Omsk")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-02", datetime(2026, 3, 1, 18, tzinfo=UTC)),
        ("2026-03-02T08:00", datetime(2026, 3, 2, 2, tzinfo=UTC)),
        ("2026-03-02T08:00Z", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("2026-03-02T08:00+03:00", datetime(2026, 3, 2, 5, tzinfo=UTC)),
    ],
)
def test_times_are_local_to_the_centre_unless_they_say_otherwise(
    value: str, expected: datetime
) -> None:
    assert begin_of(value, OMSK) == expected


def test_something_due_on_a_date_has_the_whole_day() -> None:
    assert end_of("2026-03-02", OMSK) == datetime(2026, 3, 3, tzinfo=OMSK)
    assert end_of("2026-03-02T08:00", OMSK) == datetime(2026, 3, 2, 8, tzinfo=OMSK)


def test_what_is_no_date_is_refused_with_an_example() -> None:
    with pytest.raises(BadInput, match=r"tomorrow is no date or time; write 2026-03-31"):
        begin_of("tomorrow", OMSK)
