"""Background work."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from amcenter import lists, rows
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.tables import TaskRow
from api.dependencies import Changing, OpenCentre, Reading, may
from api.schemas.base import PageOut
from api.schemas.events import TaskOut, TasksQuery

router = APIRouter(prefix="/tasks", tags=["tasks"])

Reader = Annotated[Principal, may(Action.SYSTEM_SEE)]
Writer = Annotated[Principal, may(Action.SYSTEM_WRITE)]


@router.get("", response_model=PageOut[TaskOut])
def list_tasks(
    asked: Annotated[TasksQuery, Query()], who: Reader, session: Reading
) -> Page[TaskRow]:
    """List background work."""
    return lists.tasks(session, who, asked.wanted, asked.filters)


@router.get("/{task_id}", response_model=TaskOut)
def get_task(task_id: UUID, who: Reader, session: Reading) -> TaskRow:
    """See how far background work is."""
    return rows.get(session, TaskRow, task_id)


@router.post("/{task_id}/cancel", response_model=TaskOut)
def cancel_task(task_id: UUID, who: Writer, centre: OpenCentre, session: Changing) -> TaskRow:
    """Ask for the end of background work without a result."""
    task = rows.get(session, TaskRow, task_id)
    centre.queue.cancel(session, task)
    return task


@router.post("/{task_id}/retry", response_model=TaskOut)
def retry_task(task_id: UUID, who: Writer, centre: OpenCentre, session: Changing) -> TaskRow:
    """Queue work again that failed or was cancelled; the answer is its new task."""
    return centre.queue.retry(session, rows.get(session, TaskRow, task_id))
