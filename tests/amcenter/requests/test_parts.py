"""Parts of requests: what a person may say about them and what the analysis adds."""

import pytest
from sqlmodel import select

from amcenter.db import transaction
from amcenter.errors import BadInput, Conflict, NotFound, StaleVersion
from amcenter.requests import parts
from amcenter.tables import EventRow, FileRow, PartRow, PartStatus, TaskRow, TaskStatus
from tests.amcenter.centre import TestCentre, Unhurried
from tests.amcenter.shapes import box, stl

BOX = stl(box(30, 20, 10))


def test_an_added_part_is_analysed_once_and_says_what_it_is(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), BOX)

    assert part.status is PartStatus.ANALYSED
    assert part.number.startswith("P-")
    assert part.unit == "mm"
    assert part.summary is not None
    assert part.summary["analysis"]["volume_mm3"] == pytest.approx(30 * 20 * 10)
    assert part.findings == []
    assert centre.work() == 0


def test_part_file_and_task_appear_together_or_not_at_all(centre: TestCentre) -> None:
    request = centre.draft()

    def add_and_break() -> None:
        with transaction(centre.engine) as session:
            stored = centre.files.receive([BOX])
            parts.add(session, centre.people.engineer, centre.queue, request.id, stored, "a.stl")
            raise RuntimeError("after")

    with pytest.raises(RuntimeError, match="after"):
        add_and_break()

    with transaction(centre.engine) as session:
        assert not session.exec(select(PartRow)).all()
        assert not session.exec(select(FileRow)).all()
        assert not session.exec(select(TaskRow)).all()


def test_an_unreadable_file_keeps_its_code_and_facts(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), BOX[:-7])

    assert part.status is PartStatus.UNREADABLE
    assert part.error is not None
    assert part.error["code"] == "stl_truncated"
    assert part.error["params"]["size"] == len(BOX) - 7


def test_a_doubtful_size_waits_for_the_unit_that_a_person_says(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), stl(box(0.6, 0.4, 0.2)))
    assert part.status is PartStatus.NEEDS_UNIT

    with transaction(centre.engine) as session:
        parts.set_unit(session, centre.people.engineer, centre.queue, part.id, "inch")
    centre.work()

    part = centre.part(part.id)
    assert part.status is PartStatus.ANALYSED
    assert part.summary is not None
    # 0.6 in x 25.4 mm/in
    assert part.summary["analysis"]["box_mm"][0] == pytest.approx(15.24)


def test_a_part_too_large_for_the_machine_says_which_dimension(centre: TestCentre) -> None:
    # the platform is 100 mm wide, 5 mm of margin on each side leave 90 mm; 95 mm fit upright only,
    # which the policy forbids
    part = centre.add(centre.draft(), stl(box(95, 20, 10)), orientation_policy="locked")

    assert [(one["code"], one["severity"]) for one in part.findings] == [
        ("too_large_width", "error")
    ]
    assert part.findings[0]["params"] == {"machine": "small-1", "size": 95.0, "limit": 90.0}


def test_findings_follow_the_choices(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), stl(box(95, 20, 10)), orientation_policy="locked")

    with transaction(centre.engine) as session:
        engineer = centre.people.engineer
        parts.edit(session, engineer, centre.files, part.id, {"orientation": "x+"})

    assert centre.part(part.id).findings == []


def test_a_new_file_is_a_new_revision_and_is_analysed_again(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), BOX)

    with transaction(centre.engine) as session:
        stored = centre.files.receive([stl(box(40, 20, 10))])
        engineer = centre.people.engineer
        parts.replace_file(session, engineer, centre.queue, part.id, stored, "better.stl")
    assert centre.part(part.id).status is PartStatus.RECEIVED
    centre.work()

    part = centre.part(part.id)
    assert (part.revision, part.name) == (2, "better.stl")
    assert part.summary is not None
    assert part.summary["analysis"]["volume_mm3"] == pytest.approx(8000)


def test_an_analysis_that_was_overtaken_by_a_new_file_changes_nothing(centre: TestCentre) -> None:
    request = centre.draft()
    part = centre.add(request, BOX)
    body = centre.analysis()
    with transaction(centre.engine) as session:
        stored = centre.files.receive([BOX])
        engineer = centre.people.engineer
        parts.replace_file(session, engineer, centre.queue, part.id, stored, "same.stl")
        question = body.begin(session, part.id)
    assert question is not None
    outcome = body.run(question, Unhurried())

    with transaction(centre.engine) as session:
        newest = centre.files.receive([stl(box(40, 20, 10))])
        parts.replace_file(session, engineer, centre.queue, part.id, newest, "newest.stl")
        body.commit(session, part.id, outcome)

    assert centre.part(part.id).status is PartStatus.RECEIVED


def test_the_analysis_of_a_part_that_was_taken_out_is_dropped(centre: TestCentre) -> None:
    request = centre.draft()
    with transaction(centre.engine) as session:
        stored = centre.files.receive([BOX])
        engineer = centre.people.engineer
        part = parts.add(session, engineer, centre.queue, request.id, stored, "part.stl")
        parts.remove(session, engineer, part.id)

    assert centre.work() == 1

    with transaction(centre.engine) as session:
        assert session.exec(select(TaskRow.status)).all() == [TaskStatus.DONE]
        removed = session.exec(select(EventRow).where(EventRow.kind == "part.removed")).one()
        assert removed.subject_id == part.id


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"quantity": 0}, "number_out_of_range"),
        ({"quantity": 10_001}, "number_out_of_range"),
        ({"lead_s": -1}, "number_out_of_range"),
        ({"process": "casting"}, "unknown_process"),
        ({"orientation": "face9"}, "unknown_orientation"),
    ],
)
def test_impossible_choices_are_refused(
    centre: TestCentre, choices: dict[str, object], code: str
) -> None:
    part = centre.add(centre.draft(), BOX)

    with pytest.raises(BadInput) as refused, transaction(centre.engine) as session:
        parts.edit(session, centre.people.engineer, centre.files, part.id, choices)  # type: ignore[arg-type]

    assert refused.value.message.code == code


def test_a_change_based_on_an_old_version_is_refused(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), BOX)
    engineer = centre.people.engineer
    with transaction(centre.engine) as session:
        parts.edit(session, engineer, centre.files, part.id, {"quantity": 2}, version=part.version)

    with pytest.raises(StaleVersion), transaction(centre.engine) as session:
        parts.edit(session, engineer, centre.files, part.id, {"quantity": 3}, version=part.version)

    assert centre.part(part.id).quantity == 2


def test_parts_of_another_customer_are_not_there(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), BOX)

    with pytest.raises(NotFound) as refused, transaction(centre.engine) as session:
        parts.edit(session, centre.people.stranger, centre.files, part.id, {"quantity": 2})

    assert refused.value.message.params["what"] == "part"


def test_a_part_of_a_submitted_request_cannot_be_changed_by_its_sender(centre: TestCentre) -> None:
    request = centre.draft()
    part = centre.add(request, BOX)
    centre.submit(request)

    with pytest.raises(Conflict) as refused, transaction(centre.engine) as session:
        parts.edit(session, centre.people.engineer, centre.files, part.id, {"quantity": 2})

    assert refused.value.message.code == "request_closed"
