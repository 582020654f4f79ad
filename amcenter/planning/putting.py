"""The builds of a published plan as rows; one that the plan before had too keeps its number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from sqlmodel import Session, col, delete, select

from amcenter.accounts.principal import Principal
from amcenter.edits import apply
from amcenter.events import record
from amcenter.numbers import next_number
from amcenter.planning.view import BuildView, PieceView
from amcenter.production.moves import BUILD
from amcenter.requests.pieces import move_piece
from amcenter.tables import (
    BuildRow,
    BuildStatus,
    MachineRow,
    ParameterSetRow,
    PieceRow,
    PlacementRow,
    PlanRow,
)

Content = tuple[UUID, frozenset[str]]
"""The machine of a build and the serials of its pieces."""


@dataclass(frozen=True, slots=True)
class Puts:
    """What putting a plan needs: the centre's names, and the builds of the plan before."""

    machines: Mapping[str, UUID]
    parameter_sets: Mapping[str, UUID]
    old: dict[Content, BuildRow]

    @classmethod
    def of(cls, session: Session) -> Self:
        return cls(
            machines=dict(session.exec(select(MachineRow.key, MachineRow.id)).all()),
            parameter_sets=dict(
                session.exec(select(ParameterSetRow.key, ParameterSetRow.id)).all()
            ),
            old=_old_builds(session),
        )


def put_build(
    session: Session, plan: PlanRow, view: BuildView, free: Mapping[str, PieceRow], puts: Puts
) -> BuildRow:
    """Store a build with its placements and give it its pieces."""
    machine_id = puts.machines[view.machine]
    values = _values(plan, view, machine_id, puts.parameter_sets[view.parameter_set])
    build = puts.old.pop((machine_id, frozenset(piece.serial for piece in view.pieces)), None)
    if build is None:
        build = BuildRow.model_validate({"number": next_number(session, "B"), **values})
        session.add(build)
        session.flush()
    else:
        apply(session, build, values, version=None)
        session.exec(delete(PlacementRow).where(col(PlacementRow.build_id) == build.id))
    for place in view.pieces:
        _put_piece(session, build, place, free[place.serial])
    return build


def drop_old_builds(session: Session, who: Principal, plan: PlanRow, puts: Puts) -> None:
    """Cancel the builds that the plan does not have any more."""
    for build in puts.old.values():
        status = BUILD.after("cancel", build.status, number=build.number)
        apply(session, build, {"status": status}, version=None)
        data = {"number": build.number, "plan": plan.number}
        record(session, "build.dropped", who=who, subject_id=build.id, data=data)


def _old_builds(session: Session) -> dict[Content, BuildRow]:
    statement = (
        select(BuildRow, PieceRow.serial)
        .join(PlacementRow, col(PlacementRow.build_id) == BuildRow.id)
        .join(PieceRow, col(PlacementRow.piece_id) == PieceRow.id)
        .where(BuildRow.status == BuildStatus.PLANNED)
    )
    rows: dict[UUID, BuildRow] = {}
    serials: dict[UUID, set[str]] = {}
    for build, serial in session.exec(statement):
        rows[build.id] = build
        serials.setdefault(build.id, set()).add(serial)
    return {(row.machine_id, frozenset(serials[row.id])): row for row in rows.values()}


def _values(
    plan: PlanRow, view: BuildView, machine_id: UUID, parameter_set_id: UUID
) -> Mapping[str, object]:
    return {
        "plan_id": plan.id,
        "key": view.key,
        "machine_id": machine_id,
        "parameter_set_id": parameter_set_id,
        "build_key": view.build_key,
        "start_at": view.start_at,
        "print_start_at": view.print_start_at,
        "print_end_at": view.print_end_at,
        "cool_end_at": view.cool_end_at,
        "end_at": view.end_at,
        "height_um": view.height_um,
        "layers": view.layers,
        "utilisation": view.utilisation,
        "powder_g": view.powder_g,
    }


def _put_piece(session: Session, build: BuildRow, place: PieceView, piece: PieceRow) -> None:
    move_piece(piece, "plan")
    piece.build_id, piece.finish_at = build.id, place.finish_at
    session.add(
        PlacementRow(
            build_id=build.id,
            piece_id=piece.id,
            orientation=place.orientation,
            x_um=place.x_um,
            y_um=place.y_um,
            z_um=place.z_um,
            angle_mdeg=place.angle_mdeg,
        )
    )
