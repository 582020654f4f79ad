"""What engineers ask for, and what the centre decides about it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import lists
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.requests import requests, review
from amcenter.requests.access import request_for
from amcenter.tables import RequestRow
from api.dependencies import (
    BaseVersion,
    Changing,
    MaybeVersion,
    OnlyOnce,
    Reading,
    may,
    tagged,
)
from api.schemas.base import PageOut
from api.schemas.requests import (
    ReasonIn,
    RequestChangesIn,
    RequestIn,
    RequestOut,
    RequestsQuery,
    TargetIn,
)

router = APIRouter(prefix="/requests", tags=["requests"])

Reader = Annotated[Principal, may(Action.REQUEST_SEE)]
Writer = Annotated[Principal, may(Action.REQUEST_WRITE)]
Reviewer = Annotated[Principal, may(Action.REQUEST_REVIEW)]


@router.get("", response_model=PageOut[RequestOut])
def list_requests(
    asked: Annotated[RequestsQuery, Query()], who: Reader, session: Reading
) -> Page[RequestRow]:
    """List requests; engineers see their own customer's."""
    return lists.requests(session, who, asked.wanted, asked.filters)


@router.post("", status_code=201)
def create_request(body: RequestIn, who: Writer, session: Changing, once: OnlyOnce) -> RequestOut:
    """Begin a draft."""
    return once.answer(RequestOut, lambda: requests.create(session, who, **body.model_dump()))


@router.get("/{request_id}", response_model=RequestOut)
def get_request(request_id: UUID, response: Response, who: Reader, session: Reading) -> RequestRow:
    """See a request."""
    return tagged(response, request_for(session, who, request_id))


@router.patch("/{request_id}", response_model=RequestOut)
def edit_request(
    request_id: UUID,
    body: RequestChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> RequestRow:
    """Change a request that was not sent yet or was sent back."""
    changes = body.given(requests.RequestChanges)
    row = requests.edit(session, who, request_id, changes, version=version)
    return tagged(response, row)


@router.patch("/{request_id}/target", response_model=RequestOut)
def set_request_target(
    request_id: UUID,
    body: TargetIn,
    version: BaseVersion,
    response: Response,
    who: Reviewer,
    session: Changing,
) -> RequestRow:
    """Say how urgent a request is for the centre and when it wants to be finished."""
    changes = body.given(requests.TargetChanges)
    row = requests.set_target(session, who, request_id, changes, version=version)
    return tagged(response, row)


@router.post("/{request_id}/submit", response_model=RequestOut)
def submit_request(
    request_id: UUID, version: MaybeVersion, who: Writer, session: Changing
) -> RequestRow:
    """Send a request for review; every part must be analysed and have a material."""
    return requests.submit(session, who, request_id, version=version)


@router.post("/{request_id}/cancel", response_model=RequestOut)
def cancel_request(
    request_id: UUID, body: ReasonIn, version: MaybeVersion, who: Writer, session: Changing
) -> RequestRow:
    """Give a request up; pieces that no machine has begun are not built any more."""
    return requests.cancel(session, who, request_id, reason=body.reason, version=version)


@router.post("/{request_id}/review", response_model=RequestOut)
def start_review(
    request_id: UUID, version: MaybeVersion, who: Reviewer, session: Changing
) -> RequestRow:
    """Take a request up; from here on its sender cannot change it."""
    return review.start_review(session, who, request_id, version=version)


@router.post("/{request_id}/accept", response_model=RequestOut)
def accept_request(
    request_id: UUID, version: MaybeVersion, who: Reviewer, session: Changing
) -> RequestRow:
    """Take a request into production: every wanted copy becomes a piece."""
    return review.accept(session, who, request_id, version=version)


@router.post("/{request_id}/request-changes", response_model=RequestOut)
def request_changes(
    request_id: UUID, body: ReasonIn, version: MaybeVersion, who: Reviewer, session: Changing
) -> RequestRow:
    """Send a request back to its sender."""
    return review.request_changes(session, who, request_id, reason=body.reason, version=version)


@router.post("/{request_id}/reject", response_model=RequestOut)
def reject_request(
    request_id: UUID, body: ReasonIn, version: MaybeVersion, who: Reviewer, session: Changing
) -> RequestRow:
    """Refuse a request for good."""
    return review.reject(session, who, request_id, reason=body.reason, version=version)


@router.post("/{request_id}/hold", response_model=RequestOut)
def hold_request(
    request_id: UUID, body: ReasonIn, version: MaybeVersion, who: Reviewer, session: Changing
) -> RequestRow:
    """Stop work on a request: its pieces are left out of plans."""
    return review.hold(session, who, request_id, reason=body.reason, version=version)


@router.post("/{request_id}/resume", response_model=RequestOut)
def resume_request(
    request_id: UUID, version: MaybeVersion, who: Reviewer, session: Changing
) -> RequestRow:
    """Go on with a held request where it was."""
    return review.resume(session, who, request_id, version=version)


@router.post("/{request_id}/deliver", response_model=RequestOut)
def deliver_request(
    request_id: UUID, version: MaybeVersion, who: Reviewer, session: Changing
) -> RequestRow:
    """Hand a finished request over to its customer."""
    return review.deliver(session, who, request_id, version=version)
