"""Estimates of stored parts and requests, as people see them."""

from uuid import uuid4

import pytest
from sqlmodel import select

from amcenter.accounts.principal import Principal
from amcenter.db import reading, transaction
from amcenter.errors import BadInput, NotFound, Refusal
from amcenter.estimates.of_part import Asked, PartEstimates, part_estimates
from amcenter.estimates.of_request import RequestEstimate, request_estimate
from amcenter.estimates.pricing import edit_pricing
from amcenter.tables import (
    AssumptionRow,
    MachineRow,
    MachineStatus,
    MaterialRow,
    OrientationPolicy,
    ParameterSetRow,
    PartRow,
    QualityClass,
    RequestRow,
)
from tests.amcenter.centre import TestCentre
from tests.amcenter.shapes import box, stl


def state_prices(centre: TestCentre, *, material: float | None = 9000.0) -> None:
    with transaction(centre.engine) as session:
        session.get_one(MachineRow, centre.floor.machine.id).cost_per_h = 6000
        session.get_one(MaterialRow, centre.floor.material.id).price_per_kg = material


def hide_costs(centre: TestCentre) -> None:
    with transaction(centre.engine) as session:
        edit_pricing(session, centre.people.operator, 1, costs_for_engineers=False)


def of_part(
    centre: TestCentre, part: PartRow, asked: Asked | None = None, who: Principal | None = None
) -> PartEstimates:
    with reading(centre.engine) as session:
        reader = who or centre.people.engineer
        return part_estimates(session, reader, centre.files, part.id, asked or Asked())


def of_request(
    centre: TestCentre, request: RequestRow, who: Principal | None = None
) -> RequestEstimate:
    with reading(centre.engine) as session:
        reader = who or centre.people.engineer
        return request_estimate(session, reader, centre.files, request.id)


def codes(found: PartEstimates) -> list[str]:
    return [one.code for one in found.refusals]


def test_an_engineer_sees_what_the_own_part_takes(centre: TestCentre) -> None:
    state_prices(centre)
    part = centre.add(centre.draft(), quantity=3)

    found = of_part(centre, part)

    (one,) = found.estimates
    assert (found.quantity, found.currency, codes(found)) == (3, "RUB", [])
    assert (one.machine, one.parameter_set, one.material) == ("small-1", "small-316l", "316l")
    # set-up 3600 s, three pieces of 1200 s, unloading 1800 s, and the layers
    assert one.own.machine.total > 3600 + 3 * 1200 + 1800
    assert one.own.cost is not None


def test_an_engineer_of_another_customer_sees_nothing(centre: TestCentre) -> None:
    request = centre.draft()
    part = centre.add(request)

    with pytest.raises(NotFound):
        of_part(centre, part, who=centre.people.stranger)
    with pytest.raises(NotFound):
        of_request(centre, request, who=centre.people.stranger)


def test_costs_are_shown_to_engineers_unless_the_centre_hides_them(centre: TestCentre) -> None:
    state_prices(centre)
    request = centre.draft()
    part = centre.add(request)
    hide_costs(centre)

    hidden, shown = of_part(centre, part), of_part(centre, part, who=centre.people.operator)

    assert (hidden.currency, hidden.estimates[0].own.cost) == (None, None)
    assert hidden.estimates[0].own.machine == shown.estimates[0].own.machine
    assert shown.estimates[0].own.cost is not None
    whole = of_request(centre, request)
    assert whole.total is not None
    assert (whole.currency, whole.total.cost) == (None, None)


def test_a_part_that_is_not_closed_is_not_estimated(centre: TestCentre) -> None:
    request = centre.draft()
    part = centre.add(request, stl(box(30, 20, 10)[:11]))

    found = of_part(centre, part)

    assert (found.estimates, codes(found)) == ((), ["estimate_volume_unknown"])


def test_a_part_that_is_not_analysed_is_not_estimated(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), b"solid nothing\nendsolid nothing\n")

    assert codes(of_part(centre, part)) == ["estimate_not_analysed"]


