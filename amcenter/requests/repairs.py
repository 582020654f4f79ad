"""Repaired files: proposed by the system, put in place of the sent one only by a person."""

from pathlib import PurePath
from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.clock import now
from amcenter.edits import apply, reason_given
from amcenter.errors import Conflict, NotFound
from amcenter.requests.access import open_part, part_for, require_shape_decision
from amcenter.requests.moves import REPAIR
from amcenter.requests.parts import revise
from amcenter.requests.undecided import begin_repair, is_about, newest_repair, tell
from amcenter.tables import FileRow, PartRow, PartStatus, RepairRow, RequestRow
from amcenter.work.body import Queue


def ask(session: Session, who: Principal, queue: Queue, part_id: UUID) -> RepairRow:
    """Ask for a repair of a part's file; one that is under way or proposed is returned instead."""
    part, request = open_part(session, who, part_id)
    require_analysed(part)
    return begin_repair(session, queue, part, request, who=who)


def seen(session: Session, who: Principal, part_id: UUID) -> RepairRow:
    """Return the newest repair of a part."""
    require(who, Action.REQUEST_SEE)
    part, _ = part_for(session, who, part_id)
    return _newest(session, part)


def accept(
    session: Session, who: Principal, queue: Queue, part_id: UUID, *, version: int | None = None
) -> RepairRow:
    """Make the repaired file the next revision of the part; the sent one stays stored."""
    part, request = open_part(session, who, part_id)
    row = _decide(session, who, part, request, "accept", version=version)
    if not is_about(row, part) or row.file_id is None:
        raise Conflict("repair_outdated", number=part.number)
    file = session.get_one(FileRow, row.file_id)
    revise(session, who, queue, part, file, name=part.name, unit="mm", verb="repair_accepted")
    return row


def decline(
    session: Session, who: Principal, part_id: UUID, *, reason: str, version: int | None = None
) -> RepairRow:
    """Leave the file of a part as it was sent."""
    part, request = open_part(session, who, part_id)
    text = reason_given(reason)
    row = _decide(session, who, part, request, "decline", version=version, reason=text)
    tell(session, who, request, part, "repair_declined", {"repair": str(row.id), "reason": text})
    return row


def require_analysed(part: PartRow) -> None:
    """Raise Conflict unless the file of a part is known, and in which unit it was drawn."""
    if part.status is not PartStatus.ANALYSED:
        raise Conflict(f"part_{part.status.value}", number=part.number, part=part.name)


def name_of_version(name: str, version: str) -> str:
    """Return the name of a file that was made from another: ``vane.3mf`` gives ``vane, v.stl``."""
    end = f", {version}.stl"
    return PurePath(name).stem[: 300 - len(end)] + end


def _newest(session: Session, part: PartRow) -> RepairRow:
    row = newest_repair(session, part.id)
    if row is None:
        raise NotFound("not_found", what="repair", key=str(part.id))
    return row


def _decide(
    session: Session,
    who: Principal,
    part: PartRow,
    request: RequestRow,
    name: str,
    *,
    version: int | None,
    reason: str = "",
) -> RepairRow:
    require_shape_decision(who, request)
    row = _newest(session, part)
    status = REPAIR.after(name, row.status, number=part.number)
    decision = {"decided_by": who.user_id, "decided_at": now(), "reason": reason}
    apply(session, row, {"status": status, **decision}, version=version)
    return row
