"""The fast calendar of the search says exactly what ``solver.timing`` says."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from solver import Interval, Machine, Mode
from solver.search.shifts import Need, Shifts
from solver.timing import attended_end_s, attended_start_s, earliest_times, times_from
from tests.solver.workshop import MODE, machine


@st.composite
def shops(draw: st.DrawFn) -> Machine:
    edges = sorted(draw(st.sets(st.integers(0, 200), min_size=2, max_size=12)))
    shifts = [Interval(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    blocks = sorted(draw(st.sets(st.integers(0, 200), min_size=0, max_size=4)))
    blocked = [Interval(a, b) for a, b in zip(blocks[::2], blocks[1::2], strict=False)]
    return machine(attended=tuple(shifts), blocked=tuple(blocked))


MODES = st.builds(
    lambda setup, heat, cool, unload: replace(
        MODE, setup_s=setup, heat_s=heat, cool_s=cool, unload_s=unload
    ),
    st.integers(0, 20),
    st.integers(0, 20),
    st.integers(0, 20),
    st.integers(0, 20),
)


@given(shop=shops(), from_s=st.integers(-20, 220), work_s=st.integers(0, 60))
def test_attended_moments(shop: Machine, from_s: int, work_s: int) -> None:
    shifts = Shifts(shop)

    assert shifts.start_s(from_s) == attended_start_s(shop.attended, from_s)
    assert shifts.end_s(from_s, work_s) == attended_end_s(shop.attended, from_s, work_s)


@given(
    shop=shops(),
    mode=MODES,
    from_s=st.integers(-20, 220),
    change_s=st.integers(0, 20),
    building_s=st.integers(0, 60),
)
def test_builds_and_their_latest_starts(
    shop: Machine, mode: Mode, from_s: int, change_s: int, building_s: int
) -> None:
    shifts, need = Shifts(shop), Need(mode, building_s)
    run = shifts.run(need, from_s, change_s)
    times = earliest_times(shop, mode, from_s=from_s, change_s=change_s, building_s=building_s)

    assert run == (None if times is None else (times.start_s, times.end_s))
    if times is not None:
        late_s = shifts.late_start_s(need, times.start_s, change_s)
        # Every later attended start gives a later end, this one does not.
        ends = {
            start_s: later.end_s
            for start_s in range(times.start_s, 221)
            if attended_start_s(shop.attended, start_s) == start_s
            and (
                later := times_from(
                    shop, mode, start_s=start_s, change_s=change_s, building_s=building_s
                )
            )
        }
        assert late_s == max(start_s for start_s, end_s in ends.items() if end_s == times.end_s)
