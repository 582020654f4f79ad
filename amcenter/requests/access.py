"""Requests and parts as one person may see and change them."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.permissions import Action, may, may_see_customer, require
from amcenter.accounts.principal import Principal
from amcenter.edits import apply
from amcenter.errors import Conflict, Forbidden, NotFound
from amcenter.events import record
from amcenter.requests.moves import REQUEST
from amcenter.tables import PartRow, RequestRow, RequestStatus, Role

OPEN_TO_SENDER = (RequestStatus.DRAFT, RequestStatus.CHANGES_REQUESTED)
OPEN_TO_REVIEWER = (*OPEN_TO_SENDER, RequestStatus.IN_REVIEW)


def request_for(
    session: Session, who: Principal, request_id: UUID, *, lock: bool = False
) -> RequestRow:
    """Return a request that ``who`` may see; ``lock`` keeps other writers away until the commit."""
    require(who, Action.REQUEST_SEE)
    row = session.get(RequestRow, request_id, with_for_update=lock, populate_existing=lock)
    if row is None or not may_see_customer(who, row.customer_id):
        raise NotFound("not_found", what="request", key=str(request_id))
    return row


def part_for(
    session: Session, who: Principal, part_id: UUID, *, lock: bool = False
) -> tuple[PartRow, RequestRow]:
    """Return a part with its request; ``lock`` locks the request, and with it all its parts."""
    part = session.get(PartRow, part_id)
    if part is None:
        raise NotFound("not_found", what="part", key=str(part_id))
    try:
        request = request_for(session, who, part.request_id, lock=lock)
    except NotFound:
        raise NotFound("not_found", what="part", key=str(part_id)) from None
    if lock:
        session.refresh(part)
    return part, request


def require_open(who: Principal, request: RequestRow) -> None:
    """Raise Conflict unless ``who`` may change the content of the request in its present status."""
    open_in = OPEN_TO_REVIEWER if may(who, Action.REQUEST_REVIEW) else OPEN_TO_SENDER
    if request.status not in open_in:
        raise Conflict("request_closed", number=request.number, status=request.status.value)


def open_part(session: Session, who: Principal, part_id: UUID) -> tuple[PartRow, RequestRow]:
    """Return a part that ``who`` may change now, with its request, both locked."""
    require(who, Action.REQUEST_WRITE)
    part, request = part_for(session, who, part_id, lock=True)
    require_open(who, request)
    return part, request


def require_shape_decision(who: Principal, request: RequestRow) -> None:
    """Raise Forbidden unless ``who`` may decide what a part of the request looks like.

    The shape is the customer's matter: the centre proposes, and decides only for requests that it
    made itself.
    """
    if who.role is not Role.ENGINEER and request.created_by != who.user_id:
        raise Forbidden("shape_not_yours", number=request.number)


EVENTS = {
    "submit": "submitted",
    "start_review": "review_started",
    "accept": "accepted",
    "request_changes": "changes_requested",
    "reject": "rejected",
    "start_production": "production_started",
    "finish": "ready",
    "deliver": "delivered",
    "hold": "held",
    "resume": "resumed",
    "cancel": "cancelled",
}


def move(
    session: Session,
    who: Principal | None,
    request: RequestRow,
    name: str,
    *,
    version: int | None = None,
    reason: str = "",
    values: Mapping[str, object] | None = None,
) -> RequestRow:
    """Make a move of the table and record it; ``values`` are set along with the status."""
    before = request.status
    after = REQUEST.after(name, before, number=request.number)
    changes = {"status": after, "reason": reason} | dict(values or {})
    apply(session, request, changes, version=version)
    record(
        session,
        f"request.{EVENTS[name]}",
        who=who,
        subject_id=request.id,
        customer_id=request.customer_id,
        data={"number": request.number, "from": before.value, "reason": reason},
    )
    return request
