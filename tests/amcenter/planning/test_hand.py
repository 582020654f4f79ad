"""Plans changed by hand, with the real solver and the real judge behind every edit."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from amcenter.db import reading, transaction
from amcenter.errors import BadInput, Conflict
from amcenter.planning import plans, publishing
from amcenter.planning.compare import compare
from amcenter.planning.hand import edits
from amcenter.planning.hand.asking import outlook
from amcenter.planning.hand.wishes import (
    LockWish,
    MoveBuildWish,
    MovePiecesWish,
    UnlockWish,
    Wish,
)
from amcenter.planning.view import BuildView
from amcenter.tables import PlanEditRow, PlanRow, PlanStatus, PromiseRow
from tests.amcenter.centre import TestCentre


def drafted(centre: TestCentre, plan: PlanRow) -> PlanRow:
    with transaction(centre.engine) as session:
        return edits.begin(session, centre.people.operator, plan.id)


def edit(centre: TestCentre, plan: PlanRow, wish: Wish) -> PlanEditRow:
    with transaction(centre.engine) as session:
        change = edits.edit(session, centre.people.operator, centre.files, plan.id, wish)
        return change.edit


def only_build(centre: TestCentre, plan: PlanRow) -> BuildView:
    (build,) = centre.view(centre.plan(plan.id)).builds
    return build


def later(build: BuildView, days: int) -> datetime:
    return build.start_at + timedelta(days=days)


@pytest.fixture
def plan(centre: TestCentre) -> PlanRow:
    centre.accepted(quantity=2)
    return centre.planned()


def moved(centre: TestCentre, build: BuildView, days: int) -> MoveBuildWish:
    return MoveBuildWish(build.key, centre.floor.machine.id, later(build, days))


def test_a_draft_begins_as_its_plan_and_leaves_it_alone(centre: TestCentre, plan: PlanRow) -> None:
    draft = drafted(centre, plan)
    edit(centre, draft, moved(centre, only_build(centre, plan), 7))

    assert centre.plan(plan.id).result_sha256 == plan.result_sha256
    assert centre.plan(draft.id).status is PlanStatus.DRAFT
    assert centre.plan(draft.id).result_sha256 != plan.result_sha256


def test_a_moved_build_begins_when_asked_and_is_locked_there(
    centre: TestCentre, plan: PlanRow
) -> None:
    draft = drafted(centre, plan)
    wanted = later(only_build(centre, plan), 7)

    edit(centre, draft, moved(centre, only_build(centre, plan), 7))

    assert only_build(centre, draft).start_at == wanted
    with reading(centre.engine) as session:
        (lock,) = plans.locks_of(session, draft.id)
        assert (lock.start_at, lock.closed) == (wanted, False)


def test_an_edit_taken_back_leaves_no_trace_in_schedule_and_locks(
    centre: TestCentre, plan: PlanRow
) -> None:
    draft = drafted(centre, plan)
    done = edit(centre, draft, moved(centre, only_build(centre, plan), 7))

    with transaction(centre.engine) as session:
        edits.undo(session, centre.people.operator, draft.id, done.id)

    assert centre.plan(draft.id).result_sha256 == plan.result_sha256
    assert centre.plan(draft.id).objective == plan.objective
    with reading(centre.engine) as session:
        assert plans.locks_of(session, draft.id) == []


def test_only_the_newest_edit_is_taken_back(centre: TestCentre, plan: PlanRow) -> None:
    draft = drafted(centre, plan)
    first = edit(centre, draft, moved(centre, only_build(centre, plan), 7))
    edit(centre, draft, moved(centre, only_build(centre, plan), 8))

    with (
        transaction(centre.engine) as session,
        pytest.raises(Conflict, match="newest"),
    ):
        edits.undo(session, centre.people.operator, draft.id, first.id)


def test_pieces_get_a_build_of_their_own_and_come_back(centre: TestCentre, plan: PlanRow) -> None:
    draft = drafted(centre, plan)
    build = only_build(centre, plan)
    serial = build.pieces[0].serial

    edit(centre, draft, MovePiecesWish((serial,), machine_id=centre.floor.machine.id))
    apart = centre.view(centre.plan(draft.id)).builds
    (fresh,) = (one for one in apart if one.key != build.key)
    edit(centre, draft, MovePiecesWish((serial,), into=build.key))

    assert [piece.serial for piece in fresh.pieces] == [serial]
    assert len(only_build(centre, draft).pieces) == 2


def test_a_locked_build_does_not_move_until_it_is_unlocked(
    centre: TestCentre, plan: PlanRow
) -> None:
    draft = drafted(centre, plan)
    build = only_build(centre, plan)
    edit(centre, draft, LockWish(build.key))

    with pytest.raises(BadInput, match="locked"):
        edit(centre, draft, moved(centre, build, 7))
    edit(centre, draft, UnlockWish(build.key))
    edit(centre, draft, moved(centre, build, 7))

    assert only_build(centre, draft).start_at == later(build, 7)


def test_a_question_changes_nothing_and_says_what_would_be_late(
    centre: TestCentre, plan: PlanRow
) -> None:
    draft = drafted(centre, plan)
    build = only_build(centre, plan)
    due = build.pieces[0].due_at
    assert due is not None
    wish = MoveBuildWish(build.key, centre.floor.machine.id, due)

    with reading(centre.engine) as session:
        said = outlook(session, centre.people.operator, centre.files, draft.id, wish)

    assert said.possible
    assert [(one.code, one.params["count"]) for one in said.sentences] == [("edit_makes_late", 2)]
    assert centre.plan(draft.id).result_sha256 == plan.result_sha256


def test_a_plan_changed_by_hand_is_offered_and_published(centre: TestCentre, plan: PlanRow) -> None:
    draft = drafted(centre, plan)
    wanted = later(only_build(centre, plan), 7)
    edit(centre, draft, moved(centre, only_build(centre, plan), 7))
    with transaction(centre.engine) as session:
        edits.offer(session, centre.people.operator, draft.id)

    centre.publish(centre.plan(draft.id))

    (build,) = centre.builds()
    assert build.start_at == wanted


def test_two_people_do_not_undo_each_other_unseen(centre: TestCentre, plan: PlanRow) -> None:
    centre.publish(plan)
    mine, yours = drafted(centre, plan), drafted(centre, plan)
    for draft in (mine, yours):
        edit(centre, draft, moved(centre, only_build(centre, plan), 7))
        with transaction(centre.engine) as session:
            edits.offer(session, centre.people.operator, draft.id)
    centre.publish(centre.plan(mine.id), comment="The machine is repaired")

    with transaction(centre.engine) as session:
        plans.approve(session, centre.people.operator, yours.id)
    with (
        transaction(centre.engine) as session,
        pytest.raises(Conflict, match="published meanwhile"),
    ):
        publishing.publish(session, centre.people.operator, centre.files, yours.id)


def test_a_promise_that_gets_later_asks_for_a_word_that_its_requester_reads(
    centre: TestCentre, plan: PlanRow
) -> None:
    centre.publish(plan)
    draft = drafted(centre, plan)
    edit(centre, draft, moved(centre, only_build(centre, plan), 7))
    with transaction(centre.engine) as session:
        edits.offer(session, centre.people.operator, draft.id)

    with pytest.raises(BadInput, match="say why"):
        centre.publish(centre.plan(draft.id))
    centre.publish(centre.plan(draft.id), comment="The machine is repaired")

    with reading(centre.engine) as session:
        reasons = session.exec(select(PromiseRow.reason).order_by(col(PromiseRow.created_at))).all()
    assert list(reasons) == ["", "The machine is repaired"]


def test_a_run_of_the_draft_keeps_what_was_moved(centre: TestCentre, plan: PlanRow) -> None:
    draft = drafted(centre, plan)
    wanted = later(only_build(centre, plan), 7)
    edit(centre, draft, moved(centre, only_build(centre, plan), 7))

    with transaction(centre.engine) as session:
        plans.run(session, centre.people.operator, centre.queue, draft.id)
    centre.work()

    assert only_build(centre, draft).start_at == wanted


def test_only_drafts_are_edited(centre: TestCentre, plan: PlanRow) -> None:
    with pytest.raises(Conflict, match="draft"):
        edit(centre, plan, moved(centre, only_build(centre, plan), 7))


def test_a_comparison_tells_what_moved_and_whose_date_changed(
    centre: TestCentre, plan: PlanRow
) -> None:
    draft = drafted(centre, plan)
    edit(centre, draft, moved(centre, only_build(centre, plan), 7))

    told = compare(centre.view(plan), centre.view(centre.plan(draft.id)))

    assert [change.kind for change in told.builds] == ["moved"]
    assert len(told.dates) == 2
    shift = told.dates[0]
    assert shift.before_at is not None
    assert shift.after_at is not None
    assert shift.after_at - shift.before_at == timedelta(days=7)
    assert told.before.late_pieces == told.after.late_pieces == 0


def test_a_plan_compared_with_itself_differs_in_nothing(centre: TestCentre, plan: PlanRow) -> None:
    told = compare(centre.view(plan), centre.view(plan))

    assert [change.kind for change in told.builds] == ["same"]
    assert told.dates == ()
    assert told.before == told.after
