"""The locks of a draft while it is changed by hand: kept, moved along, put back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from amcenter.planning.hand.loaded import Loaded
from amcenter.planning.plans import locks_of
from amcenter.tables import LockRow, PlanRow
from amcenter.tables.columns import JsonObject
from solver.builds import ScheduledBuild
from solver.schedule import Schedule


def held(locks: Sequence[LockRow], schedule: Schedule) -> frozenset[str]:
    """Return the builds that a person locked as they are; one moved by hand may be moved again."""
    whole = {serial for lock in locks if lock.closed and lock.start_at for serial in lock.pieces}
    return frozenset(build.key for build in schedule.builds if whole & set(build.pieces))


def hold(
    session: Session,
    plan: PlanRow,
    loaded: Loaded,
    build: ScheduledBuild,
    *,
    by: UUID,
    closed: bool,
) -> None:
    """Keep a build on its machine and at its start; what was locked of it before is replaced."""
    release(session, plan, build)
    machine = next(row for row in loaded.inputs.shop.machines if row.key == build.machine)
    session.add(
        LockRow(
            plan_id=plan.id,
            created_by=by,
            pieces=list(build.pieces),
            machine_id=machine.id,
            start_at=_moment(loaded, build),
            closed=closed,
        )
    )
    session.flush()


def release(session: Session, plan: PlanRow, build: ScheduledBuild) -> None:
    """Take back every lock that names a piece of a build."""
    pieces = set(build.pieces)
    for lock in locks_of(session, plan.id):
        if pieces & set(lock.pieces):
            session.delete(lock)
    session.flush()


def follow(session: Session, plan: PlanRow, loaded: Loaded, schedule: Schedule) -> None:
    """Let the locks of time say where their builds are now: what was moved by hand was pushed."""
    home = {serial: build for build in schedule.builds for serial in build.pieces}
    for lock in locks_of(session, plan.id):
        build = home.get(lock.pieces[0])
        if lock.start_at is None or build is None or not set(lock.pieces) <= set(build.pieces):
            continue
        lock.start_at = _moment(loaded, build)
        session.add(lock)
    session.flush()


def as_json(locks: Sequence[LockRow]) -> list[JsonObject]:
    return [
        {
            "created_by": None if lock.created_by is None else str(lock.created_by),
            "pieces": lock.pieces,
            "machine_id": None if lock.machine_id is None else str(lock.machine_id),
            "start_at": None if lock.start_at is None else lock.start_at.isoformat(),
            "placements": lock.placements,
            "closed": lock.closed,
        }
        for lock in locks
    ]


def put_back(session: Session, plan: PlanRow, locks: Sequence[JsonObject]) -> None:
    """Make the locks of a plan those that ``as_json`` told."""
    for lock in locks_of(session, plan.id):
        session.delete(lock)
    session.flush()
    for told in locks:
        session.add(
            LockRow(
                plan_id=plan.id,
                created_by=_uuid(told["created_by"]),
                pieces=told["pieces"],
                machine_id=_uuid(told["machine_id"]),
                start_at=told["start_at"] and datetime.fromisoformat(told["start_at"]),
                placements=told["placements"],
                closed=told["closed"],
            )
        )
    session.flush()


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def _moment(loaded: Loaded, build: ScheduledBuild) -> datetime:
    return loaded.inputs.wishes.origin_at + timedelta(seconds=build.start_s)
