"""From the solver's answer to the view that people and programs read."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from amcenter.planning.problem.ways import figures, set_of
from amcenter.planning.view import BuildView, PieceView, PlanView, ProgressView, ReasonView
from amcenter.planning.wanted import FixedBuild, WantedPiece
from amcenter.planning.why import why_late
from amcenter.processes import PROCESSES
from amcenter.shop.shop import Shop
from amcenter.tables import MachineRow, ParameterSetRow
from solver.builds import Placement, ScheduledBuild
from solver.geometry.outline import area_um2
from solver.geometry.voxels import usable_mm3
from solver.machines import Platform, Shape
from solver.problem import Problem
from solver.result import Progress, Reason, Result
from solver.schedule import Schedule, orientations, ready_s, top_um


@dataclass(frozen=True)
class Answer:
    """Everything that the view of a plan is made of."""

    origin: datetime
    shop: Shop
    wanted: tuple[WantedPiece, ...]
    fixed: tuple[FixedBuild, ...]
    problem: Problem
    result: Result
    left_out: tuple[Reason, ...]

    @cached_property
    def piece(self) -> Mapping[str, WantedPiece]:
        return {piece.serial: piece for piece in self.wanted}

    @cached_property
    def fixed_build(self) -> Mapping[str, FixedBuild]:
        return {build.number: build for build in self.fixed}

    @cached_property
    def machine(self) -> Mapping[str, MachineRow]:
        return {machine.key: machine for machine in self.shop.machines}

    def at(self, second: int) -> datetime:
        return self.origin + timedelta(seconds=second)


def render(answer: Answer) -> PlanView:
    """Return the view of a solved plan."""
    result = answer.result
    builds = () if result.schedule is None else _builds(answer, result.schedule)
    final = result.history[-1] if result.history else None
    return PlanView(
        origin_at=answer.origin,
        status=result.status.value,
        stop_reason=result.stop_reason.value,
        seed=result.seed,
        objective=result.objective,
        lower_bound=result.lower_bound,
        gap=final.gap if final else None,
        terms=dict(result.terms),
        builds=tuple(builds),
        reasons=tuple(reason_view(reason) for reason in (*answer.left_out, *result.reasons)),
        history=tuple(map(_progress_view, result.history)),
    )


def reason_view(reason: Reason) -> ReasonView:
    """Return a reason whose facts name the piece, if it concerns one."""
    piece = {"piece": reason.piece} if reason.piece is not None else {}
    return ReasonView(reason.code, piece | dict(reason.facts))


def _progress_view(progress: Progress) -> ProgressView:
    return ProgressView(
        elapsed_s=round(progress.elapsed_s, 3),
        iterations=progress.iterations,
        objective=progress.objective,
        lower_bound=progress.lower_bound,
    )


def _builds(answer: Answer, schedule: Schedule) -> Iterable[BuildView]:
    for build in sorted(schedule.builds, key=lambda one: (one.start_s, one.machine)):
        yield _build_view(answer, schedule, build)


def _build_view(answer: Answer, schedule: Schedule, build: ScheduledBuild) -> BuildView:
    row = _parameter_set(answer, build)
    height_um = top_um(answer.problem, build)
    return BuildView(
        key=build.key,
        machine=build.machine,
        build_key=build.build_key,
        parameter_set=row.key,
        fixed=build.key in answer.fixed_build,
        start_at=answer.at(build.start_s),
        print_start_at=answer.at(build.print_start_s),
        print_end_at=answer.at(build.print_end_s),
        cool_end_at=answer.at(build.cool_end_s),
        end_at=answer.at(build.end_s),
        height_um=height_um,
        layers=-(-height_um // row.layer_um),
        utilisation=round(utilisation(answer.problem, build), 4),
        powder_g=round(_powder_g(answer, build, row, height_um), 1),
        pieces=tuple(_piece_view(answer, schedule, build, place) for place in build.placements),
        eligible=_eligible(answer.problem, build),
    )


def _eligible(problem: Problem, build: ScheduledBuild) -> tuple[str, ...]:
    able = {machine.key for machine in problem.machines if build.build_key in machine.modes}
    for key in build.pieces:
        able &= problem.piece[key].eligible
    return tuple(sorted(able))


def _parameter_set(answer: Answer, build: ScheduledBuild) -> ParameterSetRow:
    fixed = answer.fixed_build.get(build.key)
    if fixed is None:
        return set_of(answer.shop, answer.machine[build.machine], build.build_key)
    return next(row for row in answer.shop.parameter_sets if row.key == fixed.parameter_set)


def _piece_view(
    answer: Answer, schedule: Schedule, build: ScheduledBuild, place: Placement
) -> PieceView:
    piece = answer.problem.piece[place.piece]
    finish_s = ready_s(answer.problem, build) + piece.lead_s
    late_s = 0 if piece.due_s is None else max(finish_s - piece.due_s, 0)
    why = why_late(answer.problem, schedule, build, piece) if late_s else ()
    return PieceView(
        serial=piece.key,
        part=answer.piece[piece.key].part.key,
        orientation=place.orientation,
        x_um=place.x_um,
        y_um=place.y_um,
        z_um=place.z_um,
        angle_mdeg=place.angle_mdeg,
        finish_at=answer.at(finish_s),
        due_at=None if piece.due_s is None else answer.at(piece.due_s),
        late_s=late_s,
        why=tuple(reason_view(reason) for reason in why),
    )


def utilisation(problem: Problem, build: ScheduledBuild) -> float:
    """Return the share of the usable platform (volume, where pieces are stacked) that is filled."""
    platform = problem.machine[build.machine].platform
    standing = orientations(problem, build)
    if platform.stacked:
        return sum(one.volume_mm3 for one in standing) / usable_mm3(platform)
    return sum(area_um2(one.outline) for one in standing) / _usable_um2(platform)


def _usable_um2(platform: Platform) -> float:
    width_um = platform.width_um - 2 * platform.margin_um
    depth_um = platform.depth_um - 2 * platform.margin_um
    share = 1.0 if platform.shape is Shape.RECTANGLE else math.pi / 4
    return share * width_um * depth_um


def _powder_g(answer: Answer, build: ScheduledBuild, row: ParameterSetRow, height_um: int) -> float:
    machine = answer.machine[build.machine]
    process = PROCESSES[machine.process]
    parts = [(answer.piece[place.piece].part, place.orientation) for place in build.placements]
    return process.powder_g(
        [
            figures(part, process, one)
            for part, key in parts
            for one in part.document.orientations
            if one.key == key
        ],
        row.rates,
        platform_mm2=machine.width_mm * machine.depth_mm,
        top_mm=height_um / 1000,
        density_g_cm3=answer.shop.material[row.material_id].density_g_cm3,
    )
