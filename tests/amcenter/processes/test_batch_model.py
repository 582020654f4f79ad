"""The published model on published figures: github.com/LUZEDI/AM-Production-Planning-Instances."""

import pytest

from amcenter.processes import PROCESSES, Figures
from solver.machines import Mode
from solver.parts import Orientation
from solver.shapes import Outline, Polygon
from solver.timing import print_s

PROCESS = PROCESSES["batch_model"]
RATES = {"volume_s_per_mm3": 0.11088, "support_s_per_mm3": 0.072, "height_s_per_mm": 252.0}

# parts 1 (no support) and 7 (with support) of part_info.txt: height, volume, support
FIRST = Figures(height_mm=111.823, volume_mm3=805_754.00, support_mm3=0)
SEVENTH = Figures(height_mm=35, volume_mm3=51_526.00, support_mm3=1369.5)


def orientation(figures: Figures) -> Orientation:
    exposure_s = PROCESS.exposure_s(figures, RATES, 1, 1, 1.0)
    return Orientation(
        key="up",
        outline=Outline((Polygon(((0, 0), (1000, 0), (0, 1000))),)),
        height_um=round(figures.height_mm * 1000),
        volume_mm3=figures.volume_mm3,
        exposure_ms={"1": round(exposure_s * 1000)},
    )


def test_a_build_of_two_parts_takes_the_published_time() -> None:
    # VT·ΣV = 0.11088 · 857 280 = 95 055.2064, SPT·ΣS = 0.072 · 1369.5 = 98.604,
    # HT·max h = 252 · 111.823 = 28 179.396; together 123 333.2064 s without the set-up of 3600 s
    mode = Mode(setup_s=3600, layer_um=1, layer_ms=round(PROCESS.layer_s(RATES, 1) * 1000))

    building_s = print_s(mode, "1", [orientation(FIRST), orientation(SEVENTH)], top_um=111_823)

    assert building_s == 123_334


def test_height_counts_in_proportion_to_the_layer() -> None:
    assert PROCESS.layer_s(RATES, 40) == pytest.approx(252 * 0.04)
