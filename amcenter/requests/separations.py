"""Files with several bodies: each becomes a part of its own, or they stay one part together."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.edits import apply
from amcenter.errors import Conflict, NotFound
from amcenter.requests.access import (
    OPEN_TO_SENDER,
    open_part,
    request_for,
    require_shape_decision,
)
from amcenter.requests.findings import waived
from amcenter.requests.repairs import require_analysed
from amcenter.requests.undecided import newest_separation, tell
from amcenter.tables import (
    FileRow,
    PartRow,
    RequestRow,
    SeparationRow,
    SeparationStatus,
    TaskKind,
)
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Queue

SEVERAL_BODIES = "several_bodies"
"""The finding that asks the question; it never keeps a part from being built."""


def split(
    session: Session, who: Principal, queue: Queue, part_id: UUID, *, version: int | None = None
) -> SeparationRow:
    """Have the bodies of a part's file made parts of their own; the part itself then goes.

    One that is under way is returned instead.
    """
    part, request = _undecided_part(session, who, part_id)
    require_splittable(request)
    known = newest_separation(session, part.id)
    if known is not None and known.status is SeparationStatus.COMPUTING:
        return known
    apply(session, part, {}, version=version)
    row = _decision(session, who, part, SeparationStatus.COMPUTING)
    tell(session, who, request, part, "split_asked", {"separation": str(row.id)})
    queue.submit(session, TaskKind.SEPARATE, row.id, owner=str(request.customer_id))
    return row


def keep_together(
    session: Session,
    who: Principal,
    part_id: UUID,
    *,
    reason: str = "",
    version: int | None = None,
) -> PartRow:
    """Build the bodies of a part as they lie to each other; the question is answered with that."""
    part, request = _undecided_part(session, who, part_id)
    known = newest_separation(session, part.id)
    if known is not None and known.status is SeparationStatus.COMPUTING:
        raise Conflict("bodies_being_separated", number=part.number)
    findings = waived(part.findings, SEVERAL_BODIES, by=who.user_id, reason=reason)
    apply(session, part, {"findings": findings}, version=version)
    row = _decision(session, who, part, SeparationStatus.KEPT_TOGETHER, reason=reason)
    facts = {"separation": str(row.id), "reason": reason}
    tell(session, who, request, part, "kept_together", facts)
    return part


def seen(session: Session, who: Principal, separation_id: UUID) -> SeparationRow:
    """Return a separation; it stays when its part has gone."""
    require(who, Action.REQUEST_SEE)
    row = session.get(SeparationRow, separation_id)
    if row is None:
        raise NotFound("not_found", what="separation", key=str(separation_id))
    try:
        request_for(session, who, row.request_id)
    except NotFound:
        raise NotFound("not_found", what="separation", key=str(separation_id)) from None
    return row


def require_splittable(request: RequestRow) -> None:
    """Raise Conflict unless the request is with its sender: parts come and go by a split."""
    if request.status not in OPEN_TO_SENDER:
        raise Conflict("request_closed", number=request.number, status=request.status.value)


def has_several_bodies(findings: Iterable[JsonObject]) -> bool:
    return any(one["code"] == SEVERAL_BODIES for one in findings)


def _undecided_part(session: Session, who: Principal, part_id: UUID) -> tuple[PartRow, RequestRow]:
    part, request = open_part(session, who, part_id)
    require_shape_decision(who, request)
    require_analysed(part)
    if not has_several_bodies(part.findings):
        raise Conflict("bodies_only_one")
    return part, request


def _decision(
    session: Session,
    who: Principal,
    part: PartRow,
    status: SeparationStatus,
    *,
    reason: str = "",
) -> SeparationRow:
    file = session.get_one(FileRow, part.file_id)
    row = SeparationRow(
        request_id=part.request_id,
        part_id=part.id,
        status=status,
        source_file_id=file.id,
        source_sha256=file.sha256,
        unit=part.unit or "mm",
        decided_by=who.user_id,
        reason=reason,
    )
    session.add(row)
    session.flush()
    return row