def test_a_part_without_a_material_is_estimated_in_every_one(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), material_id=None)

    assert [one.material for one in of_part(centre, part).estimates] == ["316l"]


@pytest.mark.parametrize(
    ("asked", "quantity", "orientations"),
    [
        (Asked(), 2, 1),
        (Asked(quantity=7), 7, 1),
        (Asked(orientation="z+"), 2, 1),
        (Asked(orientation="x+"), 2, 1),
        (Asked(orientation="any"), 2, 4),
        (Asked(process="pbf_lb_m"), 2, 1),
        (Asked(process="mjf"), 2, 0),
    ],
)
def test_another_wish_than_the_stored_one_can_be_estimated(
    centre: TestCentre, asked: Asked, quantity: int, orientations: int
) -> None:
    part = centre.add(centre.draft(), quantity=2)

    found = of_part(centre, part, asked)

    assert found.quantity == quantity
    assert len({one.orientation for one in found.estimates}) == orientations
    if asked.orientation in {"z+", "x+"}:
        assert found.estimates[0].orientation == asked.orientation


def test_another_material_can_be_estimated(centre: TestCentre) -> None:
    part = centre.add(centre.draft())
    other = MaterialRow(key="x", name="X", name_ru="X", family="steel", density_g_cm3=4.0)
    with transaction(centre.engine) as session:
        session.add(other)
        session.flush()
        values = session.get_one(ParameterSetRow, centre.floor.parameter_set.id).model_dump()
        values |= {"id": uuid4(), "key": "small-x", "material_id": other.id}
        session.add(ParameterSetRow(**values))

    stored, asked = of_part(centre, part), of_part(centre, part, Asked(material_id=other.id))

    assert [one.material for one in stored.estimates] == ["316l"]
    assert [one.material for one in asked.estimates] == ["x"]


def test_the_quality_class_of_a_part_counts(centre: TestCentre) -> None:
    request = centre.draft()
    parts = [centre.add(request, quality_class=one) for one in QualityClass]

    inspected_s = [
        float(term.value)
        for part in parts
        for term in of_part(centre, part).estimates[0].own.work.terms
        if term.code == "step:inspection"
    ]

    # a look of 0.1 h, but 2.5 h of measuring for nuclear parts
    assert inspected_s == [9000, 360, 360]


def test_the_policy_of_a_part_counts(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), orientation_policy=OrientationPolicy.LOCKED)

    found = of_part(centre, part, Asked(orientation="any"))

    assert [one.orientation for one in found.estimates] == ["z+"]


@pytest.mark.parametrize(
    "asked",
    [Asked(process="magic"), Asked(material_id=uuid4()), Asked(orientation="upside")],
)
def test_what_does_not_exist_cannot_be_estimated(centre: TestCentre, asked: Asked) -> None:
    part = centre.add(centre.draft())

    with pytest.raises((BadInput, NotFound)) as refusal:
        of_part(centre, part, asked)
    assert isinstance(refusal.value, Refusal)


def test_a_part_that_is_too_large_is_refused_with_the_size(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), stl(box(300, 20, 10)))

    (refusal,) = of_part(centre, part).refusals

    assert refusal.code.startswith("too_large_")
    assert refusal.params["machine"] == "small-1"


def test_without_a_machine_the_material_is_named(centre: TestCentre) -> None:
    with transaction(centre.engine) as session:
        machine = session.get_one(MachineRow, centre.floor.machine.id)
        machine.status = MachineStatus.FAULT
    part = centre.add(centre.draft())

    assert codes(of_part(centre, part)) == ["no_machine_for_material"]
    with transaction(centre.engine) as session:
        session.add(MaterialRow(key="x", name="X", name_ru="X", family="steel", density_g_cm3=8.0))
        session.get_one(PartRow, part.id).material_id = None
    assert codes(of_part(centre, part)) == ["estimate_no_way"]


