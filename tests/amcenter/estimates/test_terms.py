"""Terms show what they are made of, and sums are exact."""

from decimal import Decimal

import pytest

from amcenter.estimates.sources import MEASURED
from amcenter.estimates.terms import Sum, names_in, rounded, term, unit_of
from amcenter.messages import catalogue
from amcenter.processes import PROCESSES
from tests.amcenter.estimates.formulas import recalculated


def test_a_term_takes_the_inputs_that_its_formula_names() -> None:
    values = {"pieces": 3, "work_h": 0.5, "layers": 7}

    found = term("x", "pieces · work_h · 3600", values, 5400.0, unit="s", sources=[MEASURED])

    assert [(one.name, one.value, one.unit) for one in found.inputs] == [
        ("pieces", 3, "1"),
        ("work_h", 0.5, "h"),
    ]
    assert recalculated(found) == 5400


def test_functions_are_no_inputs() -> None:
    assert names_in("max(0, lost_share · (powder_g - min(a, powder_g)))") == (
        "lost_share",
        "powder_g",
        "a",
    )


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1.0005, "s", "1.001"),
        (2.5, "s", "2.500"),
        (0.005, "g", "0.01"),
        (2.675, "RUB", "2.68"),  # as it is written, not as the nearest binary number
        (1e300, "RUB", "1" + "0" * 300 + ".00"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: float, unit: str, expected: str) -> None:
    assert rounded(value, unit) == Decimal(expected)


def test_a_sum_is_exactly_that_of_its_terms() -> None:
    # 0.10 + 0.20 is not 0.30 in binary numbers
    values = (0.1, 0.2)
    terms = tuple(term("x", "a", {"a": one}, one, unit="RUB", sources=()) for one in values)

    assert Sum("RUB", terms).total == Decimal("0.30")


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("hatch_mm3_per_s", "mm3/s"),
        ("contour_mm_per_s", "mm/s"),
        ("volume_s_per_mm3", "s/mm3"),
        ("density_g_cm3", "g/cm3"),
        ("cut_cm2", "cm2"),
        ("layer_um", "um"),
        ("layers_full", "1"),
        ("contours", "1"),
        ("labour_per_h", "RUB/h"),
        ("cost_per_h", "RUB/h"),
        ("price_per_kg", "RUB/kg"),
        ("cost", "RUB"),
        ("cost_machine", "RUB"),
    ],
)
def test_the_unit_of_a_figure_is_in_its_name(name: str, unit: str) -> None:
    assert unit_of(name, "RUB") == unit


def test_every_rate_of_every_process_has_a_label() -> None:
    rates = {rate.name for process in PROCESSES.values() for rate in process.rates}

    assert {f"estimate_input_{name}" for name in rates} <= set(catalogue("en"))
