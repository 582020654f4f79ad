"""Background work as people see it, and what makes calls repeatable."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from amcenter.tables.columns import Json, JsonObject, Row, by_value


class TaskKind(StrEnum):
    ANALYSE = "analyse"
    PLAN = "plan"
    REPAIR = "repair"
    SEPARATE = "separate"


class TaskStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TaskRow(Row, table=True):
    """One piece of background work; the engine holds its place in the queue under the same id."""

    __tablename__ = "task"

    kind: TaskKind = Field(sa_type=by_value(TaskKind))
    subject_id: UUID = Field(index=True)
    """The part, plan, repair or separation that it works on."""
    owner: str = Field(max_length=64)
    """Whose share of the machine it uses (fairness)."""
    status: TaskStatus = Field(
        default=TaskStatus.QUEUED,
        sa_type=by_value(TaskStatus),
        index=True,
    )
    attempts: int = 0
    progress: JsonObject = Field(default_factory=dict, sa_type=Json)
    cancel_requested: bool = False
    finish_requested: bool = False
    """Finish now with the best so far."""
    error: JsonObject | None = Field(default=None, sa_type=Json)
    started_at: datetime | None = None
    ended_at: datetime | None = None


class WorkerRow(Row, table=True):
    """A worker process and when it last said that it is alive (database time)."""

    __tablename__ = "worker"

    executor: str = Field(unique=True, max_length=64)
    heartbeat_at: datetime


class IdempotencyRow(Row, table=True):
    """The answer to a creating call, kept so that a repeated call creates nothing new."""

    __tablename__ = "idempotency"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    user_id: UUID = Field(foreign_key="user.id")
    key: str = Field(max_length=200)
    request_sha256: str = Field(max_length=64)
    body: str


class CounterRow(Row, table=True):
    """The last number given out of a series (``R-2026``, ``B-2026`` ...)."""

    __tablename__ = "counter"

    series: str = Field(unique=True, max_length=32)
    value: int = 0
