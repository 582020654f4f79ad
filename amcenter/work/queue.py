"""Handing work over: what the API does. It never does any of the work itself."""

from uuid import UUID

from dbos import EnqueueOptions
from sqlalchemy import Engine
from sqlmodel import Session

from amcenter.errors import Conflict
from amcenter.tables import TaskKind, TaskRow, TaskStatus
from amcenter.work.engine import SERIALIZATION, VERSION, WORKFLOW, make_client
from amcenter.work.settle import UNFINISHED


class DbosQueue:
    """The durable queue; ``run_worker`` is its other end."""

    def __init__(self, engine: Engine) -> None:
        self._client = make_client(engine)

    def submit(self, session: Session, kind: TaskKind, subject_id: UUID, *, owner: str) -> TaskRow:
        task = TaskRow(kind=kind, subject_id=subject_id, owner=owner)
        session.add(task)
        session.flush()
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "workflow_id": str(task.id),
            "app_version": VERSION,
            "queue_name": kind.value,
            "queue_partition_key": owner,
            "serialization_type": SERIALIZATION,
        }
        self._client.enqueue_in_transaction(session, options, kind.value, str(task.id))
        return task

    def cancel(self, session: Session, task: TaskRow) -> None:
        """Ask for the end; a worker grants it, waiting work within about a second as well."""
        _refuse_finished(task)
        task.cancel_requested = True
        session.add(task)

    def finish_early(self, session: Session, task: TaskRow) -> None:
        _refuse_finished(task)
        task.finish_requested = True
        session.add(task)

    def retry(self, session: Session, task: TaskRow) -> TaskRow:
        if task.status not in (TaskStatus.FAILED, TaskStatus.CANCELLED):
            raise Conflict("task_not_failed", status=task.status.value)
        return self.submit(session, task.kind, task.subject_id, owner=task.owner)


def _refuse_finished(task: TaskRow) -> None:
    if task.status not in UNFINISHED:
        raise Conflict("task_finished", status=task.status.value)
