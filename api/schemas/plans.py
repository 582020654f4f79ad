"""Plans, their locks and builds."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from amcenter.tables import BuildStatus, PlanStatus
from api.schemas.base import (
    INT_MAX,
    In,
    MessageOut,
    Moment,
    Out,
    PageQuery,
    Prose,
    Reason,
    RowOut,
    SharedRowOut,
    example,
)

Serial = Annotated[str, StringConstraints(pattern=r"^\S{1,40}$")]
Term = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Micrometres = Annotated[int, Field(ge=-INT_MAX, le=INT_MAX)]


class PlanIn(In):
    model_config = example(seconds=60, seed=1)

    seconds: int = Field(default=60, ge=1, le=3600)
    """How long the search may take."""
    seed: int = Field(default=0, ge=0, le=INT_MAX)
    weights: dict[Term, Annotated[int, Field(ge=0, le=1_000_000)]] = Field(
        default={}, max_length=20
    )
    """Objective terms and their weights; empty: the defaults."""


class PlansQuery(PageQuery):
    sort: Literal["created_at", "-created_at", "number", "-number"] = "-created_at"
    status: PlanStatus | None = None
    parent_id: UUID | None = None


class PlanOut(SharedRowOut):
    number: str
    parent_id: UUID | None
    created_by: UUID | None
    status: PlanStatus
    origin_at: AwareDatetime
    seconds: int
    seed: int
    weights: dict[str, int]
    objective: int | None
    lower_bound: int | None
    """No schedule can be better."""
    terms: dict[str, int]
    stop_reason: str | None
    reasons: list[MessageOut]
    """Why it is impossible."""
    piece_count: int
    build_count: int
    decided_by: UUID | None
    decided_at: AwareDatetime | None
    reason: str


class BarOut(Out):
    """A build on the timeline."""

    key: str
    id: UUID | None
    """Null until the plan is published."""
    number: str | None
    version: int | None
    machine_id: UUID
    status: str = Field(examples=["proposed"])
    fixed: bool
    start_at: AwareDatetime
    print_start_at: AwareDatetime
    print_end_at: AwareDatetime
    cool_end_at: AwareDatetime
    end_at: AwareDatetime
    material: str
    build_key: str
    pieces: int
    late_pieces: int
    utilisation: float
    locks: list[Literal["machine", "time", "contents"]]
    eligible: list[UUID]
    """Machines that may build all of it."""


class ClosureOut(Out):
    start_at: AwareDatetime
    end_at: AwareDatetime
    reason: str


class LaneOut(Out):
    """A machine on the timeline."""

    id: UUID
    key: str
    name: str
    model: str
    process: str
    status: str
    unattended: list[ClosureOut]
    """Nobody is there: builds run on, but do not start and are not unloaded."""
    maintenance: list[ClosureOut]


class TimelineOut(Out):
    start_at: AwareDatetime
    end_at: AwareDatetime
    machines: list[LaneOut]
    builds: list[BarOut]


class DecisionIn(In):
    model_config = example(reason="Machine M400 no. 2 comes back on Monday")

    reason: Reason


class PublicationIn(In):
    model_config = example(comment="The M400 was out of service for two days")

    comment: Prose = ""
    """Why promises get later; their requesters read it."""


class PlacementIn(In):
    """Where a piece stands: the lower left bottom corner of its unturned bounding box."""

    piece: Serial
    orientation: Annotated[str, StringConstraints(pattern=r"^\S{1,64}$")]
    x_um: Micrometres
    y_um: Micrometres
    z_um: Micrometres = 0
    angle_mdeg: int = Field(default=0, ge=0, lt=360_000)


class LockIn(In):
    model_config = example(pieces=["P-2026-0001-001"], closed=False)

    pieces: list[Serial] = Field(min_length=1, max_length=1000)
    """They stay together in one build."""
    machine_id: UUID | None = None
    start_at: Moment | None = None
    placements: list[PlacementIn] = Field(default=[], max_length=1000)
    closed: bool = False
    """Nothing else may join them."""


class LockOut(RowOut):
    plan_id: UUID
    created_by: UUID | None
    pieces: list[str]
    machine_id: UUID | None
    start_at: AwareDatetime | None
    placements: list[PlacementIn]
    closed: bool


class LocksOut(Out):
    items: list[LockOut]


class BuildsQuery(PageQuery):
    sort: Literal["start_at", "-start_at", "end_at", "-end_at", "number", "-number"] = "start_at"
    plan_id: UUID | None = None
    machine_id: UUID | None = None
    status: BuildStatus | None = None


class BuildOut(SharedRowOut):
    number: str
    plan_id: UUID
    key: str
    machine_id: UUID
    parameter_set_id: UUID
    build_key: str
    status: BuildStatus
    start_at: AwareDatetime
    print_start_at: AwareDatetime
    print_end_at: AwareDatetime
    cool_end_at: AwareDatetime
    end_at: AwareDatetime
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    height_um: int
    layers: int
    utilisation: float
    powder_g: float


class FailureIn(In):
    model_config = example(reason="Recoater crash", surviving=[])

    reason: Reason
    surviving: list[Serial] = Field(default=[], max_length=10_000)
    """Serials of the pieces that are good; every other one is made again."""
