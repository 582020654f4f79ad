"""What is proposed or being worked out for the file of a part, and nobody has decided yet."""

from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.events import record
from amcenter.requests.moves import REPAIR, SEPARATION
from amcenter.tables import (
    FileRow,
    PartRow,
    PartStatus,
    RepairRow,
    RepairStatus,
    RequestRow,
    SeparationRow,
    TaskKind,
)
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Queue

CURABLE = frozenset({"not_closed", "mixed_normals", "repeated_triangles", "no_volume"})
"""Blocking findings that a repair may cure."""


def newest_repair(session: Session, part_id: UUID) -> RepairRow | None:
    """Return the newest repair of a part."""
    wanted = select(RepairRow).where(RepairRow.part_id == part_id)
    order = col(RepairRow.created_at).desc(), col(RepairRow.id).desc()
    return session.exec(wanted.order_by(*order)).first()


def newest_separation(session: Session, part_id: UUID) -> SeparationRow | None:
    """Return the newest separation of a part."""
    wanted = select(SeparationRow).where(SeparationRow.part_id == part_id)
    order = col(SeparationRow.created_at).desc(), col(SeparationRow.id).desc()
    return session.exec(wanted.order_by(*order)).first()


def begin_repair(
    session: Session, queue: Queue, part: PartRow, request: RequestRow, *, who: Principal | None
) -> RepairRow:
    """Have a repair worked out for the file of a part, unless that is going on or proposed."""
    known = newest_repair(session, part.id)
    if known is not None and known.status in (RepairStatus.COMPUTING, RepairStatus.PROPOSED):
        return known
    file = session.get_one(FileRow, part.file_id)
    row = RepairRow(
        request_id=request.id,
        part_id=part.id,
        source_file_id=file.id,
        source_sha256=file.sha256,
        unit=part.unit or "mm",
    )
    session.add(row)
    session.flush()
    tell(session, who, request, part, "repair_asked", {"repair": str(row.id)})
    queue.submit(session, TaskKind.REPAIR, row.id, owner=str(request.customer_id))
    return row


def lock(session: Session, row: RepairRow | SeparationRow) -> RequestRow:
    """Keep everybody else from the request of a row, and with it from its parts, and return it."""
    request = session.get_one(RequestRow, row.request_id, with_for_update=True)
    session.refresh(row)
    return request


def propose_unasked(session: Session, queue: Queue, part: PartRow) -> None:
    """Have a repair worked out for a part that only a repair can get into a build.

    Once for a file: what was declined or could not be repaired is not proposed again unasked.
    """
    codes = {one["code"] for one in part.findings}
    known = newest_repair(session, part.id)
    if part.status is not PartStatus.ANALYSED or not codes & CURABLE:
        return
    if known is None or not is_about(known, part):
        request = session.get_one(RequestRow, part.request_id)
        begin_repair(session, queue, part, request, who=None)


def is_about(row: RepairRow | SeparationRow, part: PartRow) -> bool:
    """Return whether the part still has the file, read in the unit, that the row is about."""
    return row.source_file_id == part.file_id and row.unit == part.unit


def outdate(session: Session, who: Principal | None, part: PartRow, request: RequestRow) -> None:
    """End what is undecided, or was decided only for the file that the part had so far."""
    repair = newest_repair(session, part.id)
    if repair is not None and "outdate" in REPAIR.possible(repair.status):
        repair.status = REPAIR.after("outdate", repair.status, number=part.number)
        repair.version += 1
        session.add(repair)
        tell(session, who, request, part, "repair_outdated", {"repair": str(repair.id)})
    separation = newest_separation(session, part.id)
    if separation is not None and "outdate" in SEPARATION.possible(separation.status):
        separation.status = SEPARATION.after("outdate", separation.status, number=part.number)
        separation.version += 1
        session.add(separation)


def tell(
    session: Session,
    who: Principal | None,
    request: RequestRow,
    part: PartRow,
    verb: str,
    facts: JsonObject,
) -> None:
    """Record what happened to a part; ``who`` None is the system itself."""
    record(
        session,
        f"part.{verb}",
        who=who,
        subject_id=part.id,
        customer_id=request.customer_id,
        data={"number": part.number, **facts},
    )
