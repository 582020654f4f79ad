"""A stored plan with the names that people know, ready for tables, pictures and pages."""

import gzip
import json
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.exports.sheet import BuildLine, PieceNames, PlanNames, PlanSheet, plan_sheet
from amcenter.intake.files import FileStore
from amcenter.planning.answers import require_answer, view_of
from amcenter.production.builds import build_for
from amcenter.tables import (
    BuildRow,
    MachineRow,
    MaterialRow,
    PartRow,
    PieceRow,
    PlanRow,
    RequestRow,
)
from solver.instances import from_json
from solver.problem import Problem
from solver.result import Result
from solver.schedule import Schedule


def sheet_of(session: Session, files: FileStore, plan: PlanRow, zone: ZoneInfo) -> PlanSheet:
    """Return a plan that has an answer, in the local time of ``zone``."""
    view = view_of(files, plan)
    names = PlanNames(
        title=plan.number,
        status=plan.status.value,
        zone=zone,
        machines=dict(session.exec(select(MachineRow.key, MachineRow.name)).all()),
        pieces=_piece_names(session, {piece.serial for one in view.builds for piece in one.pieces}),
        builds=_build_numbers(session, plan),
    )
    return plan_sheet(view, _problem(files, plan), _schedule(files, plan), names)


def build_sheet(
    session: Session, who: Principal, files: FileStore, build_id: UUID, zone: ZoneInfo
) -> tuple[PlanSheet, BuildLine]:
    """Return a build that ``who`` may see, with a sheet that shows nothing else."""
    build = build_for(session, who, build_id)
    plan = session.get_one(PlanRow, build.plan_id)
    sheet = sheet_of(session, files, plan, zone)
    line = next(line for line in sheet.builds if line.view.key == build.key)
    return replace(sheet, builds=(line,)), line


def _problem(files: FileStore, plan: PlanRow) -> Problem:
    stored = files.path(require_answer(plan, plan.problem_sha256)).read_bytes()
    return from_json(Problem, gzip.decompress(stored))


def _schedule(files: FileStore, plan: PlanRow) -> Schedule | None:
    stored = files.path(require_answer(plan, plan.result_sha256)).read_bytes()
    result = json.dumps(json.loads(gzip.decompress(stored))["result"]).encode()
    return from_json(Result, result).schedule


def _piece_names(session: Session, serials: set[str]) -> dict[str, PieceNames]:
    statement = (
        select(PieceRow, PartRow, RequestRow, MaterialRow)
        .join(PartRow, col(PieceRow.part_id) == PartRow.id)
        .join(RequestRow, col(PartRow.request_id) == RequestRow.id)
        .join(MaterialRow, col(PartRow.material_id) == MaterialRow.id)
        .where(col(PieceRow.serial).in_(serials))
    )
    return {
        piece.serial: PieceNames(part.number, part.name, request.number, material.name)
        for piece, part, request, material in session.exec(statement)
    }


def _build_numbers(session: Session, plan: PlanRow) -> dict[str, str]:
    statement = select(BuildRow.key, BuildRow.number).where(BuildRow.plan_id == plan.id)
    return dict(session.exec(statement).all())
