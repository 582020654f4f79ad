"""Findings that the centre has overtaken: its rules or machines have changed since."""

from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from amcenter.db import reading, transaction
from amcenter.errors import Conflict
from amcenter.events import record
from amcenter.intake.files import FileStore
from amcenter.requests.findings import renewed_findings
from amcenter.tables import PartRow, RequestRow

BATCH = 100


def renew_stale(engine: Engine, files: FileStore) -> int:
    """Find anew what is stale, each part in a transaction of its own; return how many were."""
    with reading(engine) as session:
        wanted = select(PartRow.id).where(col(PartRow.findings_stale)).limit(BATCH)
        stale = session.exec(wanted).all()
    for part_id in stale:
        with transaction(engine) as session:
            _renew(session, files, part_id)
    return len(stale)


def require_fresh(part: PartRow) -> None:
    """Raise Conflict for a part whose findings are stale: nobody decides on what may be wrong."""
    if part.findings_stale:
        raise Conflict("findings_stale", part=part.name, number=part.number)


def _renew(session: Session, files: FileStore, part_id: UUID) -> None:
    part = session.get(PartRow, part_id, with_for_update=True, populate_existing=True)
    if part is None or not part.findings_stale:
        return  # taken out or renewed meanwhile
    before = {one["code"] for one in part.findings}
    findings = renewed_findings(session, files, part)
    part.findings_stale = False
    session.add(part)
    if findings == part.findings:
        return
    part.findings = findings
    part.version += 1
    request = session.get_one(RequestRow, part.request_id)
    after = {one["code"] for one in findings}
    record(
        session,
        "part.findings_renewed",
        who=None,
        subject_id=part.id,
        customer_id=request.customer_id,
        data={
            "number": part.number,
            "added": sorted(after - before),
            "gone": sorted(before - after),
        },
    )
