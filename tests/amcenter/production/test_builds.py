"""Builds on the floor: from their release to good pieces, or to new ones."""

from datetime import timedelta

import pytest
from sqlmodel import select

from amcenter.db import transaction
from amcenter.errors import BadInput, Conflict, Forbidden
from amcenter.production import builds
from amcenter.requests import requests, review
from amcenter.tables import (
    BuildRow,
    BuildStatus,
    EventRow,
    MachineRow,
    PieceStatus,
    RequestStatus,
)
from tests.amcenter.centre import TestCentre


def released(centre: TestCentre, *, quantity: int = 1) -> BuildRow:
    centre.accepted(quantity=quantity)
    centre.published()
    (build,) = centre.builds()
    with transaction(centre.engine) as session:
        return builds.release(session, centre.people.operator, build.id)


def statuses(centre: TestCentre) -> list[PieceStatus]:
    return [piece.status for piece in centre.pieces()]


def test_pieces_machine_and_request_follow_a_build_to_its_end(centre: TestCentre) -> None:
    request = centre.accepted(quantity=2)
    centre.published()
    (build,) = centre.builds()
    operator, floor = centre.people.operator, centre.people.floor
    with transaction(centre.engine) as session:
        builds.release(session, operator, build.id)
        builds.start(session, floor, build.id)

    assert statuses(centre) == [PieceStatus.BUILDING, PieceStatus.BUILDING]
    assert centre.request(request.id).status is RequestStatus.IN_PRODUCTION
    with transaction(centre.engine) as session:
        machine = session.get_one(MachineRow, build.machine_id)
        assert machine.loaded_set_id == centre.floor.parameter_set.id
        builds.finish_building(session, floor, build.id)
        builds.unload(session, floor, build.id)
        done = builds.complete(session, floor, build.id)

    assert done.status is BuildStatus.COMPLETED
    assert done.started_at is not None
    assert done.ended_at is not None
    assert statuses(centre) == [PieceStatus.BUILT, PieceStatus.BUILT]
    assert centre.request(request.id).status is RequestStatus.READY
    with transaction(centre.engine) as session:
        review.deliver(session, operator, request.id)
        events = session.exec(
            select(EventRow.kind).where(EventRow.subject_id == build.id).order_by(EventRow.id)  # type: ignore[arg-type]
        ).all()
    assert events == [
        "build.released",
        "build.started",
        "build.building_finished",
        "build.unloaded",
        "build.completed",
    ]


def test_a_released_build_stays_as_it_is_in_the_next_plan(centre: TestCentre) -> None:
    build = released(centre)
    centre.accepted()

    plan = centre.planned()

    fixed, free = sorted(centre.view(plan).builds, key=lambda one: not one.fixed)
    assert (fixed.key, fixed.fixed, free.fixed) == (build.number, True, False)
    assert [piece.serial for piece in fixed.pieces] == [centre.pieces()[0].serial]
    assert free.start_at >= fixed.end_at
    centre.publish(plan)
    assert [row.status for row in centre.builds()] == [BuildStatus.RELEASED, BuildStatus.PLANNED]


def test_pieces_that_did_not_survive_are_scrapped_and_made_again(centre: TestCentre) -> None:
    build = released(centre, quantity=3)
    first, second, third = (piece.serial for piece in centre.pieces())
    with transaction(centre.engine) as session:
        builds.start(session, centre.people.floor, build.id)
        builds.fail(
            session, centre.people.floor, build.id, reason="recoater crash", surviving=[second]
        )

    pieces = {piece.serial: piece for piece in centre.pieces()}
    assert [piece.status for piece in pieces.values()] == [
        PieceStatus.SCRAPPED,
        PieceStatus.BUILT,
        PieceStatus.SCRAPPED,
        PieceStatus.UNPLANNED,
        PieceStatus.UNPLANNED,
    ]
    assert list(pieces)[3:] == [f"{first[:-3]}004", f"{first[:-3]}005"]
    assert third in pieces
    assert centre.planned().piece_count == 2


def test_a_failure_names_only_pieces_of_the_build(centre: TestCentre) -> None:
    build = released(centre)
    with transaction(centre.engine) as session:
        builds.start(session, centre.people.floor, build.id)

    with pytest.raises(BadInput) as refused, transaction(centre.engine) as session:
        builds.fail(
            session, centre.people.floor, build.id, reason="crash", surviving=["P-2026-9999-001"]
        )

    assert refused.value.message.code == "pieces_not_in_build"
    assert statuses(centre) == [PieceStatus.BUILDING]


def test_the_pieces_of_a_cancelled_build_wait_for_the_next_plan(centre: TestCentre) -> None:
    build = released(centre)

    with transaction(centre.engine) as session:
        builds.cancel(session, centre.people.operator, build.id, reason="no argon")

    assert statuses(centre) == [PieceStatus.UNPLANNED]
    assert centre.pieces()[0].build_id is None
    assert centre.planned().piece_count == 1


def test_a_running_build_cannot_be_cancelled_any_more(centre: TestCentre) -> None:
    build = released(centre)
    with transaction(centre.engine) as session:
        builds.start(session, centre.people.floor, build.id)

    with pytest.raises(Conflict) as refused, transaction(centre.engine) as session:
        builds.cancel(session, centre.people.operator, build.id, reason="no argon")

    assert refused.value.message.params["possible"] == "finish_building, fail"


def test_a_build_with_a_cancelled_piece_is_not_released(centre: TestCentre) -> None:
    request = centre.accepted()
    centre.published()
    (build,) = centre.builds()
    with transaction(centre.engine) as session:
        requests.cancel(session, centre.people.engineer, request.id, reason="not needed")

    with pytest.raises(Conflict) as refused, transaction(centre.engine) as session:
        builds.release(session, centre.people.operator, build.id)

    assert refused.value.message.code == "build_pieces_gone"


def test_a_build_of_a_held_request_is_not_released(centre: TestCentre) -> None:
    request = centre.accepted()
    centre.published()
    (build,) = centre.builds()
    with transaction(centre.engine) as session:
        review.hold(session, centre.people.operator, request.id, reason="wait")

    with pytest.raises(Conflict) as refused, transaction(centre.engine) as session:
        builds.release(session, centre.people.operator, build.id)

    assert refused.value.message.code == "build_requests_stopped"
    assert refused.value.message.params["requests"] == request.number


def test_a_late_start_moves_what_is_expected(centre: TestCentre) -> None:
    build = released(centre)
    with transaction(centre.engine) as session:
        builds.start(session, centre.people.floor, build.id)
        row = session.get_one(BuildRow, build.id)
        row.started_at = build.print_start_at + timedelta(hours=2)

    (fixed,) = centre.view(centre.planned()).builds

    assert fixed.print_end_at == build.print_end_at + timedelta(hours=2)


@pytest.mark.parametrize(("who", "move"), [("floor", "release"), ("engineer", "start")])
def test_who_may_do_what_with_builds(centre: TestCentre, who: str, move: str) -> None:
    centre.accepted()
    centre.published()
    (build,) = centre.builds()

    with pytest.raises(Forbidden), transaction(centre.engine) as session:
        getattr(builds, move)(session, getattr(centre.people, who), build.id)
