"""A plan as people read it (names, local times, millimetres): what tables and pages show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from amcenter.planning.view import BuildView, PieceView, PlanView
from solver.builds import ScheduledBuild
from solver.problem import Problem
from solver.schedule import Schedule


@dataclass(frozen=True, slots=True)
class PieceNames:
    """What people call a piece besides its serial."""

    part: str
    part_name: str
    request: str = ""
    material: str = ""


@dataclass(frozen=True, slots=True)
class PlanNames:
    """What the plan itself does not know; ``builds`` holds their numbers, if they have any."""

    title: str
    status: str
    """A value of ``PlanStatus``."""
    zone: ZoneInfo
    machines: Mapping[str, str]
    pieces: Mapping[str, PieceNames]
    builds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PieceLine:
    """One piece in its build; ``number`` is what the picture of the platform shows."""

    number: int
    view: PieceView
    names: PieceNames
    height_mm: float
    finish: datetime
    due: datetime | None


@dataclass(frozen=True, slots=True)
class BuildLine:
    """One build with local times and names."""

    number: str
    view: BuildView
    build: ScheduledBuild
    """The same for the solver."""
    machine: str
    layer_um: int
    start: datetime
    print_start: datetime
    print_end: datetime
    cool_end: datetime
    end: datetime
    pieces: tuple[PieceLine, ...]

    @property
    def height_mm(self) -> float:
        return self.view.height_um / 1000

    @property
    def duration_s(self) -> int:
        return self.build.end_s - self.build.start_s

    @property
    def materials(self) -> str:
        """The materials of its pieces; nearly always one."""
        return ", ".join(sorted({piece.names.material for piece in self.pieces} - {""}))


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """Everything that tables and pages show of a plan; ``builds`` by machine and start."""

    names: PlanNames
    view: PlanView
    problem: Problem
    schedule: Schedule | None
    builds: tuple[BuildLine, ...]

    @property
    def late(self) -> list[tuple[BuildLine, PieceLine]]:
        """The pieces that miss their date, the latest first."""
        lines = [(line, piece) for line in self.builds for piece in line.pieces]
        late = [(line, piece) for line, piece in lines if piece.view.late_s]
        return sorted(late, key=lambda one: (-one[1].view.late_s, one[1].view.serial))


def plan_sheet(
    view: PlanView, problem: Problem, schedule: Schedule | None, names: PlanNames
) -> PlanSheet:
    """Return a plan as people read it; without a schedule it has no builds."""
    order = {machine.key: index for index, machine in enumerate(problem.machines)}
    scheduled = {build.key: build for build in schedule.builds} if schedule else {}
    chosen = sorted(view.builds, key=lambda one: (order[one.machine], one.start_at, one.key))
    lines = tuple(_line(problem, names, one, scheduled[one.key]) for one in chosen)
    return PlanSheet(names, view, problem, schedule, lines)


def _line(problem: Problem, names: PlanNames, view: BuildView, build: ScheduledBuild) -> BuildLine:
    zone = names.zone
    return BuildLine(
        number=names.builds.get(view.key, view.key),
        view=view,
        build=build,
        machine=names.machines.get(view.machine, view.machine),
        layer_um=problem.machine[view.machine].modes[view.build_key].layer_um,
        start=view.start_at.astimezone(zone),
        print_start=view.print_start_at.astimezone(zone),
        print_end=view.print_end_at.astimezone(zone),
        cool_end=view.cool_end_at.astimezone(zone),
        end=view.end_at.astimezone(zone),
        pieces=tuple(
            _piece(problem, names, number, piece)
            for number, piece in enumerate(view.pieces, start=1)
        ),
    )


def _piece(problem: Problem, names: PlanNames, number: int, view: PieceView) -> PieceLine:
    return PieceLine(
        number=number,
        view=view,
        names=names.pieces.get(view.serial, PieceNames(view.part, view.part)),
        height_mm=problem.orientation[view.serial, view.orientation].height_um / 1000,
        finish=view.finish_at.astimezone(names.zone),
        due=view.due_at.astimezone(names.zone) if view.due_at else None,
    )
