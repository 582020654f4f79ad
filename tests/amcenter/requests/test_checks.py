"""Findings follow the rules: found anew when those change, and shown for every process."""

import pytest
from sqlmodel import select

from amcenter.db import reading, transaction
from amcenter.errors import Conflict, NotFound
from amcenter.requests import checks, parts, requests, review
from amcenter.requests.checks import PartChecks
from amcenter.requests.renewal import renew_stale
from amcenter.shop import design_rules, machines
from amcenter.tables import DesignRuleRow, EventRow, MachineRow, PartRow, RuleSeverity
from tests.amcenter.centre import TestCentre
from tests.amcenter.intake.hollow import shell_box
from tests.amcenter.shapes import box, stl

THIN = stl(box(30, 20, 0.5))


def ruled(centre: TestCentre, **changes: object) -> DesignRuleRow:
    """Ask for walls of at least 0.8 mm in the process of the floor."""
    with transaction(centre.engine) as session:
        process = session.exec(select(MachineRow.process)).first()
        values = {
            "number": "OWN-01",
            "process": process,
            "measure": "thin_wall",
            "severity": RuleSeverity.ERROR,
            "limit": 0.8,
        }
        row = DesignRuleRow(**{**values, **changes})
        return design_rules.create_design_rule(session, centre.people.operator, row)


def codes(part: PartRow) -> list[str]:
    return [one["code"] for one in part.findings]


def test_a_finding_of_a_rule_carries_its_numbers_and_its_place(centre: TestCentre) -> None:
    ruled(centre)

    part = centre.add(centre.draft(), THIN)

    (found,) = part.findings
    assert found["code"] == "thin_wall"
    assert (found["rule"], found["value"], found["limit"], found["unit"]) == (
        "OWN-01",
        0.5,
        0.8,
        "mm",
    )
    low, high = found["place"]["low_mm"], found["place"]["high_mm"]
    assert [b - a for a, b in zip(low, high, strict=True)] == pytest.approx([30, 20, 0.5], abs=0.3)
    assert "faces" not in found


def test_a_changed_rule_makes_findings_stale_until_they_are_found_anew(
    centre: TestCentre,
) -> None:
    part = centre.add(centre.draft(), THIN)
    assert (codes(part), part.findings_stale) == ([], False)

    rule = ruled(centre)
    stale = centre.part(part.id)
    assert (codes(stale), stale.findings_stale, stale.version) == ([], True, part.version)
    assert renew_stale(centre.engine, centre.files) == 1

    fresh = centre.part(part.id)
    assert (codes(fresh), fresh.findings_stale) == (["thin_wall"], False)
    assert fresh.version == part.version + 1
    with transaction(centre.engine) as session:
        event = session.exec(select(EventRow).where(EventRow.kind == "part.findings_renewed")).one()
        assert event.data == {"number": part.number, "added": ["thin_wall"], "gone": []}
        design_rules.remove_design_rule(session, centre.people.operator, rule.id)
    assert renew_stale(centre.engine, centre.files) == 1
    assert codes(centre.part(part.id)) == []
    assert renew_stale(centre.engine, centre.files) == 0


def test_findings_that_stay_the_same_leave_the_version(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), stl(box(30, 20, 10)))
    ruled(centre)

    renew_stale(centre.engine, centre.files)

    assert centre.part(part.id).version == part.version


def test_nobody_decides_on_stale_findings(centre: TestCentre) -> None:
    request = centre.draft()
    centre.add(request, THIN)
    ruled(centre)

    with pytest.raises(Conflict) as refused:
        centre.submit(request)
    assert refused.value.message.code == "findings_stale"
    renew_stale(centre.engine, centre.files)
    with pytest.raises(Conflict) as blocked:
        centre.submit(request)

    assert blocked.value.message.code == "part_blocked"


def test_an_edit_finds_anew_at_once(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), THIN)
    ruled(centre)

    with transaction(centre.engine) as session:
        engineer = centre.people.engineer
        parts.edit(session, engineer, centre.files, part.id, {"quantity": 2})

    fresh = centre.part(part.id)
    assert (codes(fresh), fresh.findings_stale) == (["thin_wall"], False)


def test_a_changed_machine_makes_findings_stale_too(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), stl(box(80, 20, 10)))
    with transaction(centre.engine) as session:
        for machine in session.exec(select(MachineRow)).all():
            version = machine.version
            operator = centre.people.operator
            machines.edit_machine(session, operator, machine.id, version, width_mm=40.0)

    assert centre.part(part.id).findings_stale


