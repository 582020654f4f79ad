"""A plan as machines by time: just enough to draw it, thousands of builds at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from amcenter.planning.plans import locks_of
from amcenter.planning.view import BuildView, PlanView
from amcenter.shop.calendars import attended
from amcenter.shop.shop import Shop
from amcenter.shop.spans import Span, clipped
from amcenter.tables import BuildRow, LockRow, MachineRow, MachineStatus, PlanRow

BEFORE = timedelta(days=1)
AFTER = timedelta(days=7)
PROPOSED = "proposed"
"""What a build is called that nobody has published yet."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One build of a plan; ``number`` and ``id`` exist once it is published."""

    key: str
    id: UUID | None
    number: str | None
    version: int | None
    machine_id: UUID
    status: str
    fixed: bool
    start_at: datetime
    print_start_at: datetime
    print_end_at: datetime
    cool_end_at: datetime
    end_at: datetime
    material: str
    build_key: str
    pieces: int
    late_pieces: int
    utilisation: float
    locks: tuple[str, ...]
    """What people decided of it: ``machine``, ``time``, ``contents``."""
    eligible: tuple[UUID, ...]
    """Machines that may build all of it."""


@dataclass(frozen=True, slots=True)
class Closure:
    start_at: datetime
    end_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One machine with the times at which nobody is there or it must not be used."""

    id: UUID
    key: str
    name: str
    model: str
    process: str
    status: str
    unattended: tuple[Closure, ...]
    maintenance: tuple[Closure, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    start_at: datetime
    end_at: datetime
    machines: tuple[Lane, ...]
    builds: tuple[Bar, ...]


def timeline_of(session: Session, plan: PlanRow, view: PlanView, shop: Shop) -> Timeline:
    """Return all builds of a plan that has an answer, and the machines that are in use."""
    start, end = _range(plan, view)
    published = _published(session, plan, view)
    locked = _locks_by_piece(locks_of(session, plan.id))
    machine_ids = {machine.key: machine.id for machine in shop.machines}
    materials = {row.key: shop.material[row.material_id].key for row in shop.parameter_sets}
    bars = tuple(
        _bar(build, published.get(build.key), locked, machine_ids, materials)
        for build in view.builds
    )
    used = {bar.machine_id for bar in bars}
    lanes = tuple(
        _lane(shop, machine, start, end)
        for machine in sorted(shop.machines, key=lambda one: (one.process, one.key))
        if machine.status is not MachineStatus.RETIRED or machine.id in used
    )
    return Timeline(start, end, lanes, bars)


def _range(plan: PlanRow, view: PlanView) -> Span:
    first = min((build.start_at for build in view.builds), default=plan.origin_at)
    last = max((build.end_at for build in view.builds), default=plan.origin_at)
    return min(first, plan.origin_at) - BEFORE, last + AFTER


def _published(session: Session, plan: PlanRow, view: PlanView) -> Mapping[str, BuildRow]:
    """Return the builds on the floor by their key in the view: of this plan, and fixed ones."""
    own = session.exec(select(BuildRow).where(BuildRow.plan_id == plan.id)).all()
    rows = {row.key: row for row in own}
    for build in view.builds:
        if build.fixed and build.key not in rows:
            row = session.exec(select(BuildRow).where(BuildRow.number == build.key)).one_or_none()
            if row is not None:
                rows[build.key] = row
    return rows


def _locks_by_piece(locks: Sequence[LockRow]) -> Mapping[str, LockRow]:
    return {serial: lock for lock in locks for serial in lock.pieces}


def _bar(
    build: BuildView,
    row: BuildRow | None,
    locked: Mapping[str, LockRow],
    machine_ids: Mapping[str, UUID],
    materials: Mapping[str, str],
) -> Bar:
    return Bar(
        key=build.key,
        id=None if row is None else row.id,
        number=None if row is None else row.number,
        version=None if row is None else row.version,
        machine_id=machine_ids[build.machine],
        status=PROPOSED if row is None else row.status.value,
        fixed=build.fixed,
        start_at=build.start_at,
        print_start_at=build.print_start_at,
        print_end_at=build.print_end_at,
        cool_end_at=build.cool_end_at,
        end_at=build.end_at,
        material=materials.get(build.parameter_set, build.parameter_set),
        build_key=build.build_key,
        pieces=len(build.pieces),
        late_pieces=sum(piece.late_s > 0 for piece in build.pieces),
        utilisation=build.utilisation,
        locks=_kinds(build, locked),
        eligible=tuple(machine_ids[key] for key in build.eligible if key in machine_ids),
    )


def _kinds(build: BuildView, locked: Mapping[str, LockRow]) -> tuple[str, ...]:
    locks = [locked[piece.serial] for piece in build.pieces if piece.serial in locked]
    kinds = {
        "machine": any(lock.machine_id is not None for lock in locks),
        "time": any(lock.start_at is not None for lock in locks),
        "contents": any(lock.closed for lock in locks),
    }
    return tuple(kind for kind, held in kinds.items() if held)


def _lane(shop: Shop, machine: MachineRow, start: datetime, end: datetime) -> Lane:
    there = attended(shop.calendar_of(machine), start, end)
    blocked = clipped(shop.blocked(machine), start, end)
    return Lane(
        id=machine.id,
        key=machine.key,
        name=machine.name,
        model=machine.model,
        process=machine.process,
        status=machine.status.value,
        unattended=tuple(Closure(first, last) for first, last in _between(there, start, end)),
        maintenance=tuple(Closure(first, last) for first, last in blocked),
    )


def _between(spans: Sequence[Span], start: datetime, end: datetime) -> Sequence[Span]:
    """Return the gaps that ordered spans leave between two moments."""
    edges = [start, *(moment for span in spans for moment in span), end]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return [(first, last) for first, last in gaps if first < last]
