"""What the database wants built now: the rows from which a plan run starts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from amcenter.planning.inputs import PartInput, PieceInput, Wishes
from amcenter.planning.plans import locks_of
from amcenter.planning.wanted import FixedBuild, StandingAt, WantedLock
from amcenter.tables import (
    BuildRow,
    BuildStatus,
    CustomerRow,
    FileRow,
    LockRow,
    MachineRow,
    ParameterSetRow,
    PartRow,
    PieceRow,
    PieceStatus,
    PlacementRow,
    PlanRow,
    RequestRow,
    RequestStatus,
)
from solver.builds import Placement

FIXED = (BuildStatus.RELEASED, BuildStatus.RUNNING, BuildStatus.COOLING)
"""Builds that no plan changes and that still need their machine."""
OPEN_REQUESTS = (RequestStatus.ACCEPTED, RequestStatus.IN_PRODUCTION)
OPEN_PIECES = (PieceStatus.UNPLANNED, PieceStatus.PLANNED)


class Found(NamedTuple):
    """A piece with the rows it belongs to."""

    piece: PieceRow
    part: PartRow
    request: RequestRow


def wishes_for(session: Session, plan: PlanRow, *, zone: ZoneInfo) -> Wishes:
    """Return everything that the plan must contain; due dates end in ``zone``."""
    builds = _fixed_builds(session)
    held = _placed(session, [build.id for build in builds])
    found = [*free_pieces(session), *_held_pieces(session, builds)]
    machines = _machine_keys(session)
    standing = _standing(session, machines)
    return Wishes(
        origin_at=plan.origin_at,
        parts=tuple(_parts(session, found)),
        pieces=tuple(_piece(one, zone, standing.get(one.piece.id)) for one in found),
        fixed=tuple(_fixed(session, build, held[build.id]) for build in builds),
        locks=tuple(_lock(lock, machines) for lock in locks_of(session, plan.id)),
        weights=plan.weights,
    )


def free_pieces(session: Session) -> list[Found]:
    """Return the pieces that a plan may put anywhere: wanted, and in no fixed build."""
    statement = (
        _found()
        .outerjoin(BuildRow, col(PieceRow.build_id) == BuildRow.id)
        .where(col(PieceRow.status).in_(OPEN_PIECES))
        .where(col(RequestRow.status).in_(OPEN_REQUESTS))
        .where(col(BuildRow.id).is_(None) | (col(BuildRow.status) == BuildStatus.PLANNED))
    )
    return [Found(*row) for row in session.exec(statement)]


def _held_pieces(session: Session, builds: Sequence[BuildRow]) -> list[Found]:
    statement = (
        _found()
        .join(PlacementRow, col(PlacementRow.piece_id) == PieceRow.id)
        .where(col(PlacementRow.build_id).in_([build.id for build in builds]))
    )
    return [Found(*row) for row in session.exec(statement)]


def _found() -> Select[PieceRow, PartRow, RequestRow]:
    return (
        select(PieceRow, PartRow, RequestRow)
        .join(PartRow, col(PieceRow.part_id) == PartRow.id)
        .join(RequestRow, col(PartRow.request_id) == RequestRow.id)
        .order_by(col(PieceRow.serial))
    )


def _fixed_builds(session: Session) -> Sequence[BuildRow]:
    statement = select(BuildRow).where(col(BuildRow.status).in_(FIXED))
    return session.exec(statement.order_by(col(BuildRow.number))).all()


def _placed(session: Session, builds: Sequence[UUID]) -> Mapping[UUID, list[Placement]]:
    statement = (
        select(PlacementRow, PieceRow.serial)
        .join(PieceRow, col(PlacementRow.piece_id) == PieceRow.id)
        .where(col(PlacementRow.build_id).in_(builds))
        .order_by(col(PieceRow.serial))
    )
    placed: dict[UUID, list[Placement]] = {build: [] for build in builds}
    for row, serial in session.exec(statement):
        place = Placement(serial, row.orientation, row.x_um, row.y_um, row.z_um, row.angle_mdeg)
        placed[row.build_id].append(place)
    return placed


def _fixed(session: Session, build: BuildRow, placements: Iterable[Placement]) -> FixedBuild:
    return FixedBuild(
        number=build.number,
        machine=session.get_one(MachineRow, build.machine_id).key,
        build_key=build.build_key,
        parameter_set=session.get_one(ParameterSetRow, build.parameter_set_id).key,
        status=build.status,
        start_at=build.start_at,
        print_start_at=build.print_start_at,
        print_end_at=build.print_end_at,
        cool_end_at=build.cool_end_at,
        end_at=build.end_at,
        started_at=build.started_at,
        placements=tuple(placements),
    )


def _machine_keys(session: Session) -> Mapping[UUID, str]:
    return dict(session.exec(select(MachineRow.id, MachineRow.key)).all())


def _standing(session: Session, machines: Mapping[UUID, str]) -> Mapping[UUID, StandingAt]:
    """Return where the published plan has the pieces that it may still move."""
    statement = (
        select(PieceRow.id, BuildRow.machine_id, PieceRow.finish_at)
        .join(BuildRow, col(PieceRow.build_id) == BuildRow.id)
        .where(BuildRow.status == BuildStatus.PLANNED)
    )
    return {
        piece: StandingAt(machines[machine], finish_at)
        for piece, machine, finish_at in session.exec(statement)
        if finish_at is not None
    }


def _parts(session: Session, found: Iterable[Found]) -> Iterator[PartInput]:
    rows = {one.part.id: one for one in found}
    for _, part, request in rows.values():
        assert part.document_sha256 is not None
        assert part.material_id is not None
        customer = session.get_one(CustomerRow, request.customer_id)
        yield PartInput(
            key=part.number,
            document_sha256=part.document_sha256,
            file_sha256=session.get_one(FileRow, part.file_id).sha256,
            material_id=part.material_id,
            process=part.process,
            quality_class=part.quality_class,
            policy=part.orientation_policy,
            orientation=part.orientation,
            lead_s=part.lead_s,
            segregated=customer.id if customer.segregated else None,
        )


def _piece(one: Found, zone: ZoneInfo, standing: StandingAt | None) -> PieceInput:
    return PieceInput(
        serial=one.piece.serial,
        part=one.part.number,
        due_at=due_at(one.request, zone),
        weight=one.request.priority,
        standing=standing,
    )


def due_at(request: RequestRow, zone: ZoneInfo) -> datetime:
    """Return what the plan works towards: the centre's target, or the end of the day of need."""
    if request.internal_target_at is not None:
        return request.internal_target_at
    return datetime.combine(request.need_by + timedelta(days=1), time(), zone).astimezone(UTC)


def _lock(lock: LockRow, machines: Mapping[UUID, str]) -> WantedLock:
    return WantedLock(
        pieces=tuple(lock.pieces),
        machine=None if lock.machine_id is None else machines[lock.machine_id],
        start_at=lock.start_at,
        placements=tuple(Placement(**place) for place in lock.placements),
        closed=lock.closed,
    )
