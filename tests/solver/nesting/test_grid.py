from hypothesis import given
from hypothesis import strategies as st

from solver.nesting.grid import even_steps, wanted_pitch_um


def test_the_pitch_divides_the_room() -> None:
    # 249 mm are 249 steps of 1 mm or 250 of 0.996 mm; only the latter can be halved.
    steps = even_steps(249_000, 1_000)

    assert (steps.count, steps.pitch_um) == (250, 996)


@given(length_um=st.integers(20_000, 2_000_000), wanted_um=st.integers(250, 1_500))
def test_less_than_one_step_is_lost(length_um: int, wanted_um: int) -> None:
    steps = even_steps(length_um, wanted_um)

    assert 0 <= length_um - steps.count * steps.pitch_um < steps.pitch_um
    assert 0.6 * wanted_um <= steps.pitch_um <= 1.4 * wanted_um


def test_platforms_are_cut_into_a_few_hundred_cells() -> None:
    # 250 mm / 288 = 0.868 mm; small ones not below 0.25 mm, large ones not above 1.5 mm.
    assert wanted_pitch_um(250_000, 0) == 868
    assert wanted_pitch_um(50_000, 0) == 250
    assert wanted_pitch_um(1_000_000, 0) == 1_500
    assert wanted_pitch_um(250_000, 1) == 434
