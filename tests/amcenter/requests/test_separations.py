"""Files with several bodies: split into parts, or kept together, as a person decides."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import col, select

from amcenter.db import transaction
from amcenter.errors import Conflict, Forbidden, NotFound, Refusal, StaleVersion
from amcenter.intake.stl_binary import read_binary_stl
from amcenter.requests import parts, requests, separations
from amcenter.tables import (
    EventRow,
    FileRow,
    OrientationPolicy,
    PartRow,
    PartStatus,
    RequestRow,
    RequestStatus,
    SeparationRow,
    SeparationStatus,
    TaskKind,
)
from tests.amcenter.centre import BOX, TestCentre, Unhurried
from tests.amcenter.shapes import Triangle, box, stl


def at(triangles: list[Triangle], x: float, y: float = 0.0, z: float = 0.0) -> list[Triangle]:
    return [tuple((px + x, py + y, pz + z) for px, py, pz in one) for one in triangles]


PIN, PLATE = box(2, 2, 20), box(30, 30, 2)
SET = stl([*PIN, *at(PIN, 10), *at(PIN, 0, 10), *at(PLATE, 40)])
"""Three pins and a plate."""


def split(centre: TestCentre, part: PartRow, version: int | None = None) -> SeparationRow:
    with transaction(centre.engine) as session:
        return separations.split(
            session, centre.people.engineer, centre.queue, part.id, version=version
        )


def together(centre: TestCentre, part: PartRow, reason: str = "") -> PartRow:
    with transaction(centre.engine) as session:
        return separations.keep_together(session, centre.people.engineer, part.id, reason=reason)


def seen(centre: TestCentre, separation_id: UUID) -> SeparationRow:
    with transaction(centre.engine) as session:
        return separations.seen(session, centre.people.engineer, separation_id)


def parts_of(centre: TestCentre, request: RequestRow) -> list[PartRow]:
    with transaction(centre.engine) as session:
        wanted = select(PartRow).where(PartRow.request_id == request.id)
        return list(session.exec(wanted.order_by(col(PartRow.number))).all())


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.message.code


def question(part: PartRow) -> dict[str, object]:
    (finding,) = (one for one in part.findings if one["code"] == "several_bodies")
    return finding


def test_a_set_is_recognised_and_asks_without_blocking(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), SET)

    assert question(part)["severity"] == "warning"
    assert part.summary is not None
    pins, plate = part.summary["bodies"]
    assert (pins["count"], pins["volume_mm3"]) == (3, pytest.approx(2 * 2 * 20))
    assert (plate["count"], plate["box_mm"]) == (1, [30, 30, 2])


def test_a_split_makes_a_part_of_every_kind_of_body(centre: TestCentre) -> None:
    draft = centre.draft()
    whole = centre.add(
        draft, SET, quantity=4, lead_s=3600, orientation_policy=OrientationPolicy.ABOUT_Z
    )
    asked = split(centre, whole)
    assert asked.status is SeparationStatus.COMPUTING
    assert [part.id for part in parts_of(centre, draft)] == [whole.id]

    centre.work()

    pins, plate = parts_of(centre, draft)
    assert [part.quantity for part in (pins, plate)] == [12, 4]
    assert [part.name for part in (pins, plate)] == ["part, body 1.stl", "part, body 2.stl"]
    for part in (pins, plate):
        assert (part.status, part.unit) == (PartStatus.ANALYSED, "mm")
        assert (part.material_id, part.lead_s) == (whole.material_id, 3600)
        assert part.orientation_policy is OrientationPolicy.ABOUT_Z
    assert pins.summary is not None
    assert pins.summary["analysis"]["volume_mm3"] == pytest.approx(80.0)
    done = seen(centre, asked.id)
    assert (done.status, done.part_ids) == (
        SeparationStatus.SEPARATED,
        [str(pins.id), str(plate.id)],
    )


def test_bodies_lie_in_their_files_where_they_lay_in_the_whole(centre: TestCentre) -> None:
    draft = centre.draft()
    split(centre, centre.add(draft, SET))
    centre.work()

    _, plate = parts_of(centre, draft)
    with transaction(centre.engine) as session:
        file = session.get_one(FileRow, plate.file_id)
    points = read_binary_stl(centre.files.path(file.sha256)).points
    assert points.min(axis=0).tolist() == [40.0, 0.0, 0.0]
    assert points.max(axis=0).tolist() == [70.0, 30.0, 2.0]


def test_the_whole_goes_but_its_file_and_its_history_stay(centre: TestCentre) -> None:
    draft = centre.draft()
    whole = centre.add(draft, SET)
    asked = split(centre, whole)
    centre.work()

    with transaction(centre.engine) as session:
        assert session.get(PartRow, whole.id) is None
        assert session.get_one(FileRow, whole.file_id).name == "part.stl"
        told = session.exec(select(EventRow).where(EventRow.subject_id == whole.id)).all()
    assert [event.kind for event in told][-2:] == ["part.split_asked", "part.split"]
    assert told[-1].data["parts"] == [part.number for part in parts_of(centre, draft)]
    assert seen(centre, asked.id).source_file_id == whole.file_id


def test_asking_twice_for_a_split_splits_once(centre: TestCentre) -> None:
    draft = centre.draft()
    whole = centre.add(draft, SET)

    assert split(centre, whole).id == split(centre, whole).id
    centre.work()

    assert len(parts_of(centre, draft)) == 2


def test_a_commit_that_is_repeated_makes_no_second_set(centre: TestCentre) -> None:
    draft = centre.draft()
    asked = split(centre, centre.add(draft, SET))
    body = centre.part_work()[TaskKind.SEPARATE]
    with transaction(centre.engine) as session:
        request = body.begin(session, asked.id)
    assert request is not None
    outcome = body.run(request, Unhurried())

    for _ in range(2):
        with transaction(centre.engine) as session:
            body.commit(session, asked.id, outcome)

    assert len(parts_of(centre, draft)) == 2


def test_a_set_in_inches_becomes_parts_in_millimetres(centre: TestCentre) -> None:
    draft = centre.draft()
    split(centre, centre.add(draft, stl([*box(1, 1, 1), *at(box(2, 1, 1), 3)]), unit="inch"))
    centre.work()

    small, _ = parts_of(centre, draft)
    assert small.summary is not None
    assert small.summary["analysis"]["volume_mm3"] == pytest.approx(25.4**3, rel=1e-6)


def test_keeping_together_answers_the_question_with_who_and_why(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), SET)

    kept = together(centre, part, "One fixture")

    engineer = centre.people.engineer.user_id
    assert question(kept)["waived"] == {"by": str(engineer), "reason": "One fixture"}
    with transaction(centre.engine) as session:
        decision = session.exec(select(SeparationRow)).one()
    assert (decision.status, decision.decided_by) == (SeparationStatus.KEPT_TOGETHER, engineer)
    assert kept.version == part.version + 1


def test_the_answer_holds_for_the_file_and_not_for_its_next_revision(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), SET)
    together(centre, part)
    with transaction(centre.engine) as session:
        parts.edit(session, centre.people.engineer, centre.files, part.id, {"quantity": 2})
    assert "waived" in question(centre.part(part.id))

    with transaction(centre.engine) as session:
        file = centre.files.receive([SET])
        parts.replace_file(session, centre.people.engineer, centre.queue, part.id, file, "b.stl")
    centre.work()

    assert "waived" not in question(centre.part(part.id))
    with transaction(centre.engine) as session:
        assert session.exec(select(SeparationRow)).one().status is SeparationStatus.OUTDATED


def test_who_kept_bodies_together_may_still_split_them(centre: TestCentre) -> None:
    draft = centre.draft()
    part = centre.add(draft, SET)
    together(centre, part)

    split(centre, part)
    centre.work()

    assert len(parts_of(centre, draft)) == 2


def test_while_a_split_is_under_way_nobody_keeps_the_bodies_together(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), SET)
    split(centre, part)

    assert refused(lambda: together(centre, part)) == "bodies_being_separated"


def test_one_body_can_be_neither_split_nor_kept_together(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), BOX)

    assert refused(lambda: split(centre, part)) == "bodies_only_one"
    assert refused(lambda: together(centre, part)) == "bodies_only_one"


def test_bodies_that_touch_are_not_taken_apart(centre: TestCentre) -> None:
    draft = centre.draft()
    part = centre.add(draft, stl([*box(10, 10, 10), *at(box(4, 4, 4), 2, 2, 10)]))

    asked = split(centre, part)
    centre.work()

    done = seen(centre, asked.id)
    assert done.status is SeparationStatus.WITHOUT_RESULT
    assert done.why == {"code": "bodies_linked", "params": {"bodies": 2}}
    assert [one.id for one in parts_of(centre, draft)] == [part.id]


def test_too_many_pieces_are_refused_and_nothing_changes(centre: TestCentre) -> None:
    draft = centre.draft()
    part = centre.add(draft, SET, quantity=5000)

    asked = split(centre, part)
    centre.work()

    assert seen(centre, asked.id).why == {
        "code": "bodies_too_many_pieces",
        "params": {"pieces": 15_000, "limit": 10_000},
    }
    assert [one.id for one in parts_of(centre, draft)] == [part.id]


def test_a_request_that_was_sent_meanwhile_is_not_changed(centre: TestCentre) -> None:
    draft = centre.draft()
    part = centre.add(draft, SET)
    asked = split(centre, part)
    with transaction(centre.engine) as session:
        requests.submit(session, centre.people.engineer, draft.id)

    centre.work()

    done = seen(centre, asked.id)
    assert done.status is SeparationStatus.WITHOUT_RESULT
    assert done.why is not None
    assert done.why["code"] == "request_closed"
    assert [one.id for one in parts_of(centre, draft)] == [part.id]
    with pytest.raises(Conflict):
        split(centre, part)


def test_a_part_that_gets_another_file_is_not_split_any_more(centre: TestCentre) -> None:
    draft = centre.draft()
    part = centre.add(draft, SET)
    asked = split(centre, part)
    with transaction(centre.engine) as session:
        file = centre.files.receive([BOX])
        parts.replace_file(session, centre.people.engineer, centre.queue, part.id, file, "b.stl")

    centre.work()

    assert seen(centre, asked.id).status is SeparationStatus.OUTDATED
    assert [one.id for one in parts_of(centre, draft)] == [part.id]


def test_a_split_of_an_older_version_is_refused(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), SET)

    with pytest.raises(StaleVersion):
        split(centre, part, version=1)


def test_the_centre_does_not_split_what_is_not_its_own(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), SET)

    with pytest.raises(Forbidden), transaction(centre.engine) as session:
        separations.split(session, centre.people.operator, centre.queue, part.id)


def test_another_customers_separation_does_not_exist(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), SET)
    asked = split(centre, part)
    stranger = centre.people.stranger

    for call in (
        lambda session: separations.seen(session, stranger, asked.id),
        lambda session: separations.split(session, stranger, centre.queue, part.id),
        lambda session: separations.keep_together(session, stranger, part.id),
    ):
        with pytest.raises(NotFound), transaction(centre.engine) as session:
            call(session)


def test_a_split_request_can_be_submitted(centre: TestCentre) -> None:
    draft = centre.draft()
    split(centre, centre.add(draft, SET))
    centre.work()

    assert centre.submit(draft).status is RequestStatus.SUBMITTED