def test_a_process_without_assumptions_is_not_estimated(centre: TestCentre) -> None:
    part = centre.add(centre.draft())
    with transaction(centre.engine) as session:
        for row in session.exec(select(AssumptionRow)).all():
            session.delete(row)

    found = of_part(centre, part)

    assert (found.estimates, codes(found)) == ((), ["estimate_no_assumption"])


def test_a_request_takes_what_its_parts_take(centre: TestCentre) -> None:
    state_prices(centre)
    request = centre.draft()
    parts = [centre.add(request, quantity=2), centre.add(request, stl(box(20, 20, 20)))]

    whole = of_request(centre, request)

    (first,), (second,) = (of_part(centre, part).estimates for part in parts)
    assert whole.complete
    assert whole.total is not None
    assert whole.total.cost is not None
    assert first.own.cost is not None
    assert second.own.cost is not None
    assert whole.total.cost.high == first.own.cost.total + second.own.cost.total
    assert whole.total.machine_s.low == first.shared.machine.total + second.shared.machine.total
    assert [one.quantity for one in whole.parts] == [2, 1]


def test_a_request_says_which_parts_are_not_in_its_sum(centre: TestCentre) -> None:
    state_prices(centre)
    request = centre.draft()
    centre.add(request)
    centre.add(request, stl(box(30, 20, 10)[:11]))
    centre.add(request, material_id=None)

    whole = of_request(centre, request)

    assert not whole.complete
    assert [[reason.code for reason in one.reasons] for one in whole.parts] == [
        [],
        ["estimate_volume_unknown"],
        ["estimate_no_material"],
    ]
    assert whole.total == whole.parts[0].ranges


def test_one_unknown_price_leaves_the_cost_of_the_request_unknown(centre: TestCentre) -> None:
    state_prices(centre, material=None)
    request = centre.draft()
    centre.add(request)

    whole = of_request(centre, request)

    assert whole.total is not None
    assert whole.total.cost is None
    assert whole.total.machine_s.low > 0
    assert [one.code for one in whole.parts[0].reasons] == ["estimate_no_material_price"]


def test_a_request_without_parts_takes_nothing_that_is_known(centre: TestCentre) -> None:
    whole = of_request(centre, centre.draft())

    assert (whole.total, whole.parts, whole.complete) == (None, (), True)


def test_the_range_is_that_of_the_machine_that_suits_best(centre: TestCentre) -> None:
    state_prices(centre)
    request = centre.draft()
    part = centre.add(request)
    twin = dearer_machine(centre)
    with transaction(centre.engine) as session:
        session.add(twin)

    (only,) = of_request(centre, request).parts

    cheap = next(one for one in of_part(centre, part).estimates if one.machine == "small-1")
    assert only.machine == "small-1"
    assert only.ranges is not None
    assert only.ranges.cost is not None
    assert cheap.own.cost is not None
    assert cheap.shared.cost is not None
    assert (only.ranges.cost.low, only.ranges.cost.high) == (
        cheap.shared.cost.total,
        cheap.own.cost.total,
    )


def test_without_prices_the_quickest_machine_suits_best(centre: TestCentre) -> None:
    request = centre.draft()
    centre.add(request)
    quicker = dearer_machine(centre)
    with transaction(centre.engine) as session:
        own = session.get_one(ParameterSetRow, centre.floor.parameter_set.id)
        values = own.model_dump(exclude={"id", "key", "model", "setup_s"})
        session.add(ParameterSetRow(**values, key="quick", model="Quick", setup_s=60))
        quicker.model = "Quick"
        session.add(quicker)

    (only,) = of_request(centre, request).parts

    assert only.machine == "small-2"


def dearer_machine(centre: TestCentre) -> MachineRow:
    """Return a second machine of the model that costs twice as much."""
    own = centre.floor.machine.model_dump(exclude={"id", "key", "cost_per_h", "status"})
    return MachineRow(**own, key="small-2", cost_per_h=12_000)
