"""Builds of published plans, and what the floor reports about them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import lists
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.production import builds
from amcenter.tables import BuildRow
from api.dependencies import Changing, MaybeVersion, Reading, may, tagged
from api.schemas.base import PageOut
from api.schemas.plans import BuildOut, BuildsQuery, FailureIn
from api.schemas.requests import ReasonIn

router = APIRouter(prefix="/builds", tags=["builds"])

Reader = Annotated[Principal, may(Action.BUILD_SEE)]
Planner = Annotated[Principal, may(Action.BUILD_RELEASE)]
Floor = Annotated[Principal, may(Action.BUILD_RUN)]


@router.get("", response_model=PageOut[BuildOut])
def list_builds(
    asked: Annotated[BuildsQuery, Query()], who: Reader, session: Reading
) -> Page[BuildRow]:
    """List builds by their start."""
    return lists.builds(session, who, asked.wanted, asked.filters)


@router.get("/{build_id}", response_model=BuildOut)
def get_build(build_id: UUID, response: Response, who: Reader, session: Reading) -> BuildRow:
    """See a build."""
    return tagged(response, builds.build_for(session, who, build_id))


@router.post("/{build_id}/release", response_model=BuildOut)
def release_build(
    build_id: UUID, version: MaybeVersion, who: Planner, session: Changing
) -> BuildRow:
    """Hand a build to the floor: no later plan changes it."""
    return builds.release(session, who, build_id, version=version)


@router.post("/{build_id}/start", response_model=BuildOut)
def start_build(build_id: UUID, version: MaybeVersion, who: Floor, session: Changing) -> BuildRow:
    """Report that the machine began."""
    return builds.start(session, who, build_id, version=version)


@router.post("/{build_id}/finish", response_model=BuildOut)
def finish_build(build_id: UUID, version: MaybeVersion, who: Floor, session: Changing) -> BuildRow:
    """Report that the last layer is done and the build cools down."""
    return builds.finish_building(session, who, build_id, version=version)


@router.post("/{build_id}/unload", response_model=BuildOut)
def unload_build(build_id: UUID, version: MaybeVersion, who: Floor, session: Changing) -> BuildRow:
    """Report that the machine is empty again."""
    return builds.unload(session, who, build_id, version=version)


@router.post("/{build_id}/complete", response_model=BuildOut)
def complete_build(
    build_id: UUID, version: MaybeVersion, who: Floor, session: Changing
) -> BuildRow:
    """Declare all pieces of an unloaded build good."""
    return builds.complete(session, who, build_id, version=version)


@router.post("/{build_id}/fail", response_model=BuildOut)
def fail_build(
    build_id: UUID, body: FailureIn, version: MaybeVersion, who: Floor, session: Changing
) -> BuildRow:
    """Report that a build went wrong; pieces that did not survive are made again."""
    return builds.fail(
        session, who, build_id, reason=body.reason, surviving=body.surviving, version=version
    )


@router.post("/{build_id}/cancel", response_model=BuildOut)
def cancel_build(
    build_id: UUID, body: ReasonIn, version: MaybeVersion, who: Planner, session: Changing
) -> BuildRow:
    """Give up a build that has not begun; its pieces wait for the next plan."""
    return builds.cancel(session, who, build_id, reason=body.reason, version=version)
