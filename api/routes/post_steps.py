"""The post-processing steps with their hours and costs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import lists
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.estimates import post_steps
from amcenter.paging import Page
from amcenter.tables import PostStepRow
from api.dependencies import BaseVersion, Changing, OnlyOnce, Reading, may, tagged
from api.schemas.base import PageOut
from api.schemas.prices import PostStepChangesIn, PostStepIn, PostStepOut, PostStepsQuery

router = APIRouter(prefix="/post-steps", tags=["prices"])

Reader = Annotated[Principal, may(Action.PRICE_SEE)]
Writer = Annotated[Principal, may(Action.SHOP_WRITE)]


@router.get("", response_model=PageOut[PostStepOut])
def list_post_steps(
    asked: Annotated[PostStepsQuery, Query()], who: Reader, session: Reading
) -> Page[PostStepRow]:
    """List post-processing steps."""
    return lists.prices(session, who, PostStepRow, asked.wanted, asked.filters)


@router.post("", status_code=201)
def create_post_step(
    body: PostStepIn, who: Writer, session: Changing, once: OnlyOnce
) -> PostStepOut:
    """Add a post-processing step."""
    row = PostStepRow(**body.model_dump())
    return once.answer(PostStepOut, lambda: post_steps.create_post_step(session, who, row))


@router.get("/{post_step_id}", response_model=PostStepOut)
def get_post_step(
    post_step_id: UUID, response: Response, who: Reader, session: Reading
) -> PostStepRow:
    """See a post-processing step."""
    return tagged(response, post_steps.get_post_step(session, who, post_step_id))


@router.patch("/{post_step_id}", response_model=PostStepOut)
def edit_post_step(
    post_step_id: UUID,
    body: PostStepChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> PostStepRow:
    """Change a post-processing step."""
    changes = body.model_dump(exclude_unset=True)
    return tagged(
        response, post_steps.edit_post_step(session, who, post_step_id, version, **changes)
    )


@router.delete("/{post_step_id}", status_code=204)
def remove_post_step(post_step_id: UUID, who: Writer, session: Changing) -> None:
    """Take a post-processing step away; a less exact one may apply then."""
    post_steps.remove_post_step(session, who, post_step_id)
