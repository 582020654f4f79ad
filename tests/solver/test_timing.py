from hypothesis import given
from hypothesis import strategies as st

from solver.machines import Interval, Machine, Mode, Platform
from solver.parts import Orientation
from solver.shapes import Outline, Polygon
from solver.timing import (
    attended_end_s,
    attended_start_s,
    changeover_s,
    cool_s,
    earliest_times,
    print_s,
    times_from,
)

HOUR = 3600
DAY = 24 * HOUR
# Two days with a shift from 08:00 to 20:00.
SHIFTS = (Interval(8 * HOUR, 20 * HOUR), Interval(DAY + 8 * HOUR, DAY + 20 * HOUR))
SQUARE = Outline((Polygon(((0, 0), (10_000, 0), (10_000, 10_000), (0, 10_000))),))
MODE = Mode(setup_s=HOUR, layer_um=50, layer_ms=10_000, heat_s=HOUR, cool_s=2 * HOUR, unload_s=HOUR)


def machine(**changes: object) -> Machine:
    platform = Platform(width_um=250_000, depth_um=250_000, height_um=300_000, gap_um=5_000)
    values: dict[str, object] = {
        "key": "m",
        "platform": platform,
        "modes": {"steel": MODE},
        "attended": SHIFTS,
    }
    return Machine(**(values | changes))  # type: ignore[arg-type]


def orientation(exposure_ms: int) -> Orientation:
    return Orientation("0", SQUARE, 20_000, 100.0, {"m": exposure_ms})


def test_building_time_is_all_exposures_and_the_layers_of_the_highest_point() -> None:
    # 30 min + 45 min of exposure; 20.01 mm at 50 um are 401 layers of 10 s: 4010 s.
    stands = [orientation(30 * 60_000), orientation(45 * 60_000)]

    assert print_s(MODE, "m", stands, 20_010) == 75 * 60 + 4010


def test_building_time_is_rounded_up_to_a_second() -> None:
    assert print_s(Mode(setup_s=0, layer_um=50, layer_ms=0), "m", [orientation(1001)], 50) == 2


def test_cooling_lasts_its_share_of_building_but_never_less_than_the_minimum() -> None:
    mode = Mode(setup_s=0, layer_um=100, layer_ms=1, cool_s=6 * HOUR, cool_permille=1000)

    assert cool_s(mode, 2 * HOUR) == 6 * HOUR
    assert cool_s(mode, 20 * HOUR) == 20 * HOUR


def test_a_changeover_that_is_not_listed_is_forbidden_but_the_same_key_needs_none() -> None:
    shop = machine(changeover_s={("steel", "nickel"): 2 * HOUR})

    assert changeover_s(shop, "steel", "nickel") == 2 * HOUR
    assert changeover_s(shop, "nickel", "steel") is None
    assert changeover_s(shop, "steel", "steel") == 0
    assert changeover_s(shop, None, "nickel") == 0


def test_work_starts_with_the_next_shift() -> None:
    assert attended_start_s(SHIFTS, 0) == 8 * HOUR
    assert attended_start_s(SHIFTS, 9 * HOUR) == 9 * HOUR
    assert attended_start_s(SHIFTS, 20 * HOUR) == DAY + 8 * HOUR
    assert attended_start_s(SHIFTS, DAY + 20 * HOUR) is None


def test_attended_work_rests_overnight() -> None:
    # One hour before closing, one after opening on the next day.
    assert attended_end_s(SHIFTS, 19 * HOUR, 2 * HOUR) == DAY + 9 * HOUR


def test_work_that_ends_with_the_shift_does_not_wait_for_the_next_one() -> None:
    assert attended_end_s(SHIFTS, 19 * HOUR, HOUR) == 20 * HOUR


def test_work_that_the_calendar_has_no_room_for_never_ends() -> None:
    assert attended_end_s(SHIFTS, DAY + 19 * HOUR, 2 * HOUR) is None


def test_a_build_runs_unattended_and_waits_for_somebody_to_unload_it() -> None:
    # 17:00 set-up, 18:00 heating, 19:00 building for 8 h until 03:00, cooling until 05:00,
    # unloading from 08:00 to 09:00.
    times = times_from(machine(), MODE, start_s=17 * HOUR, change_s=0, building_s=8 * HOUR)

    assert times is not None
    assert times.print_start_s == 18 * HOUR
    assert times.print_end_s == DAY + 3 * HOUR
    assert times.cool_end_s == DAY + 5 * HOUR
    assert times.end_s == DAY + 9 * HOUR


def test_a_build_that_would_meet_maintenance_begins_after_it() -> None:
    shop = machine(blocked=(Interval(10 * HOUR, 11 * HOUR),))

    times = earliest_times(shop, MODE, from_s=0, change_s=0, building_s=HOUR)

    assert times is not None
    assert times.start_s == 11 * HOUR


def test_a_build_may_end_exactly_when_maintenance_begins() -> None:
    # 08:00 set-up, 09:00 heating, 10:00 building, 11:00 cooling, 13:00 unloading until 14:00.
    shop = machine(blocked=(Interval(14 * HOUR, 16 * HOUR),))

    times = earliest_times(shop, MODE, from_s=0, change_s=0, building_s=HOUR)

    assert times is not None
    assert (times.start_s, times.end_s) == (8 * HOUR, 14 * HOUR)


@given(from_s=st.integers(-DAY, 2 * DAY), work_s=st.integers(1, 24 * HOUR))
def test_exactly_the_work_lies_inside_the_attended_hours(from_s: int, work_s: int) -> None:
    end_s = attended_end_s(SHIFTS, from_s, work_s)
    available = sum(max(0, shift.end_s - max(shift.start_s, from_s)) for shift in SHIFTS)

    if end_s is None:
        assert available < work_s
    else:
        done = [min(shift.end_s, end_s) - max(shift.start_s, from_s) for shift in SHIFTS]
        assert sum(max(0, part) for part in done) == work_s
