"""From a file that blocks its part to a repaired one, with a person's yes in between."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from sqlmodel import col, select

from amcenter.db import transaction
from amcenter.errors import Conflict, Forbidden, NotFound, Refusal, StaleVersion
from amcenter.requests import parts, repairs
from amcenter.tables import (
    EventRow,
    FileRow,
    PartRow,
    PartStatus,
    RepairRow,
    RepairStatus,
    RequestRow,
    TaskKind,
    TaskRow,
    TaskStatus,
)
from amcenter.work.inline import drain
from tests.amcenter.centre import BOX, TestCentre
from tests.amcenter.shapes import box, stl

LIDLESS = stl(box(30, 20, 10)[2:])
"""An end of 20 x 10 is missing."""
HALF = stl(box(30, 20, 10)[:6])
"""Half of its faces are missing."""


def ask(centre: TestCentre, part: PartRow) -> RepairRow:
    with transaction(centre.engine) as session:
        return repairs.ask(session, centre.people.engineer, centre.queue, part.id)


def seen(centre: TestCentre, part: PartRow) -> RepairRow:
    with transaction(centre.engine) as session:
        return repairs.seen(session, centre.people.engineer, part.id)


def accept(centre: TestCentre, part: PartRow, version: int | None = None) -> RepairRow:
    with transaction(centre.engine) as session:
        row = repairs.accept(
            session, centre.people.engineer, centre.queue, part.id, version=version
        )
    centre.work()
    return row


def events(centre: TestCentre, part: PartRow) -> list[str]:
    with transaction(centre.engine) as session:
        wanted = select(EventRow.kind).where(EventRow.subject_id == part.id)
        return list(session.exec(wanted.order_by(col(EventRow.id))).all())


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.message.code


def test_a_file_that_is_not_closed_gets_a_proposal_unasked(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), LIDLESS)

    repair = seen(centre, part)

    assert repair.status is RepairStatus.PROPOSED
    assert repair.proposal is not None
    assert [action["code"] for action in repair.proposal["actions"]] == ["repair_holes"]
    # an end of 20 x 10 of a box with 2200 mm²; what it encloses was unknown before
    before, after = repair.proposal["before"], repair.proposal["after"]
    assert repair.proposal["made_up_mm2"] == pytest.approx(200.0)
    assert (before["watertight"], before["volume_mm3"], before["open_edges"]) == (False, None, 4)
    assert (after["watertight"], after["open_edges"]) == (True, 0)
    assert after["volume_mm3"] == pytest.approx(30 * 20 * 10)
    assert after["area_mm2"] == pytest.approx(before["area_mm2"] + 200.0)


def test_nothing_is_put_in_place_of_a_file_before_somebody_says_yes(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), LIDLESS)

    assert centre.part(part.id).file_id == seen(centre, part).source_file_id
    assert "not_closed" in [finding["code"] for finding in centre.part(part.id).findings]


def test_an_accepted_repair_is_the_next_revision_and_the_sent_file_stays(
    centre: TestCentre,
) -> None:
    part = centre.add(centre.draft(), LIDLESS, quantity=3)

    repair = accept(centre, part, version=seen(centre, part).version)

    now = centre.part(part.id)
    assert (repair.status, repair.decided_by) == (
        RepairStatus.ACCEPTED,
        centre.people.engineer.user_id,
    )
    assert (now.revision, now.quantity, now.unit, now.name) == (2, 3, "mm", "part.stl")
    assert (now.status, now.file_id) == (PartStatus.ANALYSED, repair.file_id)
    assert "not_closed" not in [finding["code"] for finding in now.findings]
    assert now.summary is not None
    assert now.summary["analysis"]["volume_mm3"] == pytest.approx(6000.0)
    with transaction(centre.engine) as session:
        sent = session.get_one(FileRow, repair.source_file_id)
        made = session.get_one(FileRow, repair.file_id)
    assert centre.files.path(sent.sha256).read_bytes() == LIDLESS
    assert (made.name, made.size_bytes) == ("part, repaired.stl", 84 + 12 * 50)
    assert made.customer_id == sent.customer_id
    assert events(centre, part)[-3:] == [
        "part.repair_proposed",
        "part.repair_accepted",
        "part.analysed",
    ]


def test_a_declined_repair_leaves_the_file_and_is_not_proposed_again(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), LIDLESS)
    with transaction(centre.engine) as session:
        repair = repairs.decline(
            session, centre.people.engineer, part.id, reason="It is meant to be open"
        )
    assert (repair.status, repair.reason) == (RepairStatus.DECLINED, "It is meant to be open")

    with transaction(centre.engine) as session:
        parts.set_unit(session, centre.people.engineer, centre.queue, part.id, "mm")
    centre.work()

    assert seen(centre, part).id == repair.id
    assert centre.part(part.id).revision == 1


def test_a_decline_needs_a_reason(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), LIDLESS)

    def decline() -> None:
        with transaction(centre.engine) as session:
            repairs.decline(session, centre.people.engineer, part.id, reason=" ")

    assert refused(decline) == "reason_missing"
    assert seen(centre, part).status is RepairStatus.PROPOSED


def test_what_was_decided_once_is_decided(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), LIDLESS)
    accept(centre, part)

    assert refused(lambda: accept(centre, part)) == "move_refused"
    assert centre.part(part.id).revision == 2


def test_a_decision_about_an_older_version_is_refused(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), LIDLESS)

    with pytest.raises(StaleVersion):
        accept(centre, part, version=1)

    assert centre.part(part.id).revision == 1


def test_a_newer_file_outdates_the_proposal_for_the_old_one(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), LIDLESS)
    with transaction(centre.engine) as session:
        parts.replace_file(
            session,
            centre.people.engineer,
            centre.queue,
            part.id,
            centre.files.receive([BOX]),
            "b.stl",
        )
    centre.work()

    assert seen(centre, part).status is RepairStatus.OUTDATED
    assert refused(lambda: accept(centre, part)) == "move_refused"
    assert centre.part(part.id).revision == 2


def test_a_file_that_is_replaced_while_its_repair_waits_gets_no_proposal(
    centre: TestCentre,
) -> None:
    part = centre.add(centre.draft(), BOX)
    ask(centre, part)
    with transaction(centre.engine) as session:
        parts.remove(session, centre.people.engineer, part.id)

    centre.work()

    with transaction(centre.engine) as session:
        assert session.exec(select(RepairRow)).one().status is RepairStatus.OUTDATED
        tasks = session.exec(select(TaskRow.status).where(TaskRow.kind == TaskKind.REPAIR)).all()
    assert tasks == [TaskStatus.DONE]


def test_a_sound_file_needs_no_repair_and_is_only_looked_at_when_asked(
    centre: TestCentre,
) -> None:
    part = centre.add(centre.draft(), BOX)
    with pytest.raises(NotFound):
        seen(centre, part)

    ask(centre, part)
    centre.work()

    repair = seen(centre, part)
    assert repair.status is RepairStatus.WITHOUT_RESULT
    assert repair.why == {"code": "repair_not_needed", "params": {}}


def test_where_nothing_helps_that_is_said(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), HALF)

    repair = seen(centre, part)

    assert repair.status is RepairStatus.WITHOUT_RESULT
    assert repair.why is not None
    assert repair.why["code"] == "repair_no_help"


def test_asking_twice_asks_once(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), BOX)

    assert ask(centre, part).id == ask(centre, part).id
    centre.work()
    with transaction(centre.engine) as session:
        assert len(session.exec(select(RepairRow)).all()) == 1


def test_after_an_answer_one_may_ask_again(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), BOX)
    first = ask(centre, part)
    centre.work()

    assert ask(centre, part).id != first.id


def test_the_same_file_gives_the_same_repaired_file(centre: TestCentre) -> None:
    one, other = (centre.add(centre.draft(), LIDLESS) for _ in range(2))

    file_ids = [seen(centre, part).file_id for part in (one, other)]
    with transaction(centre.engine) as session:
        made = [session.get_one(FileRow, file_id) for file_id in file_ids]
    assert made[0].sha256 == made[1].sha256
    assert made[0].id != made[1].id


def test_another_customers_part_does_not_exist(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), LIDLESS)
    stranger = centre.people.stranger

    for call in (
        lambda session: repairs.ask(session, stranger, centre.queue, part.id),
        lambda session: repairs.seen(session, stranger, part.id),
        lambda session: repairs.accept(session, stranger, centre.queue, part.id),
        lambda session: repairs.decline(session, stranger, part.id, reason="x"),
    ):
        with pytest.raises(NotFound), transaction(centre.engine) as session:
            call(session)


def test_the_centre_proposes_and_the_customer_decides(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), LIDLESS)
    operator = centre.people.operator
    with transaction(centre.engine) as session:
        assert repairs.ask(session, operator, centre.queue, part.id).status == "proposed"

    with pytest.raises(Forbidden) as refusal, transaction(centre.engine) as session:
        repairs.accept(session, operator, centre.queue, part.id)

    assert refusal.value.message.code == "shape_not_yours"


def test_the_centre_decides_about_parts_of_its_own_requests(centre: TestCentre) -> None:
    draft = centre.draft()
    part = centre.add(draft, LIDLESS)
    operator = centre.people.operator
    with transaction(centre.engine) as session:
        session.get_one(RequestRow, draft.id).created_by = operator.user_id

    with transaction(centre.engine) as session:
        repairs.accept(session, operator, centre.queue, part.id)

    assert centre.part(part.id).revision == 2


def test_a_part_that_is_not_analysed_yet_is_not_repaired(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), stl(box(0.3, 0.2, 0.1)))  # the unit is doubtful

    assert refused(lambda: ask(centre, part)) == "part_needs_unit"


def test_a_repair_that_is_cut_short_is_given_up_with_its_reason(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), BOX)
    repair = ask(centre, part)
    with transaction(centre.engine) as session:
        task = session.exec(select(TaskRow).where(TaskRow.subject_id == repair.id)).one()
        centre.queue.cancel(session, task)

    centre.work()

    given_up = seen(centre, part)
    assert given_up.status is RepairStatus.WITHOUT_RESULT
    assert given_up.why == {"code": "task_cancelled", "params": {}}


def test_a_repair_reports_what_its_limits_do_to_it(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), BOX)
    ask(centre, part)
    body = centre.part_work()[TaskKind.REPAIR]
    tight = replace(body, limits=replace(body.limits, wall_s=1e-6))  # type: ignore[type-var]

    drain(centre.engine, {TaskKind.REPAIR: tight})

    why = seen(centre, part).why
    assert why is not None
    assert why["code"] == "analysis_too_slow"


def test_a_part_in_inches_becomes_one_in_millimetres(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), stl(np.array(box(3, 2, 1))[2:].tolist()), unit="inch")

    accept(centre, part)

    now = centre.part(part.id)
    assert (now.unit, now.status) == ("mm", PartStatus.ANALYSED)
    assert now.summary is not None
    # 3 x 2 x 1 in³, as 32-bit numbers of mm have it
    assert now.summary["analysis"]["volume_mm3"] == pytest.approx(6 * 25.4**3, rel=1e-6)


def test_an_accepted_repair_needs_a_request_that_is_open(centre: TestCentre) -> None:
    draft = centre.draft()
    part = centre.add(draft, LIDLESS)
    with transaction(centre.engine) as session:
        session.get_one(RequestRow, draft.id).status = "submitted"

    with pytest.raises(Conflict) as refusal:
        accept(centre, part)

    assert refusal.value.message.code == "request_closed"
