"""Requests from draft to delivery, and who may do what with them."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import Session, select

from amcenter.accounts.principal import Principal
from amcenter.db import transaction
from amcenter.errors import BadInput, Conflict, Forbidden, NotFound, Refusal
from amcenter.requests import requests, review
from amcenter.requests.pieces import create_pieces, finish_if_built, move_piece, pieces_of
from amcenter.tables import (
    EventRow,
    PartRow,
    PieceStatus,
    RequestRow,
    RequestStatus,
)
from tests.amcenter.centre import TestCentre
from tests.amcenter.people import NEED_BY
from tests.amcenter.shapes import box, stl

BOX = stl(box(30, 20, 10))


def code(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.message.code


def test_an_accepted_request_has_a_piece_with_a_serial_for_every_copy(centre: TestCentre) -> None:
    request = centre.accepted(quantity=3)

    with transaction(centre.engine) as session:
        part = session.exec(select(PartRow)).one()
        serials = [piece.serial for piece in pieces_of(session, request.id)]
    assert request.status is RequestStatus.ACCEPTED
    assert serials == [f"{part.number}-001", f"{part.number}-002", f"{part.number}-003"]


def test_every_step_leaves_an_event_of_the_customer(centre: TestCentre) -> None:
    request = centre.accepted()

    with transaction(centre.engine) as session:
        events = session.exec(
            select(EventRow).where(EventRow.subject_id == request.id).order_by(EventRow.id)  # type: ignore[arg-type]
        ).all()
    assert [event.kind for event in events] == [
        "request.created",
        "request.submitted",
        "request.review_started",
        "request.accepted",
    ]
    assert {event.customer_id for event in events} == {request.customer_id}
    assert [event.actor_id for event in events] == [
        centre.people.engineer.user_id,
        centre.people.engineer.user_id,
        centre.people.operator.user_id,
        centre.people.operator.user_id,
    ]


def test_a_request_without_parts_is_not_submitted(centre: TestCentre) -> None:
    request = centre.draft()

    with pytest.raises(Conflict) as refused:
        centre.submit(request)

    assert code(refused) == "request_without_parts"
    assert centre.request(request.id).status is RequestStatus.DRAFT


@pytest.mark.parametrize(
    ("content", "choices", "expected"),
    [
        (BOX[:-7], {}, "part_unreadable"),
        (stl(box(0.6, 0.4, 0.2)), {}, "part_needs_unit"),
        (BOX, {"material_id": None}, "part_without_material"),
        (stl(box(30, 20, 10)[:-1]), {}, "part_blocked"),
    ],
    ids=["unreadable", "no unit", "no material", "open mesh"],
)
def test_an_incomplete_part_keeps_a_request_from_being_submitted(
    centre: TestCentre, content: bytes, choices: dict[str, object], expected: str
) -> None:
    request = centre.draft()
    centre.add(request, content, **choices)

    with pytest.raises(Conflict) as refused:
        centre.submit(request)

    assert code(refused) == expected


def test_a_blocking_finding_is_accepted_by_an_operator_with_a_reason_only(
    centre: TestCentre,
) -> None:
    request = centre.draft()
    part = centre.add(request, stl(box(30, 20, 10)[:-1]))
    operator, engineer = centre.people.operator, centre.people.engineer

    with pytest.raises(Forbidden), transaction(centre.engine) as session:
        review.waive(session, engineer, part.id, code="not_closed", reason="it will do")
    with pytest.raises(BadInput) as refused, transaction(centre.engine) as session:
        review.waive(session, operator, part.id, code="not_closed", reason="  ")
    assert code(refused) == "reason_missing"
    with transaction(centre.engine) as session:
        review.waive(session, operator, part.id, code="not_closed", reason="repaired by the slicer")

    assert centre.submit(request).status is RequestStatus.SUBMITTED
    assert centre.part(part.id).findings[0]["waived"] == {
        "by": str(operator.user_id),
        "reason": "repaired by the slicer",
    }


def test_a_part_that_became_impossible_during_the_review_is_not_accepted(
    centre: TestCentre,
) -> None:
    request = centre.draft()
    part = centre.add(request, BOX)
    centre.submit(request)
    with transaction(centre.engine) as session:
        review.start_review(session, centre.people.operator, request.id)
        row = session.get_one(PartRow, part.id)
        row.findings = [{"code": "closed_cavity", "severity": "error", "params": {}}]

    with pytest.raises(Conflict) as refused, transaction(centre.engine) as session:
        review.accept(session, centre.people.operator, request.id)

    assert code(refused) == "part_blocked"


Decision = Callable[[Session, Principal, UUID, str], RequestRow]
DECISIONS: dict[str, Decision] = {
    "request_changes": lambda s, who, key, why: review.request_changes(s, who, key, reason=why),
    "reject": lambda s, who, key, why: review.reject(s, who, key, reason=why),
    "hold": lambda s, who, key, why: review.hold(s, who, key, reason=why),
    "cancel": lambda s, who, key, why: requests.cancel(s, who, key, reason=why),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_bad_news_needs_a_reason_and_keeps_it(centre: TestCentre, name: str) -> None:
    request = centre.draft()
    centre.add(request, BOX)
    centre.submit(request)
    with transaction(centre.engine) as session:
        review.start_review(session, centre.people.operator, request.id)

    with pytest.raises(BadInput) as refused, transaction(centre.engine) as session:
        DECISIONS[name](session, centre.people.operator, request.id, " ")
    assert code(refused) == "reason_missing"
    with transaction(centre.engine) as session:
        DECISIONS[name](session, centre.people.operator, request.id, "no powder")

    assert centre.request(request.id).reason == "no powder"


def test_a_held_request_goes_on_where_it_was(centre: TestCentre) -> None:
    request = centre.draft()
    centre.add(request, BOX)
    centre.submit(request)

    with transaction(centre.engine) as session:
        held = review.hold(session, centre.people.operator, request.id, reason="no powder")
        assert held.status is RequestStatus.ON_HOLD
        resumed = review.resume(session, centre.people.operator, request.id)

    assert resumed.status is RequestStatus.SUBMITTED
    assert resumed.status_before_hold is None


def test_cancelling_takes_back_the_pieces_that_no_machine_has_begun(centre: TestCentre) -> None:
    request = centre.accepted(quantity=3)
    with transaction(centre.engine) as session:
        first, second, _ = pieces_of(session, request.id)
        for move in ("plan", "start"):
            move_piece(first, move)
        move_piece(second, "plan")

    with transaction(centre.engine) as session:
        requests.cancel(session, centre.people.engineer, request.id, reason="not needed")
        after = [piece.status for piece in pieces_of(session, request.id)]

    assert after == [PieceStatus.BUILDING, PieceStatus.CANCELLED, PieceStatus.CANCELLED]


def test_a_request_is_ready_when_its_last_piece_is_built(centre: TestCentre) -> None:
    request = centre.accepted(quantity=2)
    with transaction(centre.engine) as session:
        row = session.get_one(RequestRow, request.id)
        row.status = RequestStatus.IN_PRODUCTION
        first, second = pieces_of(session, request.id)
        for move in ("plan", "start", "finish"):
            move_piece(first, move)
        finish_if_built(session, row)
        assert row.status is RequestStatus.IN_PRODUCTION
        for move in ("plan", "start", "scrap"):
            move_piece(second, move)
        part = session.get_one(PartRow, second.part_id)
        (third,) = create_pieces(session, part, 1)
        assert third.serial == f"{part.number}-003"
        finish_if_built(session, row)
        assert row.status is RequestStatus.IN_PRODUCTION
        for move in ("plan", "start", "finish"):
            move_piece(third, move)
        finish_if_built(session, row)
        assert row.status is RequestStatus.READY


def test_the_sender_may_change_a_draft_but_not_its_priority(centre: TestCentre) -> None:
    request = centre.draft()

    with transaction(centre.engine) as session:
        requests.edit(session, centre.people.engineer, request.id, {"title": "Valve"})
    with pytest.raises(Forbidden), transaction(centre.engine) as session:
        requests.set_target(session, centre.people.engineer, request.id, {"priority": 100})
    with transaction(centre.engine) as session:
        requests.set_target(session, centre.people.operator, request.id, {"priority": 100})

    row = centre.request(request.id)
    assert (row.title, row.priority, row.version) == ("Valve", 100, 3)


def test_a_priority_outside_1_to_100_is_refused(centre: TestCentre) -> None:
    request = centre.draft()

    with pytest.raises(BadInput) as refused, transaction(centre.engine) as session:
        requests.set_target(session, centre.people.operator, request.id, {"priority": 101})

    assert code(refused) == "priority_out_of_range"


def test_a_foreign_request_is_not_there(centre: TestCentre) -> None:
    request = centre.draft()

    with pytest.raises(NotFound), transaction(centre.engine) as session:
        requests.edit(session, centre.people.stranger, request.id, {"title": "Mine"})


def test_an_engineer_cannot_write_for_another_customer(centre: TestCentre) -> None:
    other = centre.people.stranger.customer_id

    with pytest.raises(NotFound), transaction(centre.engine) as session:
        requests.create(
            session, centre.people.engineer, title="Pump", need_by=NEED_BY, customer_id=other
        )


def test_the_centre_says_for_whom_it_writes(centre: TestCentre) -> None:
    operator, customer = centre.people.operator, centre.people.engineer.customer_id

    with pytest.raises(BadInput) as refused, transaction(centre.engine) as session:
        requests.create(session, operator, title="Pump", need_by=NEED_BY)
    assert code(refused) == "customer_missing"
    with transaction(centre.engine) as session:
        row = requests.create(
            session, operator, title="Pump", need_by=NEED_BY, customer_id=customer
        )

    assert row.customer_id == customer


@pytest.mark.parametrize("who", ["engineer", "floor"])
def test_only_planners_review(centre: TestCentre, who: str) -> None:
    request = centre.draft()
    centre.add(request, BOX)
    centre.submit(request)

    with pytest.raises(Forbidden), transaction(centre.engine) as session:
        review.start_review(session, getattr(centre.people, who), request.id)
