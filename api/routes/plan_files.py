"""A plan to look at and to take along: page, pictures, tables."""

from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.exports.drawings import gantt
from amcenter.exports.sheet import PlanSheet
from amcenter.exports.tables_csv import parts_csv, schedule_csv
from amcenter.pages.plan_page import plan_page
from amcenter.plan_sheets import sheet_of
from amcenter.planning.access import plan_for
from api.dependencies import OpenCentre, Reading, may
from api.language import language_of
from api.sending import CSV, HTML, NOT_YET, SVG, picture, table, with_content

router = APIRouter(prefix="/plans/{plan_id}", tags=["plans"])

Reader = Annotated[Principal, may(Action.PLAN_SEE)]


def plan_as_sheet(plan_id: UUID, who: Reader, centre: OpenCentre, session: Reading) -> PlanSheet:
    plan = plan_for(session, who, plan_id)
    return sheet_of(session, centre.files, plan, ZoneInfo(centre.settings.zone))


Sheet = Annotated[PlanSheet, Depends(plan_as_sheet)]


@router.get("/page", response_class=Response, responses=with_content(HTML) | NOT_YET)
def show_plan_page(plan_id: UUID, request: Request, sheet: Sheet) -> Response:
    """Show a plan on one page: figures, Gantt, platforms with numbered pieces, late pieces."""
    return picture(plan_page(sheet, language_of(request)), HTML)


@router.get("/gantt.svg", response_class=Response, responses=with_content(SVG) | NOT_YET)
def draw_plan_gantt(plan_id: UUID, request: Request, sheet: Sheet) -> Response:
    """Draw the machines over time."""
    return picture(gantt(sheet, language_of(request)), SVG)


@router.get("/schedule.csv", response_class=Response, responses=with_content(CSV) | NOT_YET)
def download_plan_builds(plan_id: UUID, request: Request, sheet: Sheet) -> Response:
    """Download one row per build."""
    return table(schedule_csv(sheet, language_of(request)), f"{sheet.names.title}.csv")


@router.get("/parts.csv", response_class=Response, responses=with_content(CSV) | NOT_YET)
def download_plan_pieces(plan_id: UUID, request: Request, sheet: Sheet) -> Response:
    """Download one row per piece."""
    return table(parts_csv(sheet, language_of(request)), f"{sheet.names.title}-parts.csv")
