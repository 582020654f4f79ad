"""``amcenter plan``: from files to build schedules, without server and database."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from amcenter.cli.notes import Notes
from amcenter.cli.progress import Bars
from amcenter.cli.report import print_json, print_report
from amcenter.cli.sentences import FOUND, language, say
from amcenter.cli.solving import solve
from amcenter.clock import now
from amcenter.config import Settings, read_settings
from amcenter.errors import BadInput
from amcenter.exports.builds import PartFile
from amcenter.exports.folder import write_folder
from amcenter.exports.schedule_json import schedule_json
from amcenter.exports.sheet import PlanNames, PlanSheet, plan_sheet
from amcenter.intake.limits import Limits
from amcenter.messages import Message
from amcenter.offline.analysing import analyse_files
from amcenter.offline.files import WantedFile, Wishes, wanted_files
from amcenter.offline.moments import begin_of, end_of
from amcenter.offline.pieces import Analysed, names_of, wanted_pieces
from amcenter.planning.problem import build_problem
from amcenter.planning.render import Answer, render
from amcenter.planning.view import PlanView
from amcenter.planning.wanted import WantedPiece
from amcenter.shop.catalogue import read_catalogue, shipped
from amcenter.shop.shop import Shop, shop_from
from amcenter.tables import OrientationPolicy, PlanStatus


def plan(
    parts: Annotated[
        list[Path], typer.Argument(help="STL, 3MF or OBJ files, and folders of them.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for the plan; it is made if needed.")],
    machines: Annotated[
        Path | None, typer.Option(help="Machines (TOML); default: those of the demo centre.")
    ] = None,
    quantity: Annotated[int, typer.Option(min=1, max=10_000, help="Pieces of each part.")] = 1,
    material: Annotated[
        str | None, typer.Option(help="Key of the material; default: the first of the machines.")
    ] = None,
    orientation: Annotated[
        OrientationPolicy, typer.Option(help="How parts may be turned.")
    ] = OrientationPolicy.FREE,
    unit: Annotated[str | None, typer.Option(help="mm, cm, m or inch; default: by size.")] = None,
    due: Annotated[str | None, typer.Option(help="When everything is wanted.")] = None,
    start: Annotated[str | None, typer.Option(help="When the plan begins; default: now.")] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long to search.")] = 30,
    seed: Annotated[int, typer.Option(min=0, help="Of the search.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Plan files on disk: measure them, nest them, schedule their builds.

    A folder with a parts.toml says itself which files count, of what material and how many.
    """
    settings, notes = read_settings(), Notes()
    zone = ZoneInfo(settings.zone)
    origin = begin_of(start, zone) if start else now().replace(microsecond=0)
    usual = Wishes(quantity=quantity, material=material, orientation_policy=orientation, unit=unit)
    shop = shop_from(read_catalogue(machines) if machines else shipped())
    files = wanted_files(parts, usual)
    out.mkdir(parents=True, exist_ok=True)
    with Bars() as bars:
        analysed = _analysed(files, settings, bars, notes)
        notes.doubtful(shop, analysed)
        wanted = wanted_pieces(
            shop, analysed, origin=origin, due=end_of(due, zone) if due else None
        )
        answer = _answer(shop, wanted, origin, seconds=seconds, seed=seed, bars=bars)
        sheet = _sheet(answer, analysed, zone)
        _write(out, sheet, answer, analysed, notes, bars)
    (print_json if as_json else print_report)(sheet, out, notes.kept)
    if len(analysed) < len(files) or sheet.view.reasons or not sheet.builds:
        raise typer.Exit(FOUND)


def _analysed(
    files: Sequence[WantedFile], settings: Settings, bars: Bars, notes: Notes
) -> list[Analysed]:
    """Return the readable files."""
    seconds = settings.analysis_seconds
    limits = Limits(settings.analysis_memory_mb, cpu_s=seconds, wall_s=seconds)
    with bars.counting("step_measure", len(files)) as done:
        outcomes = analyse_files(files, limits=limits, cores=settings.cores, done=done)
    found = []
    for file, outcome in zip(files, outcomes, strict=True):
        if isinstance(outcome, Message):
            notes.skipped(file, outcome)
        else:
            found.append(Analysed(file, outcome))
    if not found:
        raise BadInput("nothing_to_plan")
    return found


def _answer(
    shop: Shop,
    wanted: Sequence[WantedPiece],
    origin: datetime,
    *,
    seconds: float,
    seed: int,
    bars: Bars,
) -> Answer:
    problem, left_out = build_problem(shop, wanted, origin=origin)
    solved = solve(problem, seconds=seconds, seed=seed, bars=bars)
    return Answer(
        origin=origin,
        shop=shop,
        wanted=tuple(wanted),
        fixed=(),
        problem=solved.problem,
        result=solved.result,
        left_out=(*left_out, *solved.left_out),
    )


def _sheet(answer: Answer, analysed: Sequence[Analysed], zone: ZoneInfo) -> PlanSheet:
    view = render(answer)
    for reason in view.reasons:
        say(Message(reason.code, reason.params), style="yellow")
    names = PlanNames(
        title=answer.origin.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        status=PlanStatus.PROPOSED if view.builds else PlanStatus.IMPOSSIBLE,
        zone=zone,
        machines={machine.key: machine.name for machine in answer.shop.machines},
        pieces=names_of(answer.shop, analysed, answer.wanted),
        builds=_numbers(view),
    )
    return plan_sheet(view, answer.problem, answer.result.schedule, names)


def _numbers(view: PlanView) -> dict[str, str]:
    """Return numbers for the builds in the order of their start."""
    return {build.key: f"B-{number:03}" for number, build in enumerate(view.builds, start=1)}


def _write(
    out: Path,
    sheet: PlanSheet,
    answer: Answer,
    analysed: Sequence[Analysed],
    notes: Notes,
    bars: Bars,
) -> None:
    sources = {one.file.key: PartFile(one.file.path, one.document) for one in analysed}
    with bars.counting("step_write", len(sheet.builds)) as done:
        write_folder(
            out,
            sheet,
            schedule_json(answer.problem, answer.result),
            sources,
            language=language(),
            notes=notes.kept,
            done=done,
        )
