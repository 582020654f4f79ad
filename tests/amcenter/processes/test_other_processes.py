"""One calculation by hand per process."""

import pytest

from amcenter.processes import PROCESSES, Figures

CUBE = Figures(
    volume_mm3=1000, support_mm3=100, height_mm=10, lateral_area_mm2=400, outline_area_mm2=100
)


def test_a_bed_that_sweeps_3_litres_an_hour_is_full_after_23_hours() -> None:
    # 3 l/h over 340 x 340 mm are 26 mm/h: a layer of 120 um takes 16.6 s, 600 mm take 23 h
    layer_s = PROCESSES["pbf_lb_p"].layer_s({"bed_mm_per_h": 26, "scan_mm3_per_s": 180}, 120)

    assert layer_s == pytest.approx(16.6, abs=0.05)
    assert 5000 * layer_s / 3600 == pytest.approx(23, abs=0.1)


def test_sintering_adds_the_scanning_of_the_pieces() -> None:
    rates = {"bed_mm_per_h": 26, "scan_mm3_per_s": 100}

    assert PROCESSES["pbf_lb_p"].exposure_s(CUBE, rates, 120, 1, 1.0) == pytest.approx(10)


def test_a_full_multi_jet_build_volume_takes_10_hours_however_full_it_is() -> None:
    # 380 mm in layers of 80 um are 4750 layers of 7.6 s
    process = PROCESSES["mjf"]
    rates = {"sweep_s": 7.6}

    assert 4750 * process.layer_s(rates, 80) / 3600 == pytest.approx(10.0, abs=0.05)
    assert process.exposure_s(CUBE, rates, 80, 1, 1.0) == 0


def test_an_electron_beam_melts_rakes_and_preheats() -> None:
    rates = {"melt_mm3_per_s": 20, "support_mm3_per_s": 50, "rake_s": 12, "preheat_s": 18}

    assert PROCESSES["pbf_eb_m"].exposure_s(CUBE, rates, 90, 1, 1.0) == pytest.approx(50 + 2)
    assert PROCESSES["pbf_eb_m"].layer_s(rates, 90) == 30


def test_a_kilogram_of_steel_takes_an_hour_of_deposition_and_a_half_more_for_pauses() -> None:
    # 1 kg of 316L (7.97 g/cm3) are 125 471 mm3; at 34.853 mm3/s: 3600 s, at a duty of 2/3: 5400 s
    rates = {
        "deposit_mm3_per_s": 34.853,
        "deposit_share": 2 / 3,
        "caught_share": 0.5,
        "interpass_s": 7,
    }
    kilogram = Figures(volume_mm3=125_471, height_mm=50)
    process = PROCESSES["ded"]

    powder_g = process.powder_g([kilogram], rates, platform_mm2=1, top_mm=50, density_g_cm3=7.97)

    assert process.exposure_s(kilogram, rates, 500, 1, 1.0) == pytest.approx(5400, abs=1)
    assert process.layer_s(rates, 500) == 7
    assert powder_g == pytest.approx(2000, abs=1)


def test_extrusion_builds_walls_and_skins_solid_and_the_inside_sparse() -> None:
    # walls 400 mm2 · 1 mm + skins 2 · 100 mm2 · 0.5 mm = 500 solid, 500 · 20 % = 100 inside,
    # 100 · 30 % = 30 of support: 630 mm3 at 7 mm3/s are 90 s; at 1.05 g/cm3 they weigh 0.6615 g
    rates = {
        "extrusion_mm3_per_s": 7,
        "wall_mm": 1,
        "skin_mm": 0.5,
        "infill_share": 0.2,
        "support_share": 0.3,
        "layer_change_s": 2,
    }
    process = PROCESSES["mex"]

    powder_g = process.powder_g([CUBE], rates, platform_mm2=1, top_mm=10, density_g_cm3=1.05)

    assert process.exposure_s(CUBE, rates, 200, 1, 1.0) == pytest.approx(90)
    assert powder_g == pytest.approx(0.6615)


def test_a_thin_wall_is_extruded_once_although_it_has_two_sides() -> None:
    rates = {
        "extrusion_mm3_per_s": 1,
        "wall_mm": 10,
        "skin_mm": 0,
        "infill_share": 0.2,
        "support_share": 0,
        "layer_change_s": 0,
    }

    assert PROCESSES["mex"].exposure_s(CUBE, rates, 200, 1, 1.0) == pytest.approx(1000)


def test_a_vat_hardens_and_peels_every_layer() -> None:
    process = PROCESSES["vpp"]
    rates = {"expose_s": 3, "peel_s": 5}

    assert process.layer_s(rates, 100) == 8
    assert process.exposure_s(CUBE, rates, 100, 1, 1.0) == 0


def test_the_cake_of_a_sintered_build_is_closed_above_the_pieces() -> None:
    # 340 x 340 mm, 92 mm up to the top (floor included) + 8 mm: 11 560 cm3 · 0.47 · 1.1 = 5976.5 g
    process = PROCESSES["pbf_lb_p"]

    powder_g = process.powder_g([CUBE], {}, platform_mm2=340**2, top_mm=92, density_g_cm3=1.0)

    assert powder_g == pytest.approx(5976.5, abs=0.1)


def test_the_cake_of_a_multi_jet_build_is_closed_above_the_pieces() -> None:
    # 380 x 284 mm, 88 mm up to the top (floor included) + 12: 10 792 cm3 · 0.47 · 1.05 = 5325.9 g
    process = PROCESSES["mjf"]

    powder_g = process.powder_g([CUBE], {}, platform_mm2=380 * 284, top_mm=88, density_g_cm3=1.0)

    assert powder_g == pytest.approx(5325.9, abs=0.1)
