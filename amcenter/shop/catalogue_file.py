"""The format of ``catalogue.toml``: what may be written there, checked when it is read."""

from collections import Counter
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from amcenter.tables import QualityClass, RuleSeverity


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Sourced(Entry):
    """A group of figures that stand or fall together."""

    source_url: str | None = None
    verified: bool = False
    """Somebody has compared the figures with the page at ``source_url``."""

    @model_validator(mode="after")
    def _verified_needs_source(self) -> Self:
        if self.verified and not self.source_url:
            raise ValueError("verified figures need a source_url")
        return self


class Figures(Sourced):
    """Rates and times of parameter sets by name, see ``Process.rates`` and ``ParameterSetRow``."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)
    __pydantic_extra__: dict[str, float] = Field(init=False)

    @property
    def values(self) -> dict[str, float]:
        return self.__pydantic_extra__


class SetEntry(Entry):
    key: str
    family: str
    material: str
    layer_um: int
    gas: str | None = None
    figures: list[str | Figures]
    """Names of shared groups, or groups of its own; a later one wins."""


class KeepOutEntry(Entry):
    reason: str
    points_mm: list[list[float]]


class ModelEntry(Sourced):
    name: str
    process: str
    width_mm: float
    depth_mm: float
    height_mm: float
    round_platform: bool = False
    lasers: int = 1
    laser_balance: float = 1.0
    margin_mm: float | None = None
    """None, here and below: as usual in its process."""
    gap_mm: float | None = None
    density_limit: float | None = None
    keep_outs: list[KeepOutEntry] = []
    sets: list[SetEntry] = []


class MaterialEntry(Sourced):
    key: str
    name: str
    name_ru: str
    family: str
    density_g_cm3: float
    price_per_kg: float | None = None
    """In the currency of the centre, see ``PricingRow``."""
    price_source_url: str | None = None
    price_verified: bool = False


class ShiftEntry(Entry):
    days: list[int]
    """0 is Monday."""
    start: str
    end: str


class CalendarEntry(Entry):
    key: str
    name: str
    zone: str
    holidays: str | None = None
    shifts: list[ShiftEntry]


class ChangeoverEntry(Sourced):
    """From each of ``before`` to each of ``after``; or each of ``same`` with other parameters."""

    group: str
    before: list[str] = []
    after: list[str] = []
    same: list[str] = []
    work_s: int

    @property
    def pairs(self) -> list[tuple[str, str]]:
        crossed = [(before, after) for before in self.before for after in self.after]
        return crossed + [(name, name) for name in self.same]


class MachineEntry(Entry):
    key: str
    name: str
    model: str
    calendar: str
    loaded_set: str | None = None
    changeover_group: str = "default"
    cost_per_h: float = 0.0
    """In the currency of the centre, see ``PricingRow``."""
    cost_source_url: str | None = None
    cost_verified: bool = False


class EligibilityEntry(Entry):
    quality_class: QualityClass = Field(strict=False)
    materials: list[str]
    machines: list[str]


class RuleEntry(Sourced):
    number: str
    measure: str
    severity: RuleSeverity = Field(strict=False)
    limit: float
    material: str = "any"


class RulesEntry(Entry):
    """The design rules of one process."""

    process: str
    rules: list[RuleEntry]


class CatalogueFile(Entry):
    extends: bool = False
    """Everything but the machines of the shipped catalogue is known here, too."""
    calendars: list[CalendarEntry] = []
    materials: list[MaterialEntry] = []
    figures: dict[str, Figures] = {}
    models: list[ModelEntry] = []
    changeovers: list[ChangeoverEntry] = []
    machines: list[MachineEntry] = []
    eligibility: list[EligibilityEntry] = []
    design_rules: list[RulesEntry] = []

    @model_validator(mode="after")
    def _keys_once(self) -> Self:
        for kind, keys in (
            ("calendar", [entry.key for entry in self.calendars]),
            ("material", [entry.key for entry in self.materials]),
            ("model", [entry.name for entry in self.models]),
            ("parameter set", [entry.key for model in self.models for entry in model.sets]),
            ("machine", [entry.key for entry in self.machines]),
        ):
            if twice := sorted(key for key, count in Counter(keys).items() if count > 1):
                raise ValueError(f"{kind} {twice[0]!r} appears twice")
        return self

    def over(self, base: Self) -> Self:
        """Return this file with what only ``base`` knows of definitions, not of machines."""
        calendars = {entry.key: entry for entry in (*base.calendars, *self.calendars)}
        materials = {entry.key: entry for entry in (*base.materials, *self.materials)}
        models = {entry.name: entry for entry in (*base.models, *self.models)}
        return self.model_copy(
            update={
                "calendars": list(calendars.values()),
                "materials": list(materials.values()),
                "models": list(models.values()),
                "figures": base.figures | self.figures,
                "changeovers": [*base.changeovers, *self.changeovers],
                "design_rules": [*base.design_rules, *self.design_rules],
            }
        )
