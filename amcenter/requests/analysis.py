"""The background work on a part: read its file apart from us, measure it, say what is wrong."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session

from amcenter.events import record
from amcenter.intake.answers import DOCUMENT, PLATE_PREVIEW, PREVIEW, THUMBNAIL
from amcenter.intake.document import from_json, to_json
from amcenter.intake.files import FileStore
from amcenter.intake.isolated import AnalysisLost, run_isolated
from amcenter.intake.limits import Limits
from amcenter.messages import Message
from amcenter.requests.findings import findings_of
from amcenter.requests.known import known_analysis
from amcenter.requests.summary import summary_of
from amcenter.requests.undecided import propose_unasked
from amcenter.shop.shop import load_shop
from amcenter.tables import FileRow, PartRow, PartStatus, RequestRow
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Control, Interrupted, Queue

TO_ANALYSE = (PartStatus.RECEIVED, PartStatus.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Analysis:
    """``work.body.Body`` of tasks of the kind ``analyse``; their subject is a part."""

    files: FileStore
    limits: Limits
    queue: Queue

    def begin(self, session: Session, subject_id: UUID) -> JsonObject | None:
        part = session.get(PartRow, subject_id)
        if part is None or part.status not in TO_ANALYSE:
            return None
        return _question(session, part) | {"known": known_analysis(session, part)}

    def run(self, request: JsonObject, control: Control) -> JsonObject:
        question = {name: request[name] for name in ("sha256", "name", "unit")}
        known: JsonObject | None = request["known"]
        stored = self._measured(question) if known is None else self._renamed(known, question)
        return {"question": question, "stored": stored}

    def _measured(self, request: JsonObject) -> JsonObject:
        """Have a child process analyse the file; return the hashes of what that gave."""
        path = self.files.path(request["sha256"])
        options = {"unit": request["unit"], "pictures": True}
        try:
            answer = run_isolated("analyse", path, request["name"], options, self.limits)
        except AnalysisLost as lost:
            raise Interrupted(str(lost)) from lost
        blobs = {DOCUMENT: answer.document, **answer.blobs}
        return {name: self.files.receive([blob]).sha256 for name, blob in blobs.items()}

    def _renamed(self, known: JsonObject, question: JsonObject) -> JsonObject:
        """Return the hashes of an analysis of the same bytes, with the name that they have now."""
        document = from_json(self.files.path(known[DOCUMENT]).read_bytes())
        renamed = to_json(replace(document, name=question["name"]))
        return known | {DOCUMENT: self.files.receive([renamed]).sha256}

    def commit(self, session: Session, subject_id: UUID, outcome: JsonObject) -> None:
        part = session.get(PartRow, subject_id, with_for_update=True)
        if part is None or _question(session, part) != outcome["question"]:
            return  # taken away or changed meanwhile; the change has queued its own analysis
        stored: JsonObject = outcome["stored"]
        document = from_json(self.files.path(stored[DOCUMENT]).read_bytes())
        doubtful = document.unit.doubtful
        part.status = PartStatus.NEEDS_UNIT if doubtful else PartStatus.ANALYSED
        part.unit = None if doubtful else document.unit.name
        part.document_sha256 = stored[DOCUMENT]
        part.thumbnail_sha256 = stored.get(THUMBNAIL)
        part.preview_sha256 = stored.get(PREVIEW)
        part.plate_preview_sha256 = stored.get(PLATE_PREVIEW)
        part.shape_key = document.fingerprint.shape_key
        part.summary = summary_of(document)
        part.findings = findings_of(document, part, load_shop(session))
        part.findings_stale = False
        part.error = None
        _record(session, part, "analysed", {"status": part.status.value})
        propose_unasked(session, self.queue, part)

    def fail(self, session: Session, subject_id: UUID, why: Message) -> None:
        part = session.get(PartRow, subject_id, with_for_update=True)
        if part is None or part.status not in TO_ANALYSE:
            return
        part.status = PartStatus.UNREADABLE
        part.error = {"code": why.code, "params": dict(why.params)}
        _record(session, part, "unreadable", part.error)


def _question(session: Session, part: PartRow) -> JsonObject:
    file = session.get_one(FileRow, part.file_id)
    return {"sha256": file.sha256, "name": file.name, "unit": part.unit}


def _record(session: Session, part: PartRow, verb: str, facts: JsonObject) -> None:
    part.version += 1
    session.add(part)
    request = session.get_one(RequestRow, part.request_id)
    record(
        session,
        f"part.{verb}",
        who=None,
        subject_id=part.id,
        customer_id=request.customer_id,
        data={"number": part.number, "request": request.number, **facts},
    )
