from collections import Counter
from datetime import date, timedelta

from amcenter.demo.samples import samples
from amcenter.demo.scenario import PATTERNS, customers, demo_requests
from amcenter.processes import PROCESSES
from amcenter.shop.catalogue import shipped
from amcenter.tables import QualityClass

TODAY = date(2026, 3, 2)


def pattern_of(key: str) -> str:
    return key.split("-")[1]


def test_the_same_day_and_seed_give_the_same_month() -> None:
    assert demo_requests(TODAY) == demo_requests(TODAY)
    assert demo_requests(TODAY, seed=1) != demo_requests(TODAY)


def test_patterns_have_their_shares() -> None:
    # 25, 15, 20, 10, 20 and 10 % of 60.
    counted = Counter(pattern_of(request.key) for request in demo_requests(TODAY))

    assert counted == {
        "outage": 15,
        "export": 9,
        "school": 12,
        "wind": 6,
        "prototype": 12,
        "emergency": 6,
    }


def test_every_request_has_a_key_of_its_own() -> None:
    keys = [request.key for request in demo_requests(TODAY)]

    assert len(set(keys)) == len(keys)


def test_every_part_is_a_sample_in_a_known_material_and_process() -> None:
    materials = {material.key for material in shipped().materials}
    parts = [part for request in demo_requests(TODAY) for part in request.parts]

    assert {part.file for part in parts} <= set(samples())
    assert {part.material for part in parts} - {None} <= materials
    assert {part.process for part in parts} - {None} <= set(PROCESSES)


def test_call_offs_for_sites_abroad_are_shipped_before_they_are_needed() -> None:
    # Bangladesh: 45 days of transit and 3 of papers.
    abroad = [one for one in demo_requests(TODAY) if one.customer == "Площадка Д (Бангладеш)"]

    assert abroad
    for request in abroad:
        assert request.target_days is not None
        assert request.need_by == TODAY + timedelta(days=request.target_days + 48)


def test_outages_are_nuclear_and_emergencies_most_urgent() -> None:
    requests = demo_requests(TODAY)

    outages = [one for one in requests if pattern_of(one.key) == "outage"]
    assert {part.quality_class for one in outages for part in one.parts} == {QualityClass.NUCLEAR}
    urgent = max(requests, key=lambda one: one.priority)
    assert pattern_of(urgent.key) == "emergency"


def test_school_crossings_are_due_in_one_cluster() -> None:
    due = {one.need_by for one in demo_requests(TODAY) if pattern_of(one.key) == "school"}

    assert max(due) - min(due) <= timedelta(days=4)


def test_every_customer_has_a_pattern() -> None:
    assert set(customers()) == {name for pattern in PATTERNS for name in pattern.customers}
