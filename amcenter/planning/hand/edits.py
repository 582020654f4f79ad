"""What people do by hand: begin a draft from a plan, change it, take changes back, offer it."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.clock import now
from amcenter.edits import apply
from amcenter.errors import BadInput, Conflict, NotFound
from amcenter.events import record
from amcenter.intake.files import FileStore
from amcenter.planning import plans
from amcenter.planning.access import move, plan_for
from amcenter.planning.answers import require_answer
from amcenter.planning.hand import keeping
from amcenter.planning.hand.loaded import Loaded, load
from amcenter.planning.hand.rendered import result_with, stored
from amcenter.planning.hand.wishes import (
    LockWish,
    MoveBuildWish,
    SwapBuildsWish,
    UnlockWish,
    Wish,
    as_json,
    edit_of,
)
from amcenter.planning.plans import locks_of
from amcenter.tables import PlanEditRow, PlanRow, PlanStatus
from solver.builds import ScheduledBuild
from solver.editing import edited
from solver.result import Reason
from solver.schedule import Schedule

BY_HAND = "by_hand"
"""The stop reason of a plan that a person finished."""

ANSWER = (
    "problem_sha256",
    "result_sha256",
    "objective",
    "lower_bound",
    "terms",
    "stop_reason",
    "piece_count",
    "build_count",
    "origin_at",
    "weights",
)
"""What a draft takes over from the plan it begins with."""

KEPT_BEFORE = ("result_sha256", "objective", "terms", "piece_count", "build_count")
"""What an edit changes in the row of its plan."""


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that was carried out, and the builds that it touched."""

    plan: PlanRow
    edit: PlanEditRow
    builds: tuple[str, ...]


def begin(session: Session, who: Principal, plan_id: UUID) -> PlanRow:
    """Make a draft with the schedule and the locks of a plan, which itself stays as it is."""
    parent = plan_for(session, who, plan_id)
    require_answer(parent, parent.result_sha256)
    draft = plans.draft(session, who, seconds=parent.seconds, seed=parent.seed, parent_id=parent.id)
    for name in ANSWER:
        setattr(draft, name, getattr(parent, name))
    session.add(draft)
    session.flush()
    return draft


def edit(
    session: Session,
    who: Principal,
    files: FileStore,
    plan_id: UUID,
    wish: Wish,
    *,
    version: int | None = None,
) -> Change:
    """Change a draft; refused with the reason if the schedule would break a rule."""
    plan = _draft(session, who, plan_id)
    loaded = load(files, plan)
    locks = locks_of(session, plan.id)
    before = {name: getattr(plan, name) for name in KEPT_BEFORE}
    before["locks"] = keeping.as_json(locks)
    schedule = schedule_of(loaded)
    if isinstance(wish, LockWish | UnlockWish):
        values, touched = dict[str, object](), _lock(session, who, plan, loaded, schedule, wish)
    else:
        held = keeping.held(locks, schedule)
        answer = edited(loaded.problem, schedule, edit_of(loaded, wish), held=held)
        if isinstance(answer, Reason):
            raise refusal(answer)
        values, touched = (
            stored(files, loaded, result_with(loaded, answer.schedule)),
            answer.changed,
        )
        _keep_moved(session, who, plan, loaded, answer.schedule, wish)
        keeping.follow(session, plan, loaded, answer.schedule)
    apply(session, plan, values, version=version)
    row = PlanEditRow(
        plan_id=plan.id,
        number=1 + len(_edits(session, plan)),
        created_by=who.user_id,
        wish=as_json(wish),
        before=before,
    )
    session.add(row)
    session.flush()
    _record(session, who, plan, "edited", row)
    return Change(plan, row, touched)


