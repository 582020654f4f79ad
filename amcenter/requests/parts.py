"""The parts of a request: files, with how many pieces are wanted and how."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.edits import apply
from amcenter.events import record
from amcenter.intake.files import FileStore, StoredFile
from amcenter.intake.units import mm_per_unit
from amcenter.numbers import next_number
from amcenter.requests.access import open_part, request_for, require_open
from amcenter.requests.choices import PartChoices, require_possible
from amcenter.requests.findings import renewed_findings
from amcenter.requests.undecided import outdate
from amcenter.tables import FileRow, PartRow, PartStatus, RequestRow, TaskKind
from amcenter.work.body import Queue

NOTHING_KNOWN: Mapping[str, object] = {
    "status": PartStatus.RECEIVED,
    "document_sha256": None,
    "thumbnail_sha256": None,
    "preview_sha256": None,
    "plate_preview_sha256": None,
    "shape_key": None,
    "summary": None,
    "findings": [],
    "findings_stale": False,
    "error": None,
}


def add(
    session: Session,
    who: Principal,
    queue: Queue,
    request_id: UUID,
    file: StoredFile,
    name: str,
    *,
    unit: str | None = None,
    choices: PartChoices | None = None,
) -> PartRow:
    """Add a part to a request and have it analysed; all of it appears in one commit."""
    require(who, Action.REQUEST_WRITE)
    request = request_for(session, who, request_id, lock=True)
    require_open(who, request)
    _require_unit(unit)
    part = PartRow(
        request_id=request.id,
        number=next_number(session, "P"),
        name=name[:300],
        file_id=_remember(session, who, request, file, name).id,
        unit=unit,
    )
    require_possible(session, part, choices or {})
    for field, value in (choices or {}).items():
        setattr(part, field, value)
    session.add(part)
    session.flush()
    _record(session, who, request, part, "added", {"file": name, "sha256": file.sha256})
    _analyse(session, queue, part, request)
    return part


def edit(
    session: Session,
    who: Principal,
    files: FileStore,
    part_id: UUID,
    choices: PartChoices,
    *,
    version: int | None = None,
) -> PartRow:
    """Change how the pieces of a part are wanted; what is wrong with it is found anew."""
    part, request = open_part(session, who, part_id)
    require_possible(session, part, choices)
    changed = apply(session, part, choices, version=version)
    if changed:
        part.findings = renewed_findings(session, files, part)
        part.findings_stale = False
        _record(session, who, request, part, "edited", changed)
    return part


def set_unit(
    session: Session,
    who: Principal,
    queue: Queue,
    part_id: UUID,
    unit: str,
    *,
    version: int | None = None,
) -> PartRow:
    """Say in which unit the file was drawn and have it analysed again."""
    part, request = open_part(session, who, part_id)
    _require_unit(unit)
    apply(session, part, {**NOTHING_KNOWN, "unit": unit}, version=version)
    outdate(session, who, part, request)
    _record(session, who, request, part, "unit_set", {"unit": unit})
    _analyse(session, queue, part, request)
    return part


def replace_file(
    session: Session,
    who: Principal,
    queue: Queue,
    part_id: UUID,
    file: StoredFile,
    name: str,
    *,
    unit: str | None = None,
    version: int | None = None,
) -> PartRow:
    """Give a part a new shape: its next revision."""
    part, request = open_part(session, who, part_id)
    _require_unit(unit)
    row = _remember(session, who, request, file, name)
    revise(
        session,
        who,
        queue,
        part,
        row,
        name=row.name,
        unit=unit,
        verb="file_replaced",
        version=version,
    )
    return part


def revise(
    session: Session,
    who: Principal,
    queue: Queue,
    part: PartRow,
    file: FileRow,
    *,
    name: str,
    unit: str | None,
    verb: str,
    version: int | None = None,
) -> None:
    """Make a stored file the next revision of a part and have it analysed."""
    request = session.get_one(RequestRow, part.request_id)
    revision = {
        "file_id": file.id,
        "name": name,
        "revision": part.revision + 1,
        "unit": unit,
        "orientation": None,
    }
    apply(session, part, {**NOTHING_KNOWN, **revision}, version=version)
    outdate(session, who, part, request)
    facts = {"revision": part.revision, "file": file.name, "sha256": file.sha256}
    _record(session, who, request, part, verb, facts)
    _analyse(session, queue, part, request)


def remove(session: Session, who: Principal, part_id: UUID, *, version: int | None = None) -> None:
    """Take a part out of a request; its file and its history stay."""
    part, request = open_part(session, who, part_id)
    apply(session, part, {}, version=version)
    outdate(session, who, part, request)
    _record(session, who, request, part, "removed", {"file": part.name})
    session.delete(part)


def _require_unit(unit: str | None) -> None:
    if unit is not None:
        mm_per_unit(unit)


def _remember(
    session: Session, who: Principal, request: RequestRow, file: StoredFile, name: str
) -> FileRow:
    row = FileRow(
        sha256=file.sha256,
        size_bytes=file.size,
        name=name[:300],
        customer_id=request.customer_id,
        owner_id=who.user_id,
    )
    session.add(row)
    session.flush()
    return row


def _analyse(session: Session, queue: Queue, part: PartRow, request: RequestRow) -> None:
    queue.submit(session, TaskKind.ANALYSE, part.id, owner=str(request.customer_id))


def _record(
    session: Session,
    who: Principal,
    request: RequestRow,
    part: PartRow,
    verb: str,
    facts: Mapping[str, object],
) -> None:
    record(
        session,
        f"part.{verb}",
        who=who,
        subject_id=part.id,
        customer_id=request.customer_id,
        data={"number": part.number, **facts},
    )
