"""Sums of ranges."""

from dataclasses import replace
from decimal import Decimal

import pytest

from amcenter.estimates.ranges import Range, Ranges, best_of, ranges_of, summed
from tests.amcenter.estimates.conftest import MakePart, Workshop

ONE = Range(Decimal(1), Decimal(2))
KNOWN = Ranges(machine_s=ONE, work_s=ONE, material_g=ONE, cost=ONE)


def test_ranges_are_added_low_to_low_and_high_to_high() -> None:
    double = Range(Decimal(2), Decimal(4))

    assert summed([KNOWN, KNOWN]) == Ranges(double, double, double, double)


def test_a_sum_with_an_unknown_cost_has_an_unknown_cost() -> None:
    found = summed([KNOWN, replace(KNOWN, cost=None)])

    assert found is not None
    assert found.cost is None
    assert found.machine_s.high == 4


def test_nothing_has_no_sum() -> None:
    assert summed([]) is None


def test_a_range_is_that_of_one_estimate(workshop: Workshop, part: MakePart) -> None:
    one = workshop.estimate(part())

    found = ranges_of(one)

    # alone 3600 + 1200 + 2000 + 1800 s, shared a fifth of what five have in common
    assert (found.machine_s.low, found.machine_s.high) == (2680, 8600)


@pytest.mark.parametrize("price", [9000.0, None])
def test_the_best_costs_least_or_takes_least_time_where_a_cost_is_unknown(
    workshop: Workshop, part: MakePart, price: float | None
) -> None:
    workshop.floor.machine.cost_per_h = 60  # 2,825 in all, less than the seconds of the other
    slow_and_cheap = workshop.estimate(part())
    workshop.floor.material.price_per_kg = price
    workshop.floor.machine.cost_per_h = 100_000
    workshop.floor.parameter_set.setup_s = 60
    quick_and_dear = workshop.estimate(part())

    best = best_of([quick_and_dear, slow_and_cheap])

    assert best is (quick_and_dear if price is None else slow_and_cheap)
