"""Rounding never makes room and never saves time."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from amcenter.planning.problem.rounding import (
    ms_up,
    permille_down,
    permille_up,
    second_down,
    second_up,
    um_down,
    um_up,
)

SIZES = st.floats(min_value=0, max_value=5000)
ORIGIN = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
MOMENTS = st.timedeltas(min_value=timedelta(days=-30), max_value=timedelta(days=4000)).map(
    lambda distance: ORIGIN + distance
)
NANOMETRE = Fraction(1, 1000)


@given(mm=SIZES)
def test_a_size_is_not_rounded_down_by_a_nanometre_and_room_not_up(mm: float) -> None:
    # 5 m at a relative hair of 1e-9 are 5 nm
    exact_um = Fraction(mm) * 1000

    assert um_up(mm) >= exact_um - 5 * NANOMETRE
    assert um_down(mm) <= exact_um + 5 * NANOMETRE


@given(mm=SIZES)
def test_what_is_rounded_moves_by_less_than_a_micrometre(mm: float) -> None:
    assert 0 <= um_up(mm) - um_down(mm) <= 1
    assert abs(um_up(mm) - Fraction(mm) * 1000) <= 1


@given(tenths=st.integers(min_value=0, max_value=50_000))
def test_sizes_that_people_write_are_kept_as_they_are(tenths: int) -> None:
    # 100.1 mm is 100100 um, although 100.1 * 1000 is 100099.99999999999 in floats
    assert um_up(tenths / 10) == um_down(tenths / 10) == tenths * 100


@given(moment=MOMENTS)
def test_a_moment_lies_between_its_two_seconds(moment: datetime) -> None:
    second = timedelta(seconds=1)

    assert ORIGIN + second_down(moment, ORIGIN) * second <= moment
    assert moment <= ORIGIN + second_up(moment, ORIGIN) * second
    assert 0 <= second_up(moment, ORIGIN) - second_down(moment, ORIGIN) <= 1


def test_durations_and_shares_go_to_the_safe_side() -> None:
    assert ms_up(0.0001) == 1
    assert ms_up(2.5) == 2500
    assert permille_up(0.3001) == 301
    assert permille_down(0.1209) == 120
    assert permille_down(0.12) == 120
