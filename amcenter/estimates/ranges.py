"""From the least to the most that pieces may take, on the machine that suits them best."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from amcenter.estimates.estimate import Estimate
from amcenter.estimates.terms import Sum


@dataclass(frozen=True, slots=True)
class Range:
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Ranges:
    """Low: in shared builds; high: in builds of their own."""

    machine_s: Range
    work_s: Range
    material_g: Range
    cost: Range | None
    """None: hidden, or a price is unknown."""


def best_of(estimates: Sequence[Estimate]) -> Estimate:
    """Return the one whose own builds cost least; where a cost is unknown, take least time."""
    priced = all(one.own.cost is not None for one in estimates)

    def dearness(one: Estimate) -> Decimal:
        return one.own.cost.total if priced and one.own.cost else one.own.machine.total

    return min(estimates, key=dearness)


def ranges_of(one: Estimate) -> Ranges:
    low, high = one.shared, one.own
    return Ranges(
        machine_s=_between(low.machine, high.machine),
        work_s=_between(low.work, high.work),
        material_g=_between(low.material, high.material),
        cost=_between(low.cost, high.cost) if low.cost and high.cost else None,
    )


def summed(ranges: Sequence[Ranges]) -> Ranges | None:
    """Return the sum of at least one; its cost is unknown where one of them is."""
    if not ranges:
        return None
    costs = [one.cost for one in ranges if one.cost is not None]
    return Ranges(
        machine_s=_sum(one.machine_s for one in ranges),
        work_s=_sum(one.work_s for one in ranges),
        material_g=_sum(one.material_g for one in ranges),
        cost=_sum(costs) if len(costs) == len(ranges) else None,
    )


def _between(low: Sum, high: Sum) -> Range:
    return Range(low.total, high.total)


def _sum(ranges: Iterable[Range]) -> Range:
    low, high = zip(*((one.low, one.high) for one in ranges), strict=True)
    return Range(sum(low, Decimal(0)), sum(high, Decimal(0)))
