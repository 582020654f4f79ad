"""Plans from the wish to the publication, with real intake and the real solver."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from amcenter.db import transaction
from amcenter.errors import BadInput, Conflict, NotFound
from amcenter.planning import locks, plans, publishing
from amcenter.planning.answers import view_json
from amcenter.production import builds
from amcenter.requests import requests, review
from amcenter.tables import (
    BuildStatus,
    EventRow,
    LockRow,
    MachineRow,
    MachineStatus,
    PieceRow,
    PieceStatus,
    PlacementRow,
    PlanStatus,
    PromiseRow,
    TaskKind,
    TaskRow,
)
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Control
from amcenter.work.inline import drain
from solver.builds import Placement
from tests.amcenter.centre import QuickPlanning, TestCentre
from tests.amcenter.shapes import box, stl


class BrokenPlanning(QuickPlanning):
    def run(self, request: JsonObject, control: Control) -> JsonObject:
        raise RuntimeError("the disk is on fire")


def test_from_accepted_request_to_published_builds(centre: TestCentre) -> None:
    request = centre.accepted(quantity=3)

    plan = centre.planned()

    assert plan.status is PlanStatus.PROPOSED
    assert (plan.piece_count, plan.build_count) == (3, 1)
    assert plan.objective is not None
    assert plan.lower_bound is not None
    assert plan.lower_bound <= plan.objective
    assert {piece.status for piece in centre.pieces()} == {PieceStatus.UNPLANNED}
    assert centre.request(request.id).promised_at is None

    plan = centre.publish(plan)

    (build,) = centre.builds()
    # 3 * 1200 s of exposure and 200 layers of 10 s after an hour of set-up, see test_problem
    assert build.print_start_at - build.start_at == timedelta(hours=1)
    assert build.print_end_at - build.print_start_at == timedelta(seconds=3 * 1200 + 200 * 10)
    assert (build.height_um, build.layers) == (10_000, 200)
    # three footprints of 30 x 20 mm on 90 x 90 mm inside the margins
    assert build.utilisation == pytest.approx(3 * 600 / 8100, abs=0.002)
    # bed of 100 x 100 x 10 mm, tapped density 0.6 * 8 g/cm3, dosing 1.5 (see processes)
    assert build.powder_g == pytest.approx(100 * 0.6 * 8 * 1.5, rel=0.01)
    for piece in centre.pieces():
        assert (piece.status, piece.build_id) == (PieceStatus.PLANNED, build.id)
        assert piece.finish_at == build.end_at


def test_a_publication_tells_estimate_and_promise(centre: TestCentre) -> None:
    request = centre.accepted()

    plan = centre.published()

    row = centre.request(request.id)
    (build,) = centre.builds()
    assert row.estimated_finish_at == build.end_at
    assert row.promised_at is not None
    assert timedelta(0) <= row.promised_at - build.end_at < timedelta(hours=1)
    with transaction(centre.engine) as session:
        (promise,) = session.exec(select(PromiseRow)).all()
        told = session.exec(select(EventRow).where(EventRow.kind == "request.promised")).one()
    assert (promise.plan_id, promise.promised_at) == (plan.id, row.promised_at)
    assert told.customer_id == row.customer_id


def test_the_next_plan_supersedes_and_keeps_the_number_of_a_build_that_stays(
    centre: TestCentre,
) -> None:
    centre.accepted()
    first = centre.published()
    (before,) = centre.builds()

    second = centre.published()

    assert centre.plan(first.id).status is PlanStatus.SUPERSEDED
    assert centre.plan(second.id).status is PlanStatus.PUBLISHED
    (after,) = centre.builds()
    assert (after.number, after.plan_id) == (before.number, second.id)
    with transaction(centre.engine) as session:
        assert len(session.exec(select(PlacementRow)).all()) == 1


def test_a_build_that_the_next_plan_fills_otherwise_is_dropped(centre: TestCentre) -> None:
    centre.accepted()
    centre.published()
    centre.accepted()

    centre.published()

    old, new = centre.builds()
    assert (old.status, new.status) == (BuildStatus.CANCELLED, BuildStatus.PLANNED)
    assert {piece.build_id for piece in centre.pieces()} == {new.id}


def test_the_view_of_a_plan_is_the_same_bytes_every_time(centre: TestCentre) -> None:
    centre.accepted(quantity=2)
    plan = centre.planned()

    once, again = view_json(centre.files, plan), view_json(centre.files, plan)

    assert once == again
    view = json.loads(once)
    (build,) = view["builds"]
    assert build["machine"] == "small-1"
    assert build["start_at"].endswith("Z")
    assert [piece["serial"] for piece in build["pieces"]] == [
        piece.serial for piece in centre.pieces()
    ]
    assert view["history"][-1]["objective"] == plan.objective == view["objective"]


def test_without_anything_to_build_a_plan_is_impossible_and_says_so(centre: TestCentre) -> None:
    plan = centre.planned()

    assert plan.status is PlanStatus.IMPOSSIBLE
    assert [reason["code"] for reason in plan.reasons] == ["plan_nothing_wanted"]


def test_what_no_machine_can_build_is_left_out_with_its_reason(centre: TestCentre) -> None:
    small = centre.accepted()
    large = centre.draft()
    part = centre.add(large, stl(box(120, 20, 10)))
    with transaction(centre.engine) as session:
        operator = centre.people.operator
        for finding in part.findings:
            review.waive(session, operator, part.id, code=finding["code"], reason="cut later")
        requests.submit(session, operator, large.id)
        review.start_review(session, operator, large.id)
        review.accept(session, operator, large.id)

    plan = centre.planned()

    assert plan.status is PlanStatus.PROPOSED
    assert plan.piece_count == 1
    (reason,) = plan.reasons
    assert reason["code"] == "plan_too_large_height"
    assert reason["params"]["part"] == part.number
    centre.publish(plan)
    assert centre.request(small.id).estimated_finish_at is not None
    assert centre.request(large.id).estimated_finish_at is None


def test_if_nothing_can_be_built_the_plan_is_impossible_with_the_reasons(
    centre: TestCentre,
) -> None:
    centre.accepted()
    with transaction(centre.engine) as session:
        session.get_one(MachineRow, centre.floor.machine.id).status = MachineStatus.FAULT

    plan = centre.planned()

    assert plan.status is PlanStatus.IMPOSSIBLE
    assert [reason["code"] for reason in plan.reasons] == ["plan_no_machine"]


def test_contradicting_locks_make_a_plan_impossible(centre: TestCentre) -> None:
    centre.accepted(quantity=2)
    first, second = (piece.serial for piece in centre.pieces())
    operator, machine = centre.people.operator, centre.floor.machine
    with transaction(centre.engine) as session:
        draft = plans.draft(session, operator, seconds=1)
        place = Placement(first, "z+", 10_000, 10_000, 0, 5_000)
        overlapping = Placement(second, "z+", 10_000, 10_000, 0, 5_000)
        locks.add_lock(
            session,
            operator,
            draft.id,
            pieces=[first, second],
            machine_id=machine.id,
            placements=[place, overlapping],
        )
        plans.run(session, operator, centre.queue, draft.id)
    centre.work()

    plan = centre.plan(draft.id)
    assert plan.status is PlanStatus.IMPOSSIBLE
    assert {reason["code"] for reason in plan.reasons} == {"lock_placement"}


def test_a_run_keeps_the_locks_and_a_fork_inherits_them(centre: TestCentre) -> None:
    centre.accepted(quantity=2)
    first, second = (piece.serial for piece in centre.pieces())
    operator, machine = centre.people.operator, centre.floor.machine
    with transaction(centre.engine) as session:
        draft = plans.draft(session, operator, seconds=1)
        locks.add_lock(
            session, operator, draft.id, pieces=[first], machine_id=machine.id, closed=True
        )
        plans.run(session, operator, centre.queue, draft.id)
    centre.work()

    contents = {
        frozenset(piece.serial for piece in build.pieces)
        for build in centre.view(centre.plan(draft.id)).builds
    }
    assert contents == {frozenset({first}), frozenset({second})}

    with transaction(centre.engine) as session:
        fork = plans.draft(session, operator, seconds=1, parent_id=draft.id)
        (inherited,) = plans.locks_of(session, fork.id)
        locks.remove_lock(session, operator, fork.id, inherited.id)
    with transaction(centre.engine) as session:
        (kept,) = session.exec(select(LockRow)).all()
    assert (kept.plan_id, inherited.pieces) == (draft.id, [first])


@pytest.mark.parametrize(
    ("lock", "code"),
    [
        ({"pieces": []}, "lock_pieces_not_distinct"),
        ({"pieces": ["{0}", "{0}"]}, "lock_pieces_not_distinct"),
        ({"pieces": ["P-1-1"]}, "not_found"),
        ({"pieces": ["{1}"]}, "piece_locked_already"),
        ({"pieces": ["{0}"], "placements": [("{0}",)]}, "lock_needs_machine"),
        ({"pieces": ["{0}"], "placements": [("{1}",)], "machine_id": 1}, "lock_places_stranger"),
    ],
)
def test_a_lock_that_makes_no_sense_is_refused(
    centre: TestCentre, lock: dict[str, list[object]], code: str
) -> None:
    centre.accepted(quantity=2)
    serials = [piece.serial for piece in centre.pieces()]
    operator = centre.people.operator
    with transaction(centre.engine) as session:
        draft = plans.draft(session, operator, seconds=1)
        locks.add_lock(session, operator, draft.id, pieces=[serials[1]])
    pieces = [str(name).format(*serials) for name in lock["pieces"]]
    places = [
        Placement(name.format(*serials), "z+", 0, 0) for (name,) in lock.get("placements", [])
    ]
    machine_id = centre.floor.machine.id if "machine_id" in lock else None

    with (
        pytest.raises((BadInput, NotFound, Conflict)) as refused,
        transaction(centre.engine) as session,
    ):
        locks.add_lock(
            session, operator, draft.id, pieces=pieces, machine_id=machine_id, placements=places
        )

    assert refused.value.message.code == code


def test_a_published_plan_takes_no_lock(centre: TestCentre) -> None:
    centre.accepted()
    plan = centre.published()
    (piece,) = centre.pieces()

    with pytest.raises(Conflict) as refused, transaction(centre.engine) as session:
        locks.add_lock(session, centre.people.operator, plan.id, pieces=[piece.serial])

    assert refused.value.message.code == "plan_not_draft"


def test_a_plan_is_not_published_after_one_of_its_pieces_was_cancelled(
    centre: TestCentre,
) -> None:
    centre.accepted()
    gone = centre.accepted()
    plan = centre.planned()
    with transaction(centre.engine) as session:
        plans.approve(session, centre.people.operator, plan.id)
        requests.cancel(session, centre.people.engineer, gone.id, reason="not needed")

    with pytest.raises(Conflict) as refused, transaction(centre.engine) as session:
        publishing.publish(session, centre.people.operator, centre.files, plan.id)

    assert refused.value.message.code == "plan_pieces_gone"
    assert refused.value.message.params["serials"] == centre.pieces()[1].serial
    assert centre.plan(plan.id).status is PlanStatus.APPROVED
    assert centre.builds() == []


def test_a_plan_is_not_published_after_one_of_its_pieces_was_released(
    centre: TestCentre,
) -> None:
    centre.accepted()
    centre.published()
    outdated = centre.planned()
    (build,) = centre.builds()
    with transaction(centre.engine) as session:
        plans.approve(session, centre.people.operator, outdated.id)
        builds.release(session, centre.people.operator, build.id)

    with pytest.raises(Conflict) as refused, transaction(centre.engine) as session:
        publishing.publish(session, centre.people.operator, centre.files, outdated.id)

    assert refused.value.message.code == "plan_pieces_gone"


def test_a_plan_is_not_published_after_its_machine_broke(centre: TestCentre) -> None:
    centre.accepted()
    plan = centre.planned()
    with transaction(centre.engine) as session:
        plans.approve(session, centre.people.operator, plan.id)
        session.get_one(MachineRow, centre.floor.machine.id).status = MachineStatus.FAULT

    with pytest.raises(Conflict) as refused, transaction(centre.engine) as session:
        publishing.publish(session, centre.people.operator, centre.files, plan.id)

    assert refused.value.message.code == "plan_machines_gone"


def test_what_was_accepted_since_the_run_only_waits_for_the_next_plan(
    centre: TestCentre,
) -> None:
    centre.accepted()
    plan = centre.planned()
    late = centre.accepted()

    centre.publish(plan)

    assert [piece.status for piece in centre.pieces()] == [
        PieceStatus.PLANNED,
        PieceStatus.UNPLANNED,
    ]
    assert centre.request(late.id).promised_at is None


def test_pieces_of_a_held_request_are_left_out(centre: TestCentre) -> None:
    held = centre.accepted()
    centre.accepted()
    with transaction(centre.engine) as session:
        review.hold(session, centre.people.operator, held.id, reason="no powder")

    assert centre.planned().piece_count == 1


def test_a_cancelled_plan_is_not_run(centre: TestCentre) -> None:
    centre.accepted()
    with transaction(centre.engine) as session:
        plan = plans.create(session, centre.people.operator, centre.queue, seconds=1)
        plans.cancel(session, centre.people.operator, centre.queue, plan.id)

    centre.work()

    plan = centre.plan(plan.id)
    assert (plan.status, plan.problem_sha256) == (PlanStatus.CANCELLED, None)


def test_a_run_that_should_finish_early_answers_with_the_best_so_far(centre: TestCentre) -> None:
    centre.accepted(quantity=12)
    with transaction(centre.engine) as session:
        plan = plans.create(session, centre.people.operator, centre.queue, seconds=3600)
        plans.finish_early(session, centre.people.operator, centre.queue, plan.id)

    centre.work()

    plan = centre.plan(plan.id)
    assert plan.status is PlanStatus.PROPOSED
    assert plan.stop_reason in {"asked", "proven"}


def test_a_failed_plan_runs_again_when_its_task_is_tried_again(centre: TestCentre) -> None:
    centre.accepted()
    with transaction(centre.engine) as session:
        plan = plans.create(session, centre.people.operator, centre.queue, seconds=1)
    drain(centre.engine, {TaskKind.PLAN: centre.planning(BrokenPlanning)})
    failed = centre.plan(plan.id)

    with transaction(centre.engine) as session:
        (task,) = session.exec(select(TaskRow).where(TaskRow.subject_id == plan.id)).all()
        centre.queue.retry(session, task)
    centre.work()

    assert failed.status is PlanStatus.FAILED
    assert [reason["code"] for reason in failed.reasons] == ["task_broken"]
    plan = centre.plan(plan.id)
    assert (plan.status, plan.reasons, plan.piece_count) == (PlanStatus.PROPOSED, [], 1)


def test_a_rejected_plan_keeps_reason_and_judge(centre: TestCentre) -> None:
    centre.accepted()
    plan = centre.planned()

    with transaction(centre.engine) as session:
        plans.reject(session, centre.people.operator, plan.id, reason="too late")

    plan = centre.plan(plan.id)
    assert (plan.status, plan.reason) == (PlanStatus.REJECTED, "too late")
    assert plan.decided_by == centre.people.operator.user_id
    assert plan.decided_at is not None


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"seconds": 0}, "number_out_of_range"),
        ({"seconds": 3601}, "number_out_of_range"),
        ({"seconds": 1, "seed": -1}, "number_out_of_range"),
        ({"seconds": 1, "weights": {"beauty": 1}}, "unknown_term"),
        ({"seconds": 1, "weights": {"makespan": -1}}, "number_out_of_range"),
    ],
)
def test_an_impossible_wish_is_refused(
    centre: TestCentre, wish: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput) as refused, transaction(centre.engine) as session:
        plans.create(session, centre.people.operator, centre.queue, **wish)  # type: ignore[arg-type]

    assert refused.value.message.code == code


def test_weights_reach_the_search(centre: TestCentre) -> None:
    centre.accepted()
    with transaction(centre.engine) as session:
        plan = plans.create(
            session, centre.people.operator, centre.queue, seconds=1, weights={"makespan": 3}
        )
    centre.work()

    plan = centre.plan(plan.id)
    assert plan.objective == 3 * plan.terms["makespan"]


def test_all_pieces_in_the_way_of_a_publication_are_named(centre: TestCentre) -> None:
    centre.accepted(quantity=2)
    plan = centre.planned()
    with transaction(centre.engine) as session:
        plans.approve(session, centre.people.operator, plan.id)
        for piece in session.exec(select(PieceRow)).all():
            piece.status = PieceStatus.CANCELLED

    with pytest.raises(Conflict) as refused, transaction(centre.engine) as session:
        publishing.publish(session, centre.people.operator, centre.files, plan.id)

    serials = [piece.serial for piece in centre.pieces()]
    assert refused.value.message.params["serials"] == ", ".join(serials)
