"""What people do with a plan before and after its run; publishing has its own module."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.clock import now
from amcenter.edits import reason_given
from amcenter.errors import BadInput, Conflict
from amcenter.numbers import next_number
from amcenter.planning.access import move, plan_for
from amcenter.tables import (
    LockRow,
    PlanRow,
    PlanStatus,
    TaskKind,
    TaskRow,
    TaskStatus,
)
from amcenter.work.body import Queue
from solver.objectives import TERMS

SECONDS = range(1, 3601)
SEEDS = range(2**31)
WEIGHTS = range(1_000_001)
AT_WORK = (TaskStatus.QUEUED, TaskStatus.RUNNING)


def create(
    session: Session,
    who: Principal,
    queue: Queue,
    *,
    seconds: int,
    seed: int = 0,
    weights: Mapping[str, int] | None = None,
    parent_id: UUID | None = None,
) -> PlanRow:
    """Queue a plan run; with a parent it keeps the locks of that plan."""
    plan = draft(session, who, seconds=seconds, seed=seed, weights=weights, parent_id=parent_id)
    return run(session, who, queue, plan.id)


def draft(
    session: Session,
    who: Principal,
    *,
    seconds: int,
    seed: int = 0,
    weights: Mapping[str, int] | None = None,
    parent_id: UUID | None = None,
) -> PlanRow:
    """Begin a plan that waits for locks; a parent gives it its own ones, and is never changed."""
    require(who, Action.PLAN_WRITE)
    _require_in("seconds", seconds, SECONDS)
    _require_in("seed", seed, SEEDS)
    _require_weights(weights or {})
    parent = plan_for(session, who, parent_id) if parent_id else None
    plan = PlanRow(
        number=next_number(session, "PL"),
        parent_id=parent_id,
        created_by=who.user_id,
        origin_at=now(),
        seconds=seconds,
        seed=seed,
        weights=dict(weights or {}),
    )
    session.add(plan)
    session.flush()
    for lock in locks_of(session, parent.id) if parent else ():
        session.add(_copied(lock, plan))
    session.flush()
    return plan


def run(
    session: Session,
    who: Principal,
    queue: Queue,
    plan_id: UUID,
    *,
    version: int | None = None,
) -> PlanRow:
    """Queue the run of a draft."""
    plan = plan_for(session, who, plan_id, to_change=True)
    move(session, who, plan, "run", version=version)
    queue.submit(session, TaskKind.PLAN, plan.id, owner=str(who.user_id))
    return plan


def cancel(session: Session, who: Principal, queue: Queue, plan_id: UUID) -> PlanRow:
    """Give a plan up before it has an answer."""
    plan = plan_for(session, who, plan_id, to_change=True)
    move(session, who, plan, "cancel")
    for task in _tasks_at_work(session, plan):
        queue.cancel(session, task)
    return plan


def finish_early(session: Session, who: Principal, queue: Queue, plan_id: UUID) -> PlanRow:
    """Ask a run for the best schedule that it has so far."""
    plan = plan_for(session, who, plan_id, to_change=True)
    if plan.status not in {PlanStatus.QUEUED, PlanStatus.SOLVING}:
        raise Conflict("plan_not_running", number=plan.number, status=plan.status.value)
    for task in _tasks_at_work(session, plan):
        queue.finish_early(session, task)
    return plan


def approve(
    session: Session, who: Principal, plan_id: UUID, *, version: int | None = None
) -> PlanRow:
    """Sign a proposed plan; nothing is told to anybody before it is published."""
    return _decide(session, who, plan_id, "approve", version=version)


def reject(
    session: Session, who: Principal, plan_id: UUID, *, reason: str, version: int | None = None
) -> PlanRow:
    """Refuse a proposed or approved plan."""
    return _decide(session, who, plan_id, "reject", reason=reason_given(reason), version=version)


def locks_of(session: Session, plan_id: UUID) -> list[LockRow]:
    """Return the locks of a plan, oldest first."""
    wanted = select(LockRow).where(LockRow.plan_id == plan_id)
    return list(session.exec(wanted.order_by(col(LockRow.created_at), col(LockRow.id))).all())


def _decide(
    session: Session,
    who: Principal,
    plan_id: UUID,
    name: str,
    *,
    reason: str = "",
    version: int | None,
) -> PlanRow:
    plan = plan_for(session, who, plan_id, to_change=True)
    decision = {"decided_by": who.user_id, "decided_at": now(), "reason": reason}
    return move(session, who, plan, name, version=version, values=decision, data={"reason": reason})


def _tasks_at_work(session: Session, plan: PlanRow) -> list[TaskRow]:
    wanted = select(TaskRow).where(TaskRow.subject_id == plan.id, col(TaskRow.status).in_(AT_WORK))
    return list(session.exec(wanted).all())


def _copied(lock: LockRow, plan: PlanRow) -> LockRow:
    return LockRow(
        plan_id=plan.id,
        created_by=lock.created_by,
        pieces=list(lock.pieces),
        machine_id=lock.machine_id,
        start_at=lock.start_at,
        placements=list(lock.placements),
        closed=lock.closed,
    )


def _require_in(field: str, value: int, allowed: range) -> None:
    if value not in allowed:
        raise BadInput(
            "number_out_of_range", field=field, value=value, low=allowed[0], high=allowed[-1]
        )


def _require_weights(weights: Mapping[str, int]) -> None:
    for name, value in weights.items():
        if name not in TERMS:
            raise BadInput("unknown_term", term=name, known=", ".join(TERMS))
        _require_in(name, value, WEIGHTS)
