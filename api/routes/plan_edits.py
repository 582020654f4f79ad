"""Plans changed by hand: a draft from a plan, edits with undo, questions, comparison."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlmodel import Session

from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.centre import Centre
from amcenter.planning.access import plan_for
from amcenter.planning.answers import view_of
from amcenter.planning.compare import Comparison, compare
from amcenter.planning.hand import edits
from amcenter.planning.hand.asking import Outlook, outlook
from amcenter.planning.hand.wishes import (
    LockWish,
    MoveBuildWish,
    MovePiecesWish,
    SwapBuildsWish,
    UnlockWish,
    Wish,
)
from amcenter.planning.timeline import Bar, timeline_of
from amcenter.shop.shop import load_shop
from amcenter.tables import PlanEditRow, PlanRow
from api.dependencies import Changing, MaybeVersion, OnlyOnce, OpenCentre, Reading, may
from api.schemas.plan_edits import (
    ChangeOut,
    ComparisonOut,
    EditIn,
    EditsOut,
    LockBuildIn,
    MoveBuildIn,
    MovePiecesIn,
    OutlookOut,
    QuestionIn,
    SwapBuildsIn,
    UnlockBuildIn,
)
from api.schemas.plans import PlanOut
from api.sending import NOT_YET

router = APIRouter(prefix="/plans", tags=["plan edits"])

Reader = Annotated[Principal, may(Action.PLAN_SEE)]
Writer = Annotated[Principal, may(Action.PLAN_WRITE)]


@router.post("/{plan_id}/edit-draft", status_code=201, responses=NOT_YET)
def begin_edit_draft(plan_id: UUID, who: Writer, session: Changing, once: OnlyOnce) -> PlanOut:
    """Make a draft with the schedule of this plan, to be changed by hand."""
    return once.answer(PlanOut, lambda: edits.begin(session, who, plan_id))


@router.post("/{plan_id}/edits", status_code=201, response_model=ChangeOut)
def edit_plan(
    plan_id: UUID,
    body: EditIn,
    version: MaybeVersion,
    who: Writer,
    centre: OpenCentre,
    session: Changing,
) -> dict[str, object]:
    """Change a draft by hand; the judge refuses what would break a rule."""
    wish = _wish(body)
    change = edits.edit(session, who, centre.files, plan_id, wish, version=version)
    touched = set(change.builds)
    bars = [bar for bar in _bars(session, centre, change.plan) if bar.key in touched]
    return {"plan": change.plan, "edit": change.edit, "builds": bars}


@router.get("/{plan_id}/edits", response_model=EditsOut)
def list_edits(plan_id: UUID, who: Reader, session: Reading) -> dict[str, list[PlanEditRow]]:
    """List what was changed by hand, oldest first."""
    return {"items": edits.edits_of(session, who, plan_id)}


@router.delete("/{plan_id}/edits/{edit_id}", response_model=PlanOut)
def undo_edit(plan_id: UUID, edit_id: UUID, who: Writer, session: Changing) -> PlanRow:
    """Take the newest edit back."""
    return edits.undo(session, who, plan_id, edit_id)


@router.post("/{plan_id}/check-edit", response_model=OutlookOut, responses=NOT_YET)
def check_edit(
    plan_id: UUID, body: QuestionIn, who: Reader, centre: OpenCentre, session: Reading
) -> Outlook:
    """Ask what a change would mean; nothing is changed."""
    wish = _wish(body)
    assert isinstance(wish, MoveBuildWish | SwapBuildsWish | MovePiecesWish)
    return outlook(session, who, centre.files, plan_id, wish)


@router.post("/{plan_id}/offer", response_model=PlanOut)
def offer_plan(plan_id: UUID, version: MaybeVersion, who: Writer, session: Changing) -> PlanRow:
    """Say that a draft is ready to be decided on."""
    return edits.offer(session, who, plan_id, version=version)


@router.post("/{plan_id}/discard", response_model=PlanOut)
def discard_plan(plan_id: UUID, who: Writer, session: Changing) -> PlanRow:
    """Give a draft up."""
    return edits.discard(session, who, plan_id)


@router.get("/{plan_id}/comparison", response_model=ComparisonOut, responses=NOT_YET)
def compare_plans(
    plan_id: UUID,
    base: Annotated[UUID, Query(description="The plan to compare with")],
    who: Reader,
    centre: OpenCentre,
    session: Reading,
) -> Comparison:
    """See what this plan does otherwise than another one."""
    before, after = plan_for(session, who, base), plan_for(session, who, plan_id)
    return compare(view_of(centre.files, before), view_of(centre.files, after))


def _bars(session: Session, centre: Centre, plan: PlanRow) -> tuple[Bar, ...]:
    return timeline_of(session, plan, view_of(centre.files, plan), load_shop(session)).builds


def _wish(body: EditIn) -> Wish:
    match body:
        case MoveBuildIn():
            return MoveBuildWish(body.build, body.machine_id, body.start_at)
        case SwapBuildsIn():
            return SwapBuildsWish(body.first, body.second)
        case MovePiecesIn():
            return MovePiecesWish(tuple(body.pieces), body.into, body.machine_id, body.start_at)
        case LockBuildIn():
            return LockWish(body.build)
        case UnlockBuildIn():
            return UnlockWish(body.build)
