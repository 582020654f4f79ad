"""Plans: run, locked, judged by people, published."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from amcenter import lists
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.planning import plans, publishing
from amcenter.planning.access import plan_for
from amcenter.planning.answers import require_answer, view_json, view_of
from amcenter.planning.timeline import Timeline, timeline_of
from amcenter.shop.shop import load_shop
from amcenter.tables import PlanRow
from api.dependencies import (
    Changing,
    MaybeVersion,
    OnlyOnce,
    OpenCentre,
    Reading,
    may,
    tagged,
)
from api.schemas.base import PageOut
from api.schemas.plans import DecisionIn, PlanIn, PlanOut, PlansQuery, PublicationIn, TimelineOut
from api.sending import JSON, NOT_YET, made_file, stored_json, with_content

router = APIRouter(prefix="/plans", tags=["plans"])

WITHOUT_COMMENT = PublicationIn()

Reader = Annotated[Principal, may(Action.PLAN_SEE)]
Writer = Annotated[Principal, may(Action.PLAN_WRITE)]


@router.get("", response_model=PageOut[PlanOut])
def list_plans(
    asked: Annotated[PlansQuery, Query()], who: Reader, session: Reading
) -> Page[PlanRow]:
    """List plans, newest first."""
    return lists.plans(session, who, asked.wanted, asked.filters)


@router.post("", status_code=202)
def create_plan(
    body: PlanIn, who: Writer, centre: OpenCentre, session: Changing, once: OnlyOnce
) -> PlanOut:
    """Plan everything that is open; the run is queued at once."""
    wish = body.model_dump()
    return once.answer(PlanOut, lambda: plans.create(session, who, centre.queue, **wish))


@router.post("/drafts", status_code=201)
def draft_plan(body: PlanIn, who: Writer, session: Changing, once: OnlyOnce) -> PlanOut:
    """Begin a plan that waits for locks, and for `run`."""
    return once.answer(PlanOut, lambda: plans.draft(session, who, **body.model_dump()))


@router.get("/{plan_id}", response_model=PlanOut)
def get_plan(plan_id: UUID, response: Response, who: Reader, session: Reading) -> PlanRow:
    """See a plan: status, objective, bound, reasons."""
    return tagged(response, plan_for(session, who, plan_id))


@router.get("/{plan_id}/schedule", response_class=Response, responses=with_content(JSON) | NOT_YET)
def get_plan_schedule(
    plan_id: UUID, request: Request, who: Reader, centre: OpenCentre, session: Reading
) -> Response:
    """See the answer of a run: builds with pieces, places and times, late pieces with reasons."""
    plan = plan_for(session, who, plan_id)
    content = view_json(centre.files, plan)
    return made_file(
        request, content, f"{plan.number}.json", JSON, etag=f"view-{plan.result_sha256}"
    )


@router.get("/{plan_id}/timeline", response_model=TimelineOut, responses=NOT_YET)
def get_plan_timeline(plan_id: UUID, who: Reader, centre: OpenCentre, session: Reading) -> Timeline:
    """See the answer as machines by time: lean rows for drawing."""
    plan = plan_for(session, who, plan_id)
    return timeline_of(session, plan, view_of(centre.files, plan), load_shop(session))


@router.get(
    "/{plan_id}/problem.json", response_class=Response, responses=with_content(JSON) | NOT_YET
)
def download_plan_problem(
    plan_id: UUID, request: Request, who: Reader, centre: OpenCentre, session: Reading
) -> Response:
    """Download what the search was given: enough to judge the plan years later."""
    plan = plan_for(session, who, plan_id)
    sha256 = require_answer(plan, plan.problem_sha256)
    return stored_json(request, centre.files, sha256, f"{plan.number}-problem.json")


@router.get(
    "/{plan_id}/result.json", response_class=Response, responses=with_content(JSON) | NOT_YET
)
def download_plan_result(
    plan_id: UUID, request: Request, who: Reader, centre: OpenCentre, session: Reading
) -> Response:
    """Download what the search answered, as it was stored."""
    plan = plan_for(session, who, plan_id)
    sha256 = require_answer(plan, plan.result_sha256)
    return stored_json(request, centre.files, sha256, f"{plan.number}-result.json")


@router.post("/{plan_id}/fork", status_code=201)
def fork_plan(
    plan_id: UUID, body: PlanIn, who: Writer, session: Changing, once: OnlyOnce
) -> PlanOut:
    """Make a draft with the locks of this plan, which stays as it is."""
    wish = body.model_dump()
    return once.answer(PlanOut, lambda: plans.draft(session, who, parent_id=plan_id, **wish))


@router.post("/{plan_id}/run", status_code=202, response_model=PlanOut)
def run_plan(
    plan_id: UUID, version: MaybeVersion, who: Writer, centre: OpenCentre, session: Changing
) -> PlanRow:
    """Run a draft."""
    return plans.run(session, who, centre.queue, plan_id, version=version)


@router.post("/{plan_id}/stop", status_code=202, response_model=PlanOut)
def stop_plan(plan_id: UUID, who: Writer, centre: OpenCentre, session: Changing) -> PlanRow:
    """Finish a run now with the best schedule so far."""
    return plans.finish_early(session, who, centre.queue, plan_id)


@router.post("/{plan_id}/cancel", response_model=PlanOut)
def cancel_plan(plan_id: UUID, who: Writer, centre: OpenCentre, session: Changing) -> PlanRow:
    """Give a plan up before it has an answer."""
    return plans.cancel(session, who, centre.queue, plan_id)


@router.post("/{plan_id}/approve", response_model=PlanOut)
def approve_plan(plan_id: UUID, version: MaybeVersion, who: Writer, session: Changing) -> PlanRow:
    """Sign a proposed plan; nobody is told anything yet."""
    return plans.approve(session, who, plan_id, version=version)


@router.post("/{plan_id}/reject", response_model=PlanOut)
def reject_plan(
    plan_id: UUID, body: DecisionIn, version: MaybeVersion, who: Writer, session: Changing
) -> PlanRow:
    """Refuse a proposed or approved plan."""
    return plans.reject(session, who, plan_id, reason=body.reason, version=version)


@router.post("/{plan_id}/publish", response_model=PlanOut)
def publish_plan(
    plan_id: UUID,
    version: MaybeVersion,
    who: Writer,
    centre: OpenCentre,
    session: Changing,
    body: PublicationIn = WITHOUT_COMMENT,
) -> PlanRow:
    """Make an approved plan the valid one; a promise that gets later asks for a comment."""
    return publishing.publish(
        session, who, centre.files, plan_id, comment=body.comment, version=version
    )
