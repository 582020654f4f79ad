"""A worker whose work is described by a file per subject.

Every start of work leaves a line in ``starts.txt``; every effect is an event in the database.
"""

import json
import os
import signal
import sys
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from amcenter.config import read_settings
from amcenter.db import make_engine
from amcenter.errors import BadInput
from amcenter.events import record
from amcenter.ids import new_id
from amcenter.messages import Message
from amcenter.tables import TaskKind
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Control, Queue
from amcenter.work.children import Limits, run_child
from amcenter.work.pace import Pace
from amcenter.work.queue import DbosQueue
from amcenter.work.worker import run_worker

CHILD = Path(__file__).with_name("toy_child.py")


class ToyBody:
    def __init__(self, folder: Path, queue: Queue) -> None:
        self.folder = folder
        self.queue = queue

    def begin(self, session: Session, subject_id: UUID) -> JsonObject | None:
        wanted = json.loads((self.folder / f"{subject_id}.json").read_text())
        return None if wanted["kind"] == "nothing" else {**wanted, "id": str(subject_id)}

    def run(self, request: JsonObject, control: Control) -> JsonObject:
        with (self.folder / "starts.txt").open("a") as starts:
            starts.write(f"{request['id']}\n")
        if request["kind"] in ("quick", "follow", "follow_and_refuse"):
            return {"kind": request["kind"]}
        if request["kind"] == "poison":
            os.kill(os.getpid(), signal.SIGKILL)
        if request["kind"] == "refuse":
            raise BadInput("not_found", what="toy", key=request["id"])
        if request["kind"] == "break":
            raise ZeroDivisionError
        limits = Limits(memory_mb=1000, seconds=60, grace_s=5)
        program = (sys.executable, "-I", "-S", str(CHILD), str(self.folder))
        return run_child(program, request, control, limits)

    def commit(self, session: Session, subject_id: UUID, outcome: JsonObject) -> None:
        record(session, "toy.done", who=None, subject_id=subject_id, data=outcome)
        if outcome["kind"].startswith("follow"):
            following = new_id()
            wanted = json.dumps({"kind": "quick", "seconds": 0})
            (self.folder / f"{following}.json").write_text(wanted)
            self.queue.submit(session, TaskKind.PLAN, following, owner=str(subject_id))
        if outcome["kind"].endswith(("refuse_commit", "and_refuse")):
            raise BadInput("not_found", what="toy", key=str(subject_id))

    def fail(self, session: Session, subject_id: UUID, why: Message) -> None:
        record(session, "toy.failed", who=None, subject_id=subject_id, data={"code": why.code})


def main(url: str, folder: Path, pace: Pace) -> None:
    with (folder / "worker.log").open("ab") as log:
        os.dup2(log.fileno(), 2)
    settings = read_settings(
        {"AMCENTER_DATABASE_URL": url, "AMCENTER_CORES": "2", "AMCENTER_DATA_DIR": str(folder)}
    )
    body = ToyBody(folder, DbosQueue(make_engine(url)))
    run_worker(settings, {TaskKind.ANALYSE: body, TaskKind.PLAN: body}, pace)
