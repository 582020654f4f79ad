"""Background work without an engine: the same process does it when it is told to.

It serves tests and the command line. A crash loses its place in the queue; everything else (one
commit for a task and its subject, refusals, cancelling) is as with the durable engine.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from amcenter.db import reading, transaction
from amcenter.tables import TaskKind, TaskRow, TaskStatus
from amcenter.work.body import Body
from amcenter.work.perform import Task


class InlineQueue:
    """A queue that is worked off by ``drain``."""

    def submit(self, session: Session, kind: TaskKind, subject_id: UUID, *, owner: str) -> TaskRow:
        task = TaskRow(kind=kind, subject_id=subject_id, owner=owner)
        session.add(task)
        session.flush()
        return task

    def cancel(self, session: Session, task: TaskRow) -> None:
        task.cancel_requested = True
        session.add(task)

    def finish_early(self, session: Session, task: TaskRow) -> None:
        task.finish_requested = True
        session.add(task)

    def retry(self, session: Session, task: TaskRow) -> TaskRow:
        return self.submit(session, task.kind, task.subject_id, owner=task.owner)


def drain(engine: Engine, bodies: Mapping[TaskKind, Body]) -> int:
    """Do all queued work of the kinds given, oldest first; return how many tasks that were."""
    done = 0
    while (waiting := _next_queued(engine, list(bodies))) is not None:
        task_id, kind = waiting
        _perform(Task(engine, bodies[kind], task_id))
        done += 1
    return done


def _next_queued(engine: Engine, kinds: Sequence[TaskKind]) -> tuple[UUID, TaskKind] | None:
    with reading(engine) as session:
        task = session.exec(
            select(TaskRow)
            .where(TaskRow.status == TaskStatus.QUEUED, col(TaskRow.kind).in_(kinds))
            .order_by(col(TaskRow.created_at), col(TaskRow.id))
        ).first()
        return None if task is None else (task.id, task.kind)


def _perform(task: Task) -> None:
    answer = task.perform(attempts=1)
    if answer is None:
        return
    with transaction(task.engine) as session:
        task.store(session, answer)
