"""What holds for every process: a new one is tested by being in PROCESSES."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amcenter.processes import PROCESSES, Figures, Process, angles_mdeg, check_rates
from amcenter.tables import OrientationPolicy
from tests.amcenter.estimates.formulas import evaluate

every_process = pytest.mark.parametrize("process", PROCESSES.values(), ids=PROCESSES.keys())

LAYER_UM = 50
BLOCK = Figures(
    volume_mm3=8000,
    support_mm3=500,
    height_mm=20,
    lateral_area_mm2=1600,
    outline_area_mm2=400,
)


def ones(process: Process) -> dict[str, float]:
    return {rate.name: 1.0 for rate in process.rates}


def build_s(process: Process, figures: Figures, *, lasers: int = 1) -> float:
    rates = ones(process)
    layers = figures.height_mm * 1000 / LAYER_UM
    exposure_s = process.exposure_s(figures, rates, LAYER_UM, lasers, 1.0)
    return exposure_s + layers * process.layer_s(rates, LAYER_UM)


@every_process
@given(more_mm3=st.floats(min_value=0, max_value=1e7))
def test_more_volume_never_takes_less_time(process: Process, more_mm3: float) -> None:
    larger = replace(BLOCK, volume_mm3=BLOCK.volume_mm3 + more_mm3)

    assert build_s(process, larger) >= build_s(process, BLOCK)


@every_process
def test_more_volume_takes_more_time_unless_layers_are_hardened_whole(process: Process) -> None:
    larger = replace(BLOCK, volume_mm3=2 * BLOCK.volume_mm3)

    whole_layers = process.key in {"mjf", "vpp"}

    assert (build_s(process, larger) > build_s(process, BLOCK)) is not whole_layers


@every_process
def test_a_higher_build_takes_longer(process: Process) -> None:
    higher = replace(BLOCK, height_mm=2 * BLOCK.height_mm)

    assert build_s(process, higher) > build_s(process, BLOCK)


@every_process
def test_more_lasers_never_take_longer(process: Process) -> None:
    assert build_s(process, BLOCK, lasers=2) <= build_s(process, BLOCK)


@every_process
def test_the_build_needs_at_least_the_feedstock_that_it_becomes(process: Process) -> None:
    # 8000 mm3 of the block at 8 g/cm3 are 64 g; extrusion with full infill fills all of it
    rates = ones(process)

    powder_g = process.powder_g([BLOCK], rates, platform_mm2=10_000, top_mm=20, density_g_cm3=8.0)

    assert powder_g >= 64


@every_process
def test_its_key_is_the_one_under_which_it_is_found(process: Process) -> None:
    assert PROCESSES[process.key] is process
    assert process.name != process.name_ru


@every_process
def test_names_of_rates_say_their_unit(process: Process) -> None:
    units = ("_s", "_mm", "_h", "_mm3", "_share", "contours")

    assert all(rate.name.endswith(units) for rate in process.rates)


@every_process
def test_stacked_pieces_turn_by_quarters_and_need_no_support(process: Process) -> None:
    if process.stacked:
        assert set(process.angles_mdeg) == {0, 90_000, 180_000, 270_000}
        assert not process.needs_supports
        assert process.density_limit is not None
        assert process.floor_mm > 0
    assert process.needs_supports is (process.overhang_deg is not None)


@every_process
def test_a_locked_part_does_not_turn(process: Process) -> None:
    assert angles_mdeg(process, OrientationPolicy.LOCKED) == (0,)
    assert len(angles_mdeg(process, OrientationPolicy.ABOUT_Z)) >= 4


@every_process
def test_its_own_rates_are_accepted(process: Process) -> None:
    check_rates(process, ones(process), key="set")


SOME = st.floats(min_value=0.01, max_value=1e5)


@every_process
@given(data=st.data())
def test_its_formulas_say_what_its_methods_calculate(process: Process, data: st.DataObject) -> None:
    sizes = [field.name for field in fields(Figures)]
    figures = Figures(**{name: data.draw(SOME) for name in sizes})
    rates = {rate.name: data.draw(st.floats(0.01, 1.0)) for rate in process.rates}
    layer_um, lasers = data.draw(st.integers(10, 300)), data.draw(st.integers(1, 4))
    bed = {"platform_mm2": 40_000.0, "top_mm": 80.0, "density_g_cm3": 4.4}
    values = {**rates, **bed, "layer_um": layer_um, "lasers": lasers, "laser_balance": 0.8}
    values |= {name: getattr(figures, name) for name in sizes}

    said = [
        evaluate(formula, values)
        for formula in (
            process.formulas.exposure,
            process.formulas.layer,
            process.formulas.powder,
        )
    ]

    assert said == pytest.approx(
        [
            process.exposure_s(figures, rates, layer_um, lasers, 0.8),
            process.layer_s(rates, layer_um),
            process.powder_g([figures], rates, **bed),
        ]
    )


@every_process
def test_supports_fill_no_more_than_their_room(process: Process) -> None:
    assert 0 < process.support_density <= 1


def test_metal_is_never_parallel_to_the_blade() -> None:
    angles = angles_mdeg(PROCESSES["pbf_lb_m"], OrientationPolicy.FREE)

    assert min(min(angle % 90_000, -angle % 90_000) for angle in angles) == 5000


def test_figures_are_not_negative() -> None:
    with pytest.raises(ValueError, match="volume_mm3"):
        Figures(volume_mm3=-1, height_mm=1)
