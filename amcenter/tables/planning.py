"""Plans, their builds and the dates that were told."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from amcenter.tables.columns import Json, JsonObject, Row, SharedRow, by_value


class PlanStatus(StrEnum):
    DRAFT = "draft"
    """Being prepared by a person (locks), not yet run."""
    QUEUED = "queued"
    SOLVING = "solving"
    PROPOSED = "proposed"
    IMPOSSIBLE = "impossible"
    FAILED = "failed"
    CANCELLED = "cancelled"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"


class BuildStatus(StrEnum):
    PLANNED = "planned"
    """In the published plan; the next plan may still change it."""
    RELEASED = "released"
    """Handed to the floor: fixed from here on."""
    RUNNING = "running"
    COOLING = "cooling"
    UNLOADED = "unloaded"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PlanRow(SharedRow, table=True):
    __tablename__ = "plan"

    number: str = Field(unique=True, max_length=32)
    parent_id: UUID | None = Field(default=None, foreign_key="plan.id")
    """The plan that it was forked from."""
    created_by: UUID | None = Field(default=None, foreign_key="user.id")
    status: PlanStatus = Field(
        default=PlanStatus.DRAFT,
        sa_type=by_value(PlanStatus),
        index=True,
    )
    origin_at: datetime
    """Second zero of its Problem."""
    seconds: int
    """How long the search may take."""
    seed: int = 0
    weights: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    objective: int | None = None
    lower_bound: int | None = None
    terms: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    stop_reason: str | None = Field(default=None, max_length=32)
    reasons: list[JsonObject] = Field(default_factory=list, sa_type=Json)
    """Why it is impossible: ``{"code", "params"}`` each."""
    problem_sha256: str | None = Field(default=None, max_length=64)
    result_sha256: str | None = Field(default=None, max_length=64)
    piece_count: int = 0
    build_count: int = 0
    decided_by: UUID | None = Field(default=None, foreign_key="user.id")
    decided_at: datetime | None = None
    reason: str = Field(default="", max_length=2000)


class LockRow(Row, table=True):
    """A person's decision that the runs of a plan keep (``solver.builds.Lock``)."""

    __tablename__ = "lock"

    plan_id: UUID = Field(foreign_key="plan.id", index=True)
    created_by: UUID | None = Field(default=None, foreign_key="user.id")
    pieces: list[str] = Field(sa_type=Json)
    """Serials of the pieces that stay together."""
    machine_id: UUID | None = Field(default=None, foreign_key="machine.id")
    start_at: datetime | None = None
    placements: list[JsonObject] = Field(default_factory=list, sa_type=Json)
    closed: bool = False


class PlanEditRow(Row, table=True):
    """A change of a draft by hand: what was wanted, and how to take it back."""

    __tablename__ = "plan_edit"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    plan_id: UUID = Field(foreign_key="plan.id", index=True)
    number: int
    """Edits of a plan count from 1; the one undone last is the highest that is not undone."""
    created_by: UUID | None = Field(default=None, foreign_key="user.id")
    wish: JsonObject = Field(sa_type=Json)
    """``{"kind": "move_build", ...}``, see ``planning.hand.wishes``."""
    before: JsonObject = Field(sa_type=Json)
    """The answer and the locks that the plan had before."""
    undone: bool = False


class BuildRow(SharedRow, table=True):
    """A build of the published plan, alive on the floor."""

    __tablename__ = "build"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    number: str = Field(unique=True, max_length=32)
    plan_id: UUID = Field(foreign_key="plan.id", index=True)
    key: str = Field(max_length=64)
    """Its key in the plan's schedule."""
    machine_id: UUID = Field(foreign_key="machine.id", index=True)
    parameter_set_id: UUID = Field(foreign_key="parameter_set.id")
    build_key: str = Field(max_length=300)
    status: BuildStatus = Field(
        default=BuildStatus.PLANNED,
        sa_type=by_value(BuildStatus),
        index=True,
    )
    start_at: datetime = Field(index=True)
    print_start_at: datetime
    print_end_at: datetime
    cool_end_at: datetime
    end_at: datetime
    started_at: datetime | None = None
    """Actual times, as reported from the floor."""
    ended_at: datetime | None = None
    height_um: int
    layers: int
    utilisation: float
    """Share of the usable platform (of the usable volume where pieces are stacked)."""
    powder_g: float
    """Powder that the build needs, see ``Process.powder_g``."""


class PlacementRow(Row, table=True):
    __tablename__ = "placement"
    __table_args__ = (UniqueConstraint("build_id", "piece_id"),)

    build_id: UUID = Field(foreign_key="build.id", index=True)
    piece_id: UUID = Field(foreign_key="piece.id", index=True)
    orientation: str = Field(max_length=64)
    x_um: int
    y_um: int
    z_um: int
    angle_mdeg: int


class PromiseRow(Row, table=True):
    """A date that was told to the requester; a later row of the same request replaces it."""

    __tablename__ = "promise"

    request_id: UUID = Field(foreign_key="request.id", index=True)
    plan_id: UUID = Field(foreign_key="plan.id")
    promised_at: datetime
    reason: str = Field(default="", max_length=2000)
