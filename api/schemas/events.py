"""What happened, and how far background work is."""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from amcenter.tables import TaskKind, TaskStatus
from api.schemas.base import Key, MessageOut, Out, PageQuery, RowOut


class EventOut(Out):
    id: int
    at: AwareDatetime
    actor_id: UUID | None
    """Null: the system itself."""
    kind: str = Field(examples=["plan.published"])
    subject: str = Field(examples=["plan"])
    subject_id: UUID
    customer_id: UUID | None
    data: dict[str, Any]


class EventsQuery(PageQuery):
    sort: Literal["id", "-id"] = "-id"
    subject: Key | None = None
    subject_id: UUID | None = None
    kind: Key | None = None


class TaskOut(RowOut):
    """Background work on a part or plan."""

    kind: TaskKind
    subject_id: UUID
    status: TaskStatus
    attempts: int
    progress: dict[str, Any]
    """Of a plan run: ``objective``, ``lower_bound``, ``elapsed_s`` ..."""
    error: MessageOut | None
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None


class TasksQuery(PageQuery):
    sort: Literal["created_at", "-created_at"] = "-created_at"
    kind: TaskKind | None = None
    status: TaskStatus | None = None
    subject_id: UUID | None = None
