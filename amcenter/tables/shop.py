"""The centre: machines, materials, how one builds the other, and when people are there."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from amcenter.tables.columns import Json, JsonObject, Row, SharedRow, by_value


class MachineStatus(StrEnum):
    AVAILABLE = "available"
    FAULT = "fault"
    """Broken: nothing is planned on it until it is available again."""
    RETIRED = "retired"


class CalendarRow(SharedRow, table=True):
    """When people attend: weekly shifts in local time, holidays, and dates that differ."""

    __tablename__ = "calendar"

    key: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=200)
    zone: str = Field(default="Asia/Omsk", max_length=64)
    shifts: list[JsonObject] = Field(sa_type=Json)
    """``{"weekday": 0..6, "start": "08:00", "end": "20:00"}``, Monday is 0."""
    holidays: str | None = Field(default="RU", max_length=8)
    """Country whose public holidays are closed; None for none."""
    exceptions: list[JsonObject] = Field(default_factory=list, sa_type=Json)
    """``{"date": "2026-05-02", "shifts": [{"start": ..., "end": ...}]}``; no shift means closed."""


class MaterialRow(SharedRow, table=True):
    __tablename__ = "material"

    key: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=200)
    name_ru: str = Field(max_length=200)
    family: str = Field(max_length=64)
    """What may not contaminate another: ``steel``, ``nickel``, ``titanium``, ``polyamide`` ..."""
    density_g_cm3: float
    price_per_kg: float | None = None
    """In the centre's currency (``PricingRow``); None: unknown, costs are not estimated."""
    price_source_url: str | None = None
    price_verified: bool = False
    source_url: str | None = None
    verified: bool = False


class MachineRow(SharedRow, table=True):
    __tablename__ = "machine"

    key: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=200)
    model: str = Field(max_length=200)
    process: str = Field(max_length=32)
    """A key of ``amcenter.processes.PROCESSES``."""
    width_mm: float
    depth_mm: float
    height_mm: float
    round_platform: bool = False
    margin_mm: float
    gap_mm: float
    keep_outs: list[JsonObject] = Field(default_factory=list, sa_type=Json)
    """``{"points_mm": [[x, y], ...], "reason": "bolt"}`` on the platform."""
    lasers: int = 1
    laser_balance: float = 1.0
    density_limit: float | None = None
    """Share (0..1] of the build volume that material may fill; powder beds only."""
    calendar_id: UUID = Field(foreign_key="calendar.id")
    status: MachineStatus = Field(default=MachineStatus.AVAILABLE, sa_type=by_value(MachineStatus))
    loaded_set_id: UUID | None = Field(default=None, foreign_key="parameter_set.id")
    """The parameter set for which the machine is set up now."""
    cost_per_h: float = 0.0
    """In the centre's currency (``PricingRow``); 0: unknown, costs are not estimated."""
    cost_source_url: str | None = None
    cost_verified: bool = False
    changeover_group: str = Field(default="default", max_length=64)
    """Which rows of the changeover table apply."""
    source_url: str | None = None
    verified: bool = False


class ParameterSetRow(SharedRow, table=True):
    """How a machine model builds a material: layer, rates and fixed times."""

    __tablename__ = "parameter_set"
    __table_args__ = (UniqueConstraint("key"),)

    key: str = Field(max_length=64)
    family: str = Field(max_length=64)
    """Sets of one family may share a build."""
    model: str = Field(index=True, max_length=200)
    """The machine model (``MachineRow.model``) for which it is made."""
    material_id: UUID = Field(foreign_key="material.id")
    layer_um: int
    rates: dict[str, float] = Field(default_factory=dict, sa_type=Json)
    """The figures that the machine's process needs: ``Process.rates`` names them, unit included."""
    setup_s: int
    heat_s: int = 0
    cool_s: int = 0
    cool_share: float = 0.0
    """Cooling lasts at least this share of the building time."""
    unload_s: int
    after_s: int = 0
    """Cooling away from the machine, before post-processing may begin."""
    gas: str | None = Field(default=None, max_length=32)
    source_url: str | None = None
    verified: bool = False


class ChangeoverRow(SharedRow, table=True):
    """Attended work between two materials or families; no row means that it is forbidden."""

    __tablename__ = "changeover"
    __table_args__ = (UniqueConstraint("group", "before", "after"),)

    group: str = Field(max_length=64)
    before: str = Field(max_length=64)
    """A material key, or ``family:<name>``; the more exact row wins."""
    after: str = Field(max_length=64)
    work_s: int


class EligibilityRow(Row, table=True):
    """A qualification rule: parts of this quality class and material may use this machine.

    A quality class without any row may use every machine that has a parameter set.
    """

    __tablename__ = "eligibility"
    __table_args__ = (UniqueConstraint("quality_class", "material_id", "machine_id"),)

    quality_class: str = Field(max_length=16)
    material_id: UUID = Field(foreign_key="material.id")
    machine_id: UUID = Field(foreign_key="machine.id")


class RuleSeverity(StrEnum):
    ERROR = "error"
    """Keeps the part out of every build unless a person accepts it."""
    WARNING = "warning"
    OFF = "off"
    """The rule does not apply here, though a less exact row says that it does."""


class DesignRuleRow(SharedRow, table=True):
    """What a process asks of a shape; of rows with one number the most exact one counts."""

    __tablename__ = "design_rule"
    __table_args__ = (UniqueConstraint("process", "material", "number"),)

    number: str = Field(max_length=32)
    """As people quote it: ``PBF-LB/M-03``."""
    process: str = Field(max_length=32)
    """A key of ``amcenter.processes.PROCESSES``, or ``any``."""
    material: str = Field(default="any", max_length=80)
    """A material key, ``family:<name>``, or ``any``."""
    measure: str = Field(max_length=32)
    """A key of ``amcenter.intake.rule_measures.MEASURES``, which knows the unit of the limit."""
    severity: RuleSeverity = Field(sa_type=by_value(RuleSeverity))
    limit: float
    source_url: str | None = None
    verified: bool = False


class MaintenanceRow(SharedRow, table=True):
    """A time in which a machine is not to be used."""

    __tablename__ = "maintenance"

    machine_id: UUID = Field(foreign_key="machine.id", index=True)
    start_at: datetime
    end_at: datetime
    reason: str = Field(max_length=500)
