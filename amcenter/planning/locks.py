"""Decisions of people that the run of a draft plan keeps."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput, Conflict, NotFound
from amcenter.events import record
from amcenter.planning.access import plan_for
from amcenter.planning.plans import locks_of
from amcenter.tables import LockRow, MachineRow, PieceRow, PlanRow, PlanStatus
from amcenter.tables.columns import JsonObject
from solver.builds import Placement


def add_lock(
    session: Session,
    who: Principal,
    plan_id: UUID,
    *,
    pieces: Sequence[str],
    machine_id: UUID | None = None,
    start_at: datetime | None = None,
    placements: Sequence[Placement] = (),
    closed: bool = False,
) -> LockRow:
    """Keep pieces together in one build; if given, on this machine, from then on, exactly there."""
    plan = _draft_for(session, who, plan_id)
    _require_free(session, plan, pieces)
    if machine_id is None and (start_at is not None or placements):
        raise BadInput("lock_needs_machine")
    if start_at is not None and start_at.tzinfo is None:
        raise BadInput("time_without_zone", field="start_at")
    if machine_id is not None and session.get(MachineRow, machine_id) is None:
        raise NotFound("not_found", what="machine", key=str(machine_id))
    if not {place.piece for place in placements} <= set(pieces):
        raise BadInput("lock_places_stranger")
    lock = LockRow(
        plan_id=plan.id,
        created_by=who.user_id,
        pieces=list(pieces),
        machine_id=machine_id,
        start_at=start_at,
        placements=[_as_json(place) for place in placements],
        closed=closed,
    )
    session.add(lock)
    session.flush()
    _record(session, who, plan, "lock_added", lock)
    return lock


def remove_lock(session: Session, who: Principal, plan_id: UUID, lock_id: UUID) -> None:
    """Take a decision back."""
    plan = _draft_for(session, who, plan_id)
    lock = session.get(LockRow, lock_id)
    if lock is None or lock.plan_id != plan.id:
        raise NotFound("not_found", what="lock", key=str(lock_id))
    _record(session, who, plan, "lock_removed", lock)
    session.delete(lock)


def _draft_for(session: Session, who: Principal, plan_id: UUID) -> PlanRow:
    plan = plan_for(session, who, plan_id, to_change=True)
    if plan.status is not PlanStatus.DRAFT:
        raise Conflict("plan_not_draft", number=plan.number, status=plan.status.value)
    return plan


def _require_free(session: Session, plan: PlanRow, pieces: Sequence[str]) -> None:
    """Raise a refusal unless the pieces exist, each once, and no other lock names one."""
    if not pieces or len(set(pieces)) != len(pieces):
        raise BadInput("lock_pieces_not_distinct")
    known = set(session.exec(select(PieceRow.serial).where(col(PieceRow.serial).in_(pieces))).all())
    locked = {serial for lock in locks_of(session, plan.id) for serial in lock.pieces}
    for serial in pieces:
        if serial not in known:
            raise NotFound("not_found", what="piece", key=serial)
        if serial in locked:
            raise Conflict("piece_locked_already", serial=serial)


def _record(session: Session, who: Principal, plan: PlanRow, verb: str, lock: LockRow) -> None:
    data: JsonObject = {"number": plan.number, "lock": str(lock.id), "pieces": lock.pieces}
    record(session, f"plan.{verb}", who=who, subject_id=plan.id, data=data)


def _as_json(place: Placement) -> JsonObject:
    return {
        "piece": place.piece,
        "orientation": place.orientation,
        "x_um": place.x_um,
        "y_um": place.y_um,
        "z_um": place.z_um,
        "angle_mdeg": place.angle_mdeg,
    }
