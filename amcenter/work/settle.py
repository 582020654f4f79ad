"""The row of a task from the first attempt to its end.

The number of the attempt is a fencing token: a worker that was taken for dead and comes back finds
a higher number in the row, and nothing that it brings counts any more.
"""

import logging
from collections.abc import Callable
from uuid import UUID

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from amcenter.clock import now
from amcenter.errors import Refusal
from amcenter.messages import Message
from amcenter.tables import TaskRow, TaskStatus
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Body

log = logging.getLogger(__name__)

UNFINISHED = (TaskStatus.QUEUED, TaskStatus.RUNNING)


def claim(session: Session, task_id: UUID, body: Body, *, attempts: int) -> int | None:
    """Begin an attempt and return its number; None: there is nothing (more) to do.

    It is counted before anything else happens, so that work which kills its process is found out.
    """
    task = unfinished(session, task_id)
    if task is None:
        return None
    if end_if_cancelled(session, task, body):
        return None
    if task.attempts >= attempts:
        why = Message("task_kills_process", {"attempts": task.attempts})
        give_up(session, task, body, TaskStatus.FAILED, why)
        return None
    task.attempts += 1
    task.status = TaskStatus.RUNNING
    task.started_at = task.started_at or now()
    session.add(task)
    return task.attempts


def finish(
    session: Session, task_id: UUID, body: Body, *, attempt: int, outcome: JsonObject | None
) -> None:
    """Store the outcome on the subject and end the task; None: there was nothing to do."""
    task = unfinished(session, task_id)
    if task is None or task.attempts != attempt:
        return
    if end_if_cancelled(session, task, body):
        return
    why = None
    if outcome is not None:
        why = guarded(session, lambda: body.commit(session, task.subject_id, outcome))
    if why is None:
        _end(session, task, TaskStatus.DONE)
    else:
        give_up(session, task, body, TaskStatus.FAILED, why)


def fail(
    session: Session,
    task_id: UUID,
    body: Body,
    *,
    attempt: int,
    status: TaskStatus,
    why: Message,
) -> None:
    """End the task without an outcome."""
    task = unfinished(session, task_id)
    if task is not None and task.attempts == attempt:
        give_up(session, task, body, status, why)


def end_if_cancelled(session: Session, task: TaskRow, body: Body) -> bool:
    """End the task if nobody wants it any more, and return whether that was so."""
    if task.cancel_requested:
        give_up(session, task, body, TaskStatus.CANCELLED, Message("task_cancelled"))
    return task.cancel_requested


def give_up(session: Session, task: TaskRow, body: Body, status: TaskStatus, why: Message) -> None:
    """End the task and say why on its subject; a subject that refuses does not keep it alive."""
    guarded(session, lambda: body.fail(session, task.subject_id, why))
    task.error = {"code": why.code, "params": dict(why.params)}
    _end(session, task, status)


def unfinished(session: Session, task_id: UUID) -> TaskRow | None:
    """Return the task, locked until the end of the transaction, if it still waits or runs."""
    task = session.get(TaskRow, task_id, with_for_update=True)
    return task if task is not None and task.status in UNFINISHED else None


def guarded(session: Session, change: Callable[[], None]) -> Message | None:
    """Make a change or, if it cannot be made, undo it and return why."""
    try:
        with session.begin_nested():
            change()
    except Refusal as refusal:
        return refusal.message
    except OperationalError:
        raise  # the database, not the work: the whole transaction is tried again
    except Exception:
        log.exception("background work broke while storing its outcome")
        return Message("task_broken")
    return None


def _end(session: Session, task: TaskRow, status: TaskStatus) -> None:
    task.status = status
    task.ended_at = now()
    session.add(task)
