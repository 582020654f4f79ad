"""What the sender does with a request: write it, send it, withdraw it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.edits import apply, reason_given
from amcenter.errors import BadInput, Conflict, NotFound
from amcenter.events import record
from amcenter.numbers import next_number
from amcenter.requests.access import move, request_for, require_open
from amcenter.requests.findings import open_blockers
from amcenter.requests.pieces import cancel_pieces
from amcenter.requests.renewal import require_fresh
from amcenter.tables import CustomerRow, PartRow, PartStatus, RequestRow

PRIORITIES = range(1, 101)


class RequestChanges(TypedDict, total=False):
    """What the sender may change; what is not named stays."""

    title: str
    project: str
    note: str
    need_by: date


class TargetChanges(TypedDict, total=False):
    """What the centre may change, whatever the status."""

    priority: int
    internal_target_at: datetime | None


def create(
    session: Session,
    who: Principal,
    *,
    title: str,
    need_by: date,
    project: str = "",
    note: str = "",
    customer_id: UUID | None = None,
) -> RequestRow:
    """Begin a draft; people of the centre name the customer for whom they write it."""
    require(who, Action.REQUEST_WRITE)
    request = RequestRow(
        number=next_number(session, "R"),
        customer_id=_customer_for(session, who, customer_id),
        created_by=who.user_id,
        title=_title(title),
        project=project,
        note=note,
        need_by=need_by,
    )
    session.add(request)
    session.flush()
    record(
        session,
        "request.created",
        who=who,
        subject_id=request.id,
        customer_id=request.customer_id,
        data={"number": request.number, "title": request.title},
    )
    return request


def edit(
    session: Session,
    who: Principal,
    request_id: UUID,
    changes: RequestChanges,
    *,
    version: int | None = None,
) -> RequestRow:
    """Change a request that was not sent yet or was sent back."""
    require(who, Action.REQUEST_WRITE)
    request = request_for(session, who, request_id, lock=True)
    require_open(who, request)
    if "title" in changes:
        changes = {**changes, "title": _title(changes["title"])}
    return _edited(session, who, request, changes, version)


def set_target(
    session: Session,
    who: Principal,
    request_id: UUID,
    changes: TargetChanges,
    *,
    version: int | None = None,
) -> RequestRow:
    """Say how urgent the request is for the centre and when it wants to be finished."""
    require(who, Action.REQUEST_REVIEW)
    priority = changes.get("priority", 1)
    if priority not in PRIORITIES:
        raise BadInput("priority_out_of_range", value=priority)
    target_at = changes.get("internal_target_at")
    if target_at is not None and target_at.tzinfo is None:
        raise BadInput("time_without_zone", field="internal_target_at")
    request = request_for(session, who, request_id, lock=True)
    return _edited(session, who, request, changes, version)


def submit(
    session: Session, who: Principal, request_id: UUID, *, version: int | None = None
) -> RequestRow:
    """Send a request for review; it must be complete."""
    require(who, Action.REQUEST_WRITE)
    request = request_for(session, who, request_id, lock=True)
    move(session, who, request, "submit", version=version)
    require_complete(request, parts_of(session, request.id))
    return request


def cancel(
    session: Session,
    who: Principal,
    request_id: UUID,
    *,
    reason: str,
    version: int | None = None,
) -> RequestRow:
    """Give a request up; pieces that no machine has begun are not built any more."""
    require(who, Action.REQUEST_WRITE)
    request = request_for(session, who, request_id, lock=True)
    move(session, who, request, "cancel", version=version, reason=reason_given(reason))
    cancel_pieces(session, request)
    return request


def parts_of(session: Session, request_id: UUID) -> Sequence[PartRow]:
    """Return the parts of a request in the order in which they were added."""
    wanted = select(PartRow).where(PartRow.request_id == request_id)
    return session.exec(wanted.order_by(col(PartRow.created_at), col(PartRow.id))).all()


def require_complete(request: RequestRow, parts: Sequence[PartRow]) -> None:
    """Raise Conflict with the first thing that keeps a request from being reviewed."""
    if not parts:
        raise Conflict("request_without_parts", number=request.number)
    for part in parts:
        if part.status is not PartStatus.ANALYSED:
            raise Conflict(f"part_{part.status.value}", part=part.name, number=part.number)
        if part.material_id is None:
            raise Conflict("part_without_material", part=part.name, number=part.number)
        require_fresh(part)
        blockers = open_blockers(part)
        if blockers:
            raise Conflict(
                "part_blocked", part=part.name, number=part.number, codes=", ".join(blockers)
            )


def _edited(
    session: Session,
    who: Principal,
    request: RequestRow,
    changes: RequestChanges | TargetChanges,
    version: int | None,
) -> RequestRow:
    changed = apply(session, request, changes, version=version)
    if changed:
        record(
            session,
            "request.edited",
            who=who,
            subject_id=request.id,
            customer_id=request.customer_id,
            data=changed,
        )
    return request


def _customer_for(session: Session, who: Principal, customer_id: UUID | None) -> UUID:
    chosen = who.customer_id or customer_id
    if chosen is None:
        raise BadInput("customer_missing")
    if (customer_id is not None and customer_id != chosen) or not session.get(CustomerRow, chosen):
        raise NotFound("not_found", what="customer", key=str(customer_id))
    return chosen


def _title(title: str) -> str:
    text = title.strip()
    if not 0 < len(text) <= 200:
        raise BadInput("title_missing", limit=200)
    return text
