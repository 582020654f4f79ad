"""What workers do for each other: take up the work of the dead and clear away what is over."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from dbos import DBOS
from sqlalchemy import Engine
from sqlmodel import col, select

from amcenter.clock import now
from amcenter.db import reading, transaction
from amcenter.messages import Message
from amcenter.tables import TaskKind, TaskRow, TaskStatus
from amcenter.work.body import Body
from amcenter.work.lease import end_silent_leases, living
from amcenter.work.pace import Pace
from amcenter.work.settle import end_if_cancelled, give_up, unfinished

log = logging.getLogger(__name__)

BROKEN = ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
BATCH = 500


def take_up_from_the_dead(engine: Engine, pace: Pace) -> None:
    """Queue again what workers without a lease were doing.

    Who holds work is read before who is alive: a worker takes its lease before its first work, so
    that nobody who is alive can be missing from the second list.
    """
    holders = {
        workflow.executor_id
        for workflow in DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        if workflow.executor_id is not None
    }
    with transaction(engine) as session:
        end_silent_leases(session, lease_s=pace.lease_s)
        dead = sorted(holders - living(session))
    if dead:
        log.warning("taking up the work of dead workers: %s", ", ".join(dead))
        # Private, and pinned with the version of DBOS: the public call forgets whose work it takes.
        DBOS._recover_pending_workflows(dead)


def end_cancelled(engine: Engine, bodies: Mapping[TaskKind, Body]) -> None:
    """End waiting work that nobody wants any more, without waiting for its turn."""
    with reading(engine) as session:
        cancelled = session.exec(
            select(TaskRow.id)
            .where(TaskRow.status == TaskStatus.QUEUED)
            .where(col(TaskRow.cancel_requested))
        ).all()
    for task_id in cancelled:
        with transaction(engine) as session:
            task = unfinished(session, task_id)
            if task is not None and task.status is TaskStatus.QUEUED:
                end_if_cancelled(session, task, bodies[task.kind])


def give_up_broken(engine: Engine, bodies: Mapping[TaskKind, Body]) -> None:
    """Fail tasks that the engine itself has given up, so that no row waits for ever."""
    for workflow in DBOS.list_workflows(status=BROKEN, load_input=False, limit=BATCH):
        log.error("the engine gave up task %s: %s", workflow.workflow_id, workflow.error)
        with transaction(engine) as session:
            task = unfinished(session, UUID(workflow.workflow_id))
            if task is not None:
                why = Message("task_broken")
                give_up(session, task, bodies[task.kind], TaskStatus.FAILED, why)
        DBOS.delete_workflow(workflow.workflow_id)


def forget_old_work(pace: Pace) -> None:
    """Let the engine forget finished work; our rows stay."""
    before = (now() - timedelta(days=pace.keep_days)).isoformat()
    while old := DBOS.list_workflows(
        status="SUCCESS",
        completed_before=before,
        load_input=False,
        load_output=False,
        limit=BATCH,
    ):
        DBOS.delete_workflows([workflow.workflow_id for workflow in old])