def undo(session: Session, who: Principal, plan_id: UUID, edit_id: UUID) -> PlanRow:
    """Take back the newest edit that was not taken back yet."""
    plan = _draft(session, who, plan_id)
    left = [row for row in _edits(session, plan) if not row.undone]
    row = session.get(PlanEditRow, edit_id)
    if row is None or row.plan_id != plan.id:
        raise NotFound("not_found", what="edit", key=str(edit_id))
    if not left or left[-1].id != row.id:
        raise Conflict("edit_not_newest", number=plan.number)
    apply(session, plan, {name: row.before[name] for name in KEPT_BEFORE}, version=None)
    keeping.put_back(session, plan, row.before["locks"])
    row.undone = True
    session.add(row)
    _record(session, who, plan, "edit_undone", row)
    return plan


def offer(
    session: Session, who: Principal, plan_id: UUID, *, version: int | None = None
) -> PlanRow:
    """Say that a draft changed by hand is ready to be decided on."""
    plan = _draft(session, who, plan_id)
    return move(session, who, plan, "offer", version=version, values={"stop_reason": BY_HAND})


def discard(session: Session, who: Principal, plan_id: UUID) -> PlanRow:
    """Give a draft up; its history stays."""
    plan = _draft(session, who, plan_id)
    return move(session, who, plan, "cancel", values={"decided_at": now()})


def edits_of(session: Session, who: Principal, plan_id: UUID) -> list[PlanEditRow]:
    """Return the edits of a plan, oldest first."""
    return _edits(session, plan_for(session, who, plan_id))


def schedule_of(loaded: Loaded) -> Schedule:
    schedule = loaded.result.schedule
    assert schedule is not None, "a plan with an answer that has builds has a schedule"
    return schedule


def refusal(reason: Reason) -> BadInput:
    """Return why a change cannot be, as a refusal for a person."""
    piece = {} if reason.piece is None else {"piece": reason.piece}
    return BadInput(reason.code, **piece, **reason.facts)


def _draft(session: Session, who: Principal, plan_id: UUID) -> PlanRow:
    plan = plan_for(session, who, plan_id, to_change=True)
    if plan.status is not PlanStatus.DRAFT:
        raise Conflict("plan_not_draft", number=plan.number, status=plan.status.value)
    require_answer(plan, plan.result_sha256)
    return plan


def _lock(
    session: Session,
    who: Principal,
    plan: PlanRow,
    loaded: Loaded,
    schedule: Schedule,
    wish: LockWish | UnlockWish,
) -> tuple[str, ...]:
    build = _build(schedule, wish.build)
    if isinstance(wish, LockWish):
        keeping.hold(session, plan, loaded, build, by=who.user_id, closed=True)
    else:
        keeping.release(session, plan, build)
    return (build.key,)


def _keep_moved(
    session: Session,
    who: Principal,
    plan: PlanRow,
    loaded: Loaded,
    schedule: Schedule,
    wish: Wish,
) -> None:
    """A move by hand is a decision: the next run keeps machine and start."""
    if isinstance(wish, MoveBuildWish):
        moved = [wish.build]
    elif isinstance(wish, SwapBuildsWish):
        moved = [wish.first, wish.second]
    else:
        return
    for key in moved:
        build = _build(schedule, key)
        keeping.hold(session, plan, loaded, build, by=who.user_id, closed=False)


def _build(schedule: Schedule, key: str) -> ScheduledBuild:
    found = next((build for build in schedule.builds if build.key == key), None)
    if found is None:
        raise BadInput("edit_build_unknown", build=key)
    return found


def _edits(session: Session, plan: PlanRow) -> list[PlanEditRow]:
    wanted = select(PlanEditRow).where(PlanEditRow.plan_id == plan.id)
    return list(session.exec(wanted.order_by(col(PlanEditRow.number))).all())


def _record(session: Session, who: Principal, plan: PlanRow, verb: str, row: PlanEditRow) -> None:
    data = {"number": plan.number, "edit": row.number, "kind": row.wish["kind"]}
    record(session, f"plan.{verb}", who=who, subject_id=plan.id, data=data)