def test_an_accepted_request_keeps_the_findings_on_which_it_was_accepted(
    centre: TestCentre,
) -> None:
    request = centre.accepted(content=THIN)

    ruled(centre)

    with reading(centre.engine) as session:
        (part,) = requests.parts_of(session, request.id)
        assert not part.findings_stale


@pytest.mark.parametrize(("accepted", "stale"), [(False, True), (True, False)])
def test_a_held_request_is_renewed_only_if_it_was_not_accepted_yet(
    centre: TestCentre, accepted: bool, stale: bool
) -> None:
    if accepted:
        request = centre.accepted(content=THIN)
    else:
        request = centre.draft()
        centre.add(request, THIN)
        centre.submit(request)
    with transaction(centre.engine) as session:
        review.hold(session, centre.people.operator, request.id, reason="no powder")

    ruled(centre)

    with reading(centre.engine) as session:
        (part,) = requests.parts_of(session, request.id)
        assert part.findings_stale is stale


def test_a_waived_finding_stays_waived_when_it_is_found_anew(centre: TestCentre) -> None:
    rule = ruled(centre)
    request = centre.draft()
    part = centre.add(request, THIN)
    with transaction(centre.engine) as session:
        review.waive(
            session, centre.people.operator, part.id, code="thin_wall", reason="a demonstrator"
        )
        operator = centre.people.operator
        design_rules.edit_design_rule(session, operator, rule.id, 1, limit=0.9)
    renew_stale(centre.engine, centre.files)

    (found,) = centre.part(part.id).findings
    assert (found["limit"], found["waived"]["reason"]) == (0.9, "a demonstrator")


def checked(centre: TestCentre, part: PartRow, **options: object) -> PartChecks:
    with reading(centre.engine) as session:
        engineer = centre.people.engineer
        return checks.checks_of(session, engineer, centre.files, part.id, **options)  # type: ignore[arg-type]


def test_every_process_of_the_centre_says_what_it_minds(centre: TestCentre) -> None:
    rule = ruled(centre)
    part = centre.add(centre.draft(), THIN, material_id=None)
    assert codes(part) == []

    found = checked(centre, part)

    assert found.part_id == part.id
    one = next(check for check in found.processes if check.process == rule.process)
    assert [finding["code"] for finding in one.findings] == ["thin_wall"]
    assert one.machines
    assert not one.wanted
    assert one.unknown == ()


def test_faces_are_named_when_asked_for(centre: TestCentre) -> None:
    ruled(centre)
    part = centre.add(centre.draft(), THIN)

    (bare, *_), (full, *_) = (
        checked(centre, part, faces=faces).processes for faces in (False, True)
    )

    assert full.wanted
    assert "faces" not in bare.findings[0]
    # Above and below, two triangles each: the sides are wider than 0.8 mm.
    assert sum(last - first + 1 for first, last in full.findings[0]["faces"]) == 4


def test_checks_may_be_narrowed_to_one_way(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), THIN)

    assert checked(centre, part, process="vpp").processes == ()
    material = centre.floor.material.id
    assert {one.material_id for one in checked(centre, part, material_id=material).processes} == {
        material
    }


def test_before_the_analysis_every_rule_is_unknown(centre: TestCentre) -> None:
    ruled(centre)
    part = centre.add(centre.draft(), b"no mesh at all")

    (one, *_) = checked(centre, part).processes

    assert one.findings == ()
    assert {unknown.reason for unknown in one.unknown} == {"unmeasured_not_analysed"}


def test_parts_of_another_customer_are_not_checked(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), THIN)

    with pytest.raises(NotFound), reading(centre.engine) as session:
        checks.checks_of(session, centre.people.stranger, centre.files, part.id)


def test_a_closed_cavity_is_judged_by_the_rule_of_the_process(centre: TestCentre) -> None:
    ruled(centre, number="OWN-07", measure="closed_cavity", limit=0.0)
    hollow = shell_box()

    part = centre.add(centre.draft(), stl(map(tuple, hollow.triangles)))

    assert "closed_cavity" in codes(part)
    assert part.summary is not None
    assert part.summary["thickness"]["p50_mm"] == pytest.approx(1.5)
    assert "levels" not in part.summary["thickness"]
