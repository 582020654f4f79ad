"""When people are there."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from amcenter import lists, rows
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.shop import working_calendars
from amcenter.tables import CalendarRow
from api.dependencies import BaseVersion, Changing, OnlyOnce, Reading, may, tagged
from api.schemas.base import PageOut
from api.schemas.calendars import CalendarChangesIn, CalendarIn, CalendarOut, CalendarsQuery

router = APIRouter(prefix="/calendars", tags=["calendars"])

Reader = Annotated[Principal, may(Action.SHOP_SEE)]
Writer = Annotated[Principal, may(Action.SHOP_WRITE)]


@router.get("", response_model=PageOut[CalendarOut])
def list_calendars(
    asked: Annotated[CalendarsQuery, Query()], who: Reader, session: Reading
) -> Page[CalendarRow]:
    """List calendars."""
    return lists.shop(session, who, CalendarRow, asked.wanted, asked.filters)


@router.post("", status_code=201)
def create_calendar(
    body: CalendarIn, who: Writer, session: Changing, once: OnlyOnce
) -> CalendarOut:
    """Add a calendar."""
    row = CalendarRow(**body.model_dump())
    return once.answer(CalendarOut, lambda: working_calendars.create_calendar(session, who, row))


@router.get("/{calendar_id}", response_model=CalendarOut)
def get_calendar(
    calendar_id: UUID, response: Response, who: Reader, session: Reading
) -> CalendarRow:
    """See a calendar."""
    return tagged(response, rows.get(session, CalendarRow, calendar_id))


@router.patch("/{calendar_id}", response_model=CalendarOut)
def edit_calendar(
    calendar_id: UUID,
    body: CalendarChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> CalendarRow:
    """Change a calendar."""
    changes = body.model_dump(exclude_unset=True)
    return tagged(
        response, working_calendars.edit_calendar(session, who, calendar_id, version, **changes)
    )
