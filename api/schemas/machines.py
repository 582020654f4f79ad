"""Machines."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from amcenter.processes import PROCESSES
from amcenter.tables import MachineStatus
from api.schemas.base import (
    In,
    Key,
    Line,
    Millimetres,
    PageQuery,
    Share,
    SharedRowOut,
    Url,
    example,
    optional,
)

ProcessKey = Annotated[str, Field(json_schema_extra={"enum": sorted(PROCESSES)}, max_length=32)]
Coordinate = Annotated[float, Field(ge=0, le=100_000)]
Gap = Annotated[float, Field(ge=0, le=1000)]
Money = Annotated[float, Field(ge=0, le=1e9)]
Lasers = Annotated[int, Field(ge=1, le=64)]


class KeepOut(In):
    """A place on the platform where nothing may stand."""

    points_mm: list[Annotated[list[Coordinate], Field(min_length=2, max_length=2)]] = Field(
        min_length=3, max_length=200
    )
    reason: Line


class MachineIn(In):
    model_config = example(
        key="m400",
        name="M400 no. 1",
        model="M400",
        process="pbf_lb_m",
        width_mm=400.0,
        depth_mm=400.0,
        height_mm=400.0,
        margin_mm=5.0,
        gap_mm=2.0,
        calendar_id="01890a5d-ac96-774b-bcce-b302099a8057",
    )

    key: Key
    name: Line
    model: Line
    process: ProcessKey
    width_mm: Millimetres
    depth_mm: Millimetres
    height_mm: Millimetres
    round_platform: bool = False
    margin_mm: Gap
    gap_mm: Gap
    keep_outs: list[KeepOut] = Field(default=[], max_length=50)
    lasers: Lasers = 1
    laser_balance: Share = 1.0
    density_limit: Share | None = None
    calendar_id: UUID
    status: MachineStatus = MachineStatus.AVAILABLE
    loaded_set_id: UUID | None = None
    cost_per_h: Money = 0.0
    """In the currency of the centre (`/api/pricing`)."""
    cost_source_url: Url | None = None
    cost_verified: bool = False
    changeover_group: Key = "default"
    source_url: Url | None = None
    verified: bool = False


class MachineChangesIn(In):
    model_config = example(status="fault")

    key: Key = optional()
    name: Line = optional()
    model: Line = optional()
    process: ProcessKey = optional()
    width_mm: Millimetres = optional()
    depth_mm: Millimetres = optional()
    height_mm: Millimetres = optional()
    round_platform: bool = optional()
    margin_mm: Gap = optional()
    gap_mm: Gap = optional()
    keep_outs: Annotated[list[KeepOut], Field(max_length=50)] = optional()
    lasers: Lasers = optional()
    laser_balance: Share = optional()
    density_limit: Share | None = optional()
    calendar_id: UUID = optional()
    status: MachineStatus = optional()
    loaded_set_id: UUID | None = optional()
    cost_per_h: Money = optional()
    cost_source_url: Url | None = optional()
    cost_verified: bool = optional()
    changeover_group: Key = optional()
    source_url: Url | None = optional()
    verified: bool = optional()


class MachineOut(SharedRowOut):
    key: str
    name: str
    model: str
    process: str
    width_mm: float
    depth_mm: float
    height_mm: float
    round_platform: bool
    margin_mm: float
    gap_mm: float
    keep_outs: list[dict[str, Any]]
    lasers: int
    laser_balance: float
    density_limit: float | None
    calendar_id: UUID
    status: MachineStatus
    loaded_set_id: UUID | None
    cost_per_h: float
    """In the currency of the centre (`/api/pricing`); 0: unknown, no cost is estimated."""
    cost_source_url: str | None
    cost_verified: bool
    changeover_group: str
    source_url: str | None
    verified: bool


class MachinesQuery(PageQuery):
    sort: Literal["key", "-key", "name", "-name", "process", "-process"] = "key"
    process: ProcessKey | None = None
    status: MachineStatus | None = None
    model: Line | None = None
