"""What holds for every estimate."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amcenter.estimates.estimate import Breakdown, Estimate
from amcenter.intake.document import analyse_file
from amcenter.planning.wanted import WantedPart
from amcenter.tables import PostStepRow
from tests.amcenter.estimates.conftest import MakePart, Workshop, assumption, step
from tests.amcenter.shapes import box, stl

SIZES = st.sampled_from([(30.0, 20.0, 10.0), (12.5, 7.3, 44.0), (80.0, 60.0, 5.0)])
STEPS = (
    step("relief", "build", work_h=0.5, wait_h=10.0, cost=1000.0),
    step("cut", "cut_cm2", cost=60.0),
    step("blast", "piece", work_h=0.1, cost=5.0),
)
# the shop of an example is made anew inside of it
anew = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)


def stocked(workshop: Workshop, process: str, failure: float) -> Workshop:
    """Return the workshop as one of metal or of polymer, with cooling and steps."""
    floor = workshop.floor
    floor.parameter_set.cool_share, floor.parameter_set.heat_s = 0.4, 900
    floor.machine.process, floor.machine.density_limit = process, 0.12
    if process == "mjf":
        floor.parameter_set.rates = {"sweep_s": 7.77}
    row = assumption(process, failure_share=failure, lost_share=0.01, fresh_share=0.2)
    steps = tuple(PostStepRow(**one.model_dump() | {"process": process}) for one in STEPS)
    return replace(workshop, prices=replace(workshop.prices, assumptions=(row,), steps=steps))


def cost(found: Breakdown) -> Decimal:
    assert found.cost is not None
    return found.cost.total


def totals(found: Breakdown) -> tuple[Decimal, ...]:
    return found.machine.total, found.work.total, found.material.total, cost(found)


processes = pytest.mark.parametrize("process", ["pbf_lb_m", "mjf"])


@processes
@anew
@given(size=SIZES, pieces=st.integers(1, 400), failure=st.floats(0, 0.5))
def test_more_pieces_take_more(
    workshop: Workshop,
    part: MakePart,
    process: str,
    size: tuple[float, float, float],
    pieces: int,
    failure: float,
) -> None:
    shop = stocked(workshop, process, failure)
    some, more = (shop.estimate(part(*size), count) for count in (pieces, pieces + 1))

    for fewer, larger in ((some.own, more.own), (some.shared, more.shared)):
        assert all(a <= b for a, b in zip(totals(fewer), totals(larger), strict=True))
        assert cost(fewer) < cost(larger)


@processes
@anew
@given(size=SIZES, pieces=st.integers(1, 400))
def test_a_piece_never_gets_dearer_unless_it_needs_another_build(
    workshop: Workshop,
    part: MakePart,
    process: str,
    size: tuple[float, float, float],
    pieces: int,
) -> None:
    shop = stocked(workshop, process, 0.1)
    some, more = (shop.estimate(part(*size), count) for count in (pieces, pieces + 1))
    alone = shop.estimate(part(*size), 1)

    def per_piece(found: Breakdown, count: int) -> Decimal:
        return cost(found) / count

    # a cent of rounding per term
    cent = Decimal("0.1")
    assert per_piece(more.own, pieces + 1) <= cost(alone.own) + cent
    assert abs(per_piece(more.shared, pieces + 1) - per_piece(some.shared, pieces)) <= cent
    if more.own.builds == some.own.builds and process == "pbf_lb_m":
        assert per_piece(more.own, pieces + 1) <= per_piece(some.own, pieces) + cent


@processes
@anew
@given(size=SIZES, pieces=st.integers(1, 400))
def test_shared_builds_take_no_more_than_own_ones(
    workshop: Workshop,
    part: MakePart,
    process: str,
    size: tuple[float, float, float],
    pieces: int,
) -> None:
    found = stocked(workshop, process, 0.1).estimate(part(*size), pieces)

    assert all(
        low <= high + Decimal("0.1")
        for low, high in zip(totals(found.shared), totals(found.own), strict=True)
    )


@processes
@anew
@given(size=SIZES, builds=st.integers(1, 5))
def test_well_filled_builds_of_their_own_take_what_shared_ones_take(
    workshop: Workshop, part: MakePart, process: str, size: tuple[float, float, float], builds: int
) -> None:
    shop = stocked(workshop, process, 0.1)
    capacity = shop.estimate(part(*size)).pieces_per_build

    found = shop.estimate(part(*size), builds * capacity)

    assert totals(found.own) == totals(found.shared)


@anew
@given(factor=st.sampled_from([2.0, 0.5, 90.0]))
def test_other_money_changes_costs_by_its_rate_only(
    workshop: Workshop, part: MakePart, factor: float
) -> None:
    shop = stocked(workshop, "pbf_lb_m", 0.1)
    before = shop.estimate(part(), 3).own
    floor = replace(
        shop.floor,
        machine=shop.floor.machine.model_copy(update={"cost_per_h": 6000 * factor}),
        material=shop.floor.material.model_copy(update={"price_per_kg": 9000 * factor}),
    )
    pricing = shop.prices.pricing.model_copy(update={"labour_per_h": 1500 * factor})
    steps = tuple(one.model_copy(update={"cost": one.cost * factor}) for one in shop.prices.steps)
    dearer = Workshop(floor, replace(shop.prices, pricing=pricing, steps=steps))

    after = dearer.estimate(part(), 3).own

    # half a cent of rounding in each of seven terms, before and after
    slack = 0.005 * 7 * (1 + factor)
    assert float(cost(after)) == pytest.approx(float(cost(before)) * factor, abs=slack)
    assert after.machine.total == before.machine.total


def test_a_part_in_inches_takes_what_it_takes_in_millimetres(
    workshop: Workshop, part: MakePart, tmp_path: Path
) -> None:
    path = tmp_path / "inch.stl"
    path.write_bytes(stl(box(2, 1, 0.5)))
    document = analyse_file(path, "inch.stl", "inch")
    inches = WantedPart("inch", document, workshop.floor.material.id, path, orientation="z+")

    found: list[Estimate] = [workshop.estimate(one, 3) for one in (part(50.8, 25.4, 12.7), inches)]

    assert totals(found[0].own) == totals(found[1].own)
