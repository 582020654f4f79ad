"""Which rows apply, and that the first ones are possible."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from amcenter.db import reading, transaction
from amcenter.estimates.assumptions import check_assumption
from amcenter.estimates.post_steps import check_post_step
from amcenter.estimates.prices import Prices, load_prices
from amcenter.estimates.pricing import check_pricing
from amcenter.migrations import first_prices
from amcenter.processes import PROCESSES
from amcenter.shop.seed import seed_shop
from amcenter.tables import MaterialRow, PostStepRow, PricingRow, QualityClass
from tests.amcenter.estimates.conftest import assumption, step

STANDARD, NUCLEAR = QualityClass.STANDARD, QualityClass.NUCLEAR


@pytest.fixture
def material() -> MaterialRow:
    return MaterialRow(
        key="ti64", name="Ti64", name_ru="ВТ6", family="titanium", density_g_cm3=4.43
    )


@pytest.fixture
def prices() -> Prices:
    return Prices(PricingRow(labour_per_h=1500), (), ())


def test_the_most_exact_assumption_counts(material: MaterialRow, prices: Prices) -> None:
    rows = [
        assumption(applies_to="ti64", typical_fill=0.3),
        assumption(typical_fill=0.1),
        assumption(applies_to="family:titanium", typical_fill=0.2),
        assumption(applies_to="316l", typical_fill=0.4),
        assumption("mjf", applies_to="ti64", typical_fill=0.5),
    ]
    for fill in (0.3, 0.2, 0.1):
        found = replace(prices, assumptions=tuple(rows)).assumption("pbf_lb_m", material)
        assert found is not None
        assert found.typical_fill == fill
        rows.remove(found)

    assert replace(prices, assumptions=tuple(rows)).assumption("pbf_lb_m", material) is None


def test_of_the_rows_of_a_step_the_most_exact_one_counts(
    material: MaterialRow, prices: Prices
) -> None:
    rows = (
        step("relief", "build", applies_to="family:titanium", work_h=2.0),
        step("relief", "build", work_h=1.0),
        step("relief", "build", applies_to="316l", work_h=3.0),
    )

    (found,) = replace(prices, steps=rows).post_steps("pbf_lb_m", material, STANDARD)

    assert found.work_h == 2


def test_a_row_for_the_quality_class_comes_before_one_for_the_material(
    material: MaterialRow, prices: Prices
) -> None:
    rows = (
        step("check", "piece", quality_class="N", work_h=2.0),
        step("check", "piece", applies_to="ti64", work_h=1.0),
    )
    known = replace(prices, steps=rows)

    assert [row.work_h for row in known.post_steps("pbf_lb_m", material, NUCLEAR)] == [2]
    assert [row.work_h for row in known.post_steps("pbf_lb_m", material, STANDARD)] == [1]


def test_steps_follow_each_other_by_position(material: MaterialRow, prices: Prices) -> None:
    rows = (step("b", "piece", position=2), step("c", "piece", position=1), step("a", "build"))

    found = replace(prices, steps=rows).post_steps("pbf_lb_m", material, STANDARD)

    assert [row.key for row in found] == ["c", "b", "a"]


def test_every_database_has_prices_that_the_centre_could_have_stated(engine: Engine) -> None:
    with transaction(engine) as session:
        seed_shop(session)
    with reading(engine) as session:
        prices = load_prices(session)
        check_pricing(prices.pricing)
        for row in prices.assumptions:
            check_assumption(session, row)
        for one in prices.steps:
            check_post_step(session, one)

    assert prices.pricing.currency == "RUB"
    assert {row.process for row in prices.assumptions if row.applies_to == "*"} == set(PROCESSES)
    assert len(prices.steps) == len(first_prices.STEPS)
    assert not any(row.verified for row in (*prices.assumptions, *prices.steps))


def test_nuclear_parts_of_titanium_are_pressed_and_others_are_not(material: MaterialRow) -> None:
    steps = tuple(PostStepRow(**row) for row in first_prices.STEPS)
    known = Prices(PricingRow(labour_per_h=1500), (), steps)

    def keys(quality_class: QualityClass) -> list[str]:
        return [row.key for row in known.post_steps("pbf_lb_m", material, quality_class)]

    assert "hip" in keys(NUCLEAR)
    assert keys(STANDARD) == [
        *("powder_removal", "stress_relief", "clamping", "cut_off", "resurfacing"),
        *("support_removal", "blasting", "inspection"),
    ]
