"""The background work on a repair: work it out apart from us and propose it."""

import json
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session

from amcenter.errors import UnreadableFile
from amcenter.intake.answers import MESH
from amcenter.intake.files import FileStore
from amcenter.intake.isolated import AnalysisLost, run_isolated
from amcenter.intake.limits import Limits
from amcenter.messages import Message
from amcenter.requests.moves import REPAIR
from amcenter.requests.repairs import name_of_version
from amcenter.requests.undecided import lock, tell
from amcenter.tables import FileRow, PartRow, RepairRow, RepairStatus, RequestRow
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Control, Interrupted

ANSWER_MB = 600
"""Ten million triangles, the most that are read, have 500 MB as STL."""


@dataclass(frozen=True, slots=True)
class Repairing:
    """``work.body.Body`` of tasks of the kind ``repair``; their subject is a repair."""

    files: FileStore
    limits: Limits

    def begin(self, session: Session, subject_id: UUID) -> JsonObject | None:
        row = session.get(RepairRow, subject_id)
        if row is None or row.status is not RepairStatus.COMPUTING:
            return None
        name = session.get_one(FileRow, row.source_file_id).name
        return {"sha256": row.source_sha256, "name": name, "unit": row.unit}

    def run(self, request: JsonObject, control: Control) -> JsonObject:
        path = self.files.path(request["sha256"])
        limits = replace(self.limits, answer_mb=ANSWER_MB)
        try:
            answer = run_isolated(
                "repair", path, request["name"], {"unit": request["unit"]}, limits
            )
        except AnalysisLost as lost:
            raise Interrupted(str(lost)) from lost
        except UnreadableFile as refusal:  # nothing to repair, or nothing helps: an answer as well
            why = refusal.message
            return {"why": {"code": why.code, "params": dict(why.params)}}
        mesh = self.files.receive([answer.blobs[MESH]])
        proposal = self.files.receive([answer.document])
        return {"sha256": mesh.sha256, "size": mesh.size, "proposal_sha256": proposal.sha256}

    def commit(self, session: Session, subject_id: UUID, outcome: JsonObject) -> None:
        row = session.get_one(RepairRow, subject_id)
        request = lock(session, row)
        if row.status is not RepairStatus.COMPUTING:
            return  # the part got another file meanwhile
        if "why" in outcome:
            _give_up(session, row, request, outcome["why"])
            return
        source = session.get_one(FileRow, row.source_file_id)
        file = FileRow(
            sha256=outcome["sha256"],
            size_bytes=outcome["size"],
            name=name_of_version(source.name, "repaired"),
            customer_id=request.customer_id,
        )
        session.add(file)
        session.flush()
        row.file_id = file.id
        row.proposal = json.loads(self.files.path(outcome["proposal_sha256"]).read_bytes())
        _move(session, row, request, "propose", "repair_proposed")

    def fail(self, session: Session, subject_id: UUID, why: Message) -> None:
        row = session.get_one(RepairRow, subject_id)
        request = lock(session, row)
        if row.status is RepairStatus.COMPUTING:
            _give_up(session, row, request, {"code": why.code, "params": dict(why.params)})


def _give_up(session: Session, row: RepairRow, request: RequestRow, why: JsonObject) -> None:
    row.why = why
    _move(session, row, request, "give_up", "repair_without_result")


def _move(session: Session, row: RepairRow, request: RequestRow, name: str, verb: str) -> None:
    part = session.get_one(PartRow, row.part_id)
    row.status = REPAIR.after(name, row.status, number=part.number)
    row.version += 1
    session.add(row)
    tell(session, None, request, part, verb, {"repair": str(row.id)})
