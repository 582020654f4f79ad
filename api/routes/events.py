"""What happened: as a list, and live (Server-Sent Events)."""

from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from amcenter import event_log
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.tables import EventRow, TaskRow
from api.dependencies import Reading, may
from api.schemas.base import PageOut
from api.schemas.events import EventOut, EventsQuery, TaskOut
from api.stream import Feed, Item

router = APIRouter(prefix="/events", tags=["events"])

Reader = Annotated[Principal, may(Action.EVENT_SEE)]


async def the_feed(request: Request) -> Feed:
    feed: Feed = request.app.state.feed
    return feed


@router.get("", response_model=PageOut[EventOut])
def list_events(
    asked: Annotated[EventsQuery, Query()], who: Reader, session: Reading
) -> Page[EventRow]:
    """List what happened, newest first; engineers see their own customer's matters."""
    return event_log.listed(session, who, asked.wanted, asked.filters)


@router.get("/stream", response_class=EventSourceResponse)
async def stream_events(
    who: Reader,
    feed: Annotated[Feed, Depends(the_feed)],
    last_event_id: Annotated[
        int | None, Header(ge=0, le=2**53, description="Go on after this event")
    ] = None,
) -> AsyncIterable[ServerSentEvent]:
    """Follow what happens; a stream ends after ten minutes, then come back with Last-Event-ID.

    Events have their kind as name and an `EventOut` as data; `task.progress` (a `TaskOut`, for
    people of the centre) has no id and is not repeated.
    """
    async for item in feed.listen(who, last_event_id):
        yield _sent(item)


def _sent(item: Item) -> ServerSentEvent:
    if isinstance(item, TaskRow):
        task = TaskOut.model_validate(item)
        return ServerSentEvent(event="task.progress", raw_data=task.model_dump_json())
    event = EventOut.model_validate(item)
    return ServerSentEvent(event=event.kind, id=str(event.id), raw_data=event.model_dump_json())
