"""A plan small enough to be checked by hand: boxes of 30 x 20 x 10 mm on one machine.

They stand on their largest side. The machine exposes 5 mm³/s and needs 10 s for each layer of
50 µm; set-up takes 1 h, unloading 0.5 h, somebody is always there. A build of n pieces therefore
builds for n · 1200 s + 2000 s.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from amcenter.exports.builds import PartFile
from amcenter.exports.sheet import PieceNames, PlanNames, PlanSheet, plan_sheet
from amcenter.intake.document import analyse_file
from amcenter.planning.problem import build_problem
from amcenter.planning.render import Answer, render
from amcenter.planning.wanted import WantedPart, WantedPiece
from solver.builds import Placement, ScheduledBuild
from solver.problem import Problem
from solver.result import Progress, Reason, Result, Status, StopReason
from solver.schedule import Schedule
from tests.amcenter.people import small_floor
from tests.amcenter.shapes import box, stl

HOUR = 3600
ORIGIN = datetime(2026, 3, 2, tzinfo=UTC)
"""06:00 in Omsk."""
OMSK = ZoneInfo("Asia/Omsk")


def box_file(folder: Path, *, moved: tuple[float, float, float] = (0, 0, 0)) -> PartFile:
    """Return an analysed box, drawn somewhere."""
    path = folder / "box.stl"
    triangles = [
        tuple(tuple(value + by for value, by in zip(point, moved, strict=True)) for point in face)
        for face in box(30, 20, 10)
    ]
    path.write_bytes(stl(triangles))
    return PartFile(path, analyse_file(path, path.name, "mm"))


def wanted(
    source: PartFile,
    count: int,
    *,
    due_h: float | None = None,
    orientation: str | None = None,
) -> list[WantedPiece]:
    part = WantedPart(
        key="P-1",
        document=source.document,
        material_id=small_floor().material.id,
        file=source.path,
        orientation=orientation,
    )
    due = None if due_h is None else ORIGIN + timedelta(hours=due_h)
    return [WantedPiece(f"P-1-{number:03}", part, due_at=due) for number in range(1, count + 1)]


def build(problem: Problem, *placements: Placement, start_h: float = 2) -> ScheduledBuild:
    start_s, building_s = int(start_h * HOUR), 1200 * len(placements) + 2000
    return ScheduledBuild(
        key="b1",
        machine="small-1",
        build_key=problem.pieces[0].build_key,
        placements=placements,
        start_s=start_s,
        print_start_s=start_s + HOUR,
        print_end_s=start_s + HOUR + building_s,
        cool_end_s=start_s + HOUR + building_s,
        end_s=start_s + HOUR + building_s + HOUR // 2,
    )


def result(problem: Problem, *builds: ScheduledBuild) -> Result:
    return Result(
        status=Status.FEASIBLE,
        schedule=Schedule(builds) if builds else None,
        terms={"tardiness": 0, "makespan": 20 * HOUR} if builds else {},
        objective=120 if builds else None,
        lower_bound=90,
        history=(Progress(1.0, 10, 120 if builds else None, 90, 0.5),),
        seed=7,
        stop_reason=StopReason.LIMIT,
    )


NAMES = PlanNames(
    title="PL-2026-0001",
    status="proposed",
    zone=OMSK,
    machines={"small-1": "Малая № 1"},
    pieces={f"P-1-00{n}": PieceNames("P-1", "Кронштейн", "R-2026-0001", "316L") for n in (1, 2)},
    builds={"b1": "B-2026-0001"},
)


def sheet_of(
    pieces: list[WantedPiece],
    *placements: Placement,
    names: PlanNames = NAMES,
    left_out: tuple[Reason, ...] = (),
) -> PlanSheet:
    """Return a plan with one build that begins at hour 2, or without any."""
    shop = small_floor().shop
    material = shop.materials[0]
    pieces = [replace(one, part=replace(one.part, material_id=material.id)) for one in pieces]
    problem, _ = build_problem(shop, pieces, origin=ORIGIN)
    chosen = result(problem, *([build(problem, *placements)] if placements else []))
    answer = Answer(ORIGIN, shop, tuple(pieces), (), problem, chosen, left_out)
    return plan_sheet(render(answer), problem, chosen.schedule, names)


FLAT = "z+"
TWO_PLACES = (
    Placement("P-1-001", FLAT, 40_500, 20_000, 0, 95_000),
    Placement("P-1-002", FLAT, 50_000, 40_000, 0, 5_000),
)


def two_pieces(folder: Path, *, due_h: float | None = None) -> PlanSheet:
    """Return a plan with one build of two pieces: 2 · 1200 s + 2000 s of building."""
    return sheet_of(wanted(box_file(folder), 2, due_h=due_h), *TWO_PLACES)


def renamed(sheet: PlanSheet, name: str) -> PlanSheet:
    """Return the same plan with every part called ``name``."""
    pieces = {serial: PieceNames("P-1", name, "R-1", "316L") for serial in NAMES.pieces}
    names = replace(NAMES, pieces=pieces)
    return plan_sheet(sheet.view, sheet.problem, sheet.schedule, names)
