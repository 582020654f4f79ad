"""The background work on a separation: take the bodies apart and make parts of them."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session

from amcenter.errors import BadInput, Refusal, UnreadableFile
from amcenter.intake.answers import MESH
from amcenter.intake.files import FileStore
from amcenter.intake.isolated import AnalysisLost, run_isolated
from amcenter.intake.limits import Limits
from amcenter.intake.separating import from_json
from amcenter.messages import Message
from amcenter.numbers import next_number
from amcenter.requests.choices import MAX_QUANTITY
from amcenter.requests.moves import SEPARATION
from amcenter.requests.repairing import ANSWER_MB
from amcenter.requests.repairs import name_of_version
from amcenter.requests.separations import require_splittable
from amcenter.requests.undecided import is_about, lock, outdate, tell
from amcenter.tables import (
    FileRow,
    PartRow,
    RequestRow,
    SeparationRow,
    SeparationStatus,
    TaskKind,
)
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Control, Interrupted, Queue

COMMON = (
    "request_id",
    "material_id",
    "process",
    "quality_class",
    "orientation_policy",
    "lead_s",
)
"""What a body keeps of how the whole was wanted."""


@dataclass(frozen=True, slots=True)
class Separating:
    """``work.body.Body`` of tasks of the kind ``separate``; their subject is a separation."""

    files: FileStore
    limits: Limits
    queue: Queue

    def begin(self, session: Session, subject_id: UUID) -> JsonObject | None:
        row = session.get(SeparationRow, subject_id)
        if row is None or row.status is not SeparationStatus.COMPUTING:
            return None
        name = session.get_one(FileRow, row.source_file_id).name
        return {"sha256": row.source_sha256, "name": name, "unit": row.unit}

    def run(self, request: JsonObject, control: Control) -> JsonObject:
        path, options = self.files.path(request["sha256"]), {"unit": request["unit"]}
        limits = replace(self.limits, answer_mb=ANSWER_MB)
        try:
            answer = run_isolated("separate", path, request["name"], options, limits)
        except AnalysisLost as lost:
            raise Interrupted(str(lost)) from lost
        except UnreadableFile as refusal:
            return {"why": _plain(refusal.message)}
        kinds = from_json(answer.document).kinds
        stored = [self.files.receive([answer.blobs[f"{MESH}{n}"]]) for n in range(len(kinds))]
        return {
            "bodies": [
                {"sha256": file.sha256, "size": file.size, "count": kind.count}
                for file, kind in zip(stored, kinds, strict=True)
            ]
        }

    def commit(self, session: Session, subject_id: UUID, outcome: JsonObject) -> None:
        row = session.get_one(SeparationRow, subject_id)
        request = lock(session, row)
        if row.status is not SeparationStatus.COMPUTING:
            return
        part = session.get_one(PartRow, row.part_id)
        if "why" in outcome:
            _give_up(session, row, request, outcome["why"])
            return
        try:
            _require_possible(request, part, row, outcome["bodies"])
        except Refusal as refusal:
            _give_up(session, row, request, _plain(refusal.message))
            return
        parts = [
            self._part_of(session, request, part, body, number)
            for number, body in enumerate(outcome["bodies"], start=1)
        ]
        row.part_ids = [str(one.id) for one in parts]
        _move(session, row, "separate", part)
        facts = {"parts": [one.number for one in parts], "file": str(part.file_id)}
        tell(session, None, request, part, "split", facts)
        outdate(session, None, part, request)
        session.delete(part)

    def fail(self, session: Session, subject_id: UUID, why: Message) -> None:
        row = session.get_one(SeparationRow, subject_id)
        request = lock(session, row)
        if row.status is SeparationStatus.COMPUTING:
            _give_up(session, row, request, _plain(why))

    def _part_of(
        self, session: Session, request: RequestRow, whole: PartRow, body: JsonObject, number: int
    ) -> PartRow:
        file = FileRow(
            sha256=body["sha256"],
            size_bytes=body["size"],
            name=name_of_version(whole.name, f"body {number}"),
            customer_id=request.customer_id,
        )
        session.add(file)
        session.flush()
        part = PartRow(
            **{field: getattr(whole, field) for field in COMMON},
            number=next_number(session, "P"),
            name=file.name,
            file_id=file.id,
            unit="mm",
            quantity=whole.quantity * body["count"],
        )
        session.add(part)
        session.flush()
        facts = {"file": file.name, "sha256": file.sha256, "from": whole.number}
        tell(session, None, request, part, "added", facts)
        self.queue.submit(session, TaskKind.ANALYSE, part.id, owner=str(request.customer_id))
        return part


def _require_possible(
    request: RequestRow, part: PartRow, row: SeparationRow, bodies: list[JsonObject]
) -> None:
    require_splittable(request)
    assert is_about(row, part), "a part that got another file has outdated its separation"
    most = max(part.quantity * body["count"] for body in bodies)
    if most > MAX_QUANTITY:
        raise BadInput("bodies_too_many_pieces", pieces=most, limit=MAX_QUANTITY)


def _give_up(session: Session, row: SeparationRow, request: RequestRow, why: JsonObject) -> None:
    part = session.get_one(PartRow, row.part_id)
    row.why = why
    _move(session, row, "give_up", part)
    tell(session, None, request, part, "split_without_result", {"separation": str(row.id)})


def _move(session: Session, row: SeparationRow, name: str, part: PartRow) -> None:
    row.status = SEPARATION.after(name, row.status, number=part.number)
    row.version += 1
    session.add(row)


def _plain(message: Message) -> JsonObject:
    return {"code": message.code, "params": dict(message.params)}
