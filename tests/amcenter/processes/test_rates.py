import math

import pytest

from amcenter.errors import BadInput
from amcenter.processes import PROCESSES, check_rates

LASER_METAL = PROCESSES["pbf_lb_m"]
GOOD = {
    "hatch_mm3_per_s": 3.7,
    "support_mm3_per_s": 5.5,
    "laser_on_share": 0.85,
    "contours": 1,
    "contour_mm_per_s": 600,
    "recoat_s": 11,
    "dwell_s": 0,
}


def refused(rates: dict[str, float]) -> str:
    with pytest.raises(BadInput) as refusal:
        check_rates(LASER_METAL, rates, key="m290-316l")
    assert "m290-316l" in str(refusal.value)
    return refusal.value.message.code


def test_all_figures_of_the_process_are_accepted() -> None:
    check_rates(LASER_METAL, GOOD, key="m290-316l")


def test_a_missing_figure_is_refused() -> None:
    assert refused({name: GOOD[name] for name in GOOD if name != "recoat_s"}) == "rates_missing"


def test_a_figure_of_another_process_is_refused() -> None:
    assert refused(GOOD | {"bed_mm_per_h": 26}) == "rates_unknown"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("recoat_s", -1),
        ("hatch_mm3_per_s", 0),
        ("laser_on_share", 1.1),
        ("contours", math.nan),
        ("contours", math.inf),
    ],
)
def test_a_figure_that_cannot_be_is_refused(name: str, value: float) -> None:
    assert refused(GOOD | {name: value}) == "rate_out_of_range"
