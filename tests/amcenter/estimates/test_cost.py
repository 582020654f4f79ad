"""Costs, by hand sums."""

from dataclasses import replace
from decimal import Decimal

import pytest

from amcenter.estimates.estimate import Breakdown, estimate
from tests.amcenter.estimates.conftest import MakePart, Workshop, assumption, step


def costs(found: Breakdown) -> dict[str, Decimal]:
    assert found.cost is not None
    return {one.code: one.value for one in found.cost.terms}


def test_a_piece_alone_costs_what_its_terms_say(workshop: Workshop, part: MakePart) -> None:
    workshop = workshop.with_steps(step("blast", "piece", work_h=0.1, cost=50.0))
    found = workshop.estimate(part()).own

    assert costs(found) == {
        "machine": Decimal("14333.33"),  # 3600 + 1200 + 2000 + 1800 s at 6000 an hour
        "attended": Decimal("2250.00"),  # 3600 + 1800 s at 1500 an hour
        "material": Decimal("432.00"),  # 48 g at 9000 a kilogram
        "step:blast": Decimal("200.00"),  # 0.1 h at 1500, and 50
        "failures": Decimal("0.00"),
    }
    assert found.cost is not None
    assert found.cost.total == Decimal("17215.33")
    assert found.cost.unit == "RUB"


def test_failed_builds_are_built_again_and_may_fail_again(
    workshop: Workshop, part: MakePart
) -> None:
    prices = replace(workshop.prices, assumptions=(assumption(failure_share=0.2),))
    found = replace(workshop, prices=prices).estimate(part()).own

    # 17015.33 of machine, work and material · (0.2 + 0.04 + 0.008 + ...) = a quarter
    assert costs(found)["failures"] == Decimal("4253.83")


def test_a_price_that_nobody_stated_leaves_the_cost_unknown(
    workshop: Workshop, part: MakePart
) -> None:
    workshop.floor.material.price_per_kg = None
    workshop.floor.machine.cost_per_h = 0

    found = workshop.estimate(part())

    assert (found.own.cost, found.shared.cost) == (None, None)
    assert [one.code for one in found.unknown] == [
        "estimate_no_machine_cost",
        "estimate_no_material_price",
    ]
    assert found.own.machine.total == 8600


def test_a_material_that_costs_nothing_is_not_unknown(workshop: Workshop, part: MakePart) -> None:
    workshop.floor.material.price_per_kg = 0.0

    assert workshop.estimate(part()).unknown == ()


def test_without_costs_nothing_about_money_is_said(workshop: Workshop, part: MakePart) -> None:
    workshop.floor.material.price_per_kg = None
    found = workshop.candidate(part())

    hidden = estimate(found, workshop.prices, 1, with_costs=False)

    assert (hidden.own.cost, hidden.shared.cost, hidden.unknown) == (None, None, ())


@pytest.mark.parametrize("currency", ["RUB", "EUR"])
def test_costs_are_in_the_currency_of_the_centre(
    workshop: Workshop, part: MakePart, currency: str
) -> None:
    workshop.prices.pricing.currency = currency

    found = workshop.estimate(part()).own.cost

    assert found is not None
    assert {one.unit for one in found.terms} == {currency}
    (machine, *_) = found.terms
    assert [one.unit for one in machine.inputs] == ["s", f"{currency}/h"]
