"""What the centre decides about a request that was sent."""

from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.edits import apply, reason_given
from amcenter.errors import NotFound
from amcenter.events import record
from amcenter.requests.access import move, part_for, request_for, require_open
from amcenter.requests.findings import waived
from amcenter.requests.pieces import create_pieces
from amcenter.requests.requests import parts_of, require_complete
from amcenter.tables import PartRow, RequestRow


def start_review(
    session: Session, who: Principal, request_id: UUID, *, version: int | None = None
) -> RequestRow:
    """Take a request up; from here on its sender cannot change it."""
    return _decide(session, who, request_id, "start_review", version=version)


def accept(
    session: Session, who: Principal, request_id: UUID, *, version: int | None = None
) -> RequestRow:
    """Take a request into production: every wanted copy becomes a piece with its serial."""
    request = _decide(session, who, request_id, "accept", version=version)
    parts = parts_of(session, request.id)
    require_complete(request, parts)
    for part in parts:
        create_pieces(session, part, part.quantity)
    return request


def request_changes(
    session: Session, who: Principal, request_id: UUID, *, reason: str, version: int | None = None
) -> RequestRow:
    """Send a request back to its sender, who may change it and send it again."""
    return _decide(
        session, who, request_id, "request_changes", reason=reason_given(reason), version=version
    )


def reject(
    session: Session, who: Principal, request_id: UUID, *, reason: str, version: int | None = None
) -> RequestRow:
    """Refuse a request for good."""
    return _decide(session, who, request_id, "reject", reason=reason_given(reason), version=version)


def hold(
    session: Session, who: Principal, request_id: UUID, *, reason: str, version: int | None = None
) -> RequestRow:
    """Stop work on a request for a while: its pieces are left out of plans."""
    require(who, Action.REQUEST_REVIEW)
    request = request_for(session, who, request_id, lock=True)
    remembered = {"status_before_hold": request.status}
    text = reason_given(reason)
    return move(session, who, request, "hold", version=version, reason=text, values=remembered)


def resume(
    session: Session, who: Principal, request_id: UUID, *, version: int | None = None
) -> RequestRow:
    """Go on with a held request where it was."""
    require(who, Action.REQUEST_REVIEW)
    request = request_for(session, who, request_id, lock=True)
    back = {"status": request.status_before_hold, "status_before_hold": None}
    return move(session, who, request, "resume", version=version, values=back)


def deliver(
    session: Session, who: Principal, request_id: UUID, *, version: int | None = None
) -> RequestRow:
    """Hand a finished request over to its customer."""
    return _decide(session, who, request_id, "deliver", version=version)


def waive(session: Session, who: Principal, part_id: UUID, *, code: str, reason: str) -> PartRow:
    """Accept a part in spite of a blocking finding; the reason stays with the finding."""
    require(who, Action.REQUEST_REVIEW)
    part, request = part_for(session, who, part_id, lock=True)
    require_open(who, request)
    if code not in {finding["code"] for finding in part.findings}:
        raise NotFound("not_found", what="finding", key=code)
    text = reason_given(reason)
    findings = waived(part.findings, code, by=who.user_id, reason=text)
    apply(session, part, {"findings": findings}, version=None)
    record(
        session,
        "part.finding_waived",
        who=who,
        subject_id=part.id,
        customer_id=request.customer_id,
        data={"number": part.number, "code": code, "reason": text},
    )
    return part


def _decide(
    session: Session,
    who: Principal,
    request_id: UUID,
    name: str,
    *,
    reason: str = "",
    version: int | None,
) -> RequestRow:
    require(who, Action.REQUEST_REVIEW)
    request = request_for(session, who, request_id, lock=True)
    return move(session, who, request, name, version=version, reason=reason)
