"""Design rules: what processes and materials ask of a shape."""

from typing import Annotated, Literal

from pydantic import Field, computed_field

from amcenter.intake.rule_measures import MEASURES
from amcenter.processes import PROCESSES
from amcenter.tables import RuleSeverity
from api.schemas.base import In, Key, PageQuery, SharedRowOut, Url, example, optional

RuleNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9/._-]{0,31}$")]
RuleProcess = Annotated[str, Field(json_schema_extra={"enum": [*PROCESSES, "any"]}, max_length=32)]
RuleMeasure = Annotated[str, Field(json_schema_extra={"enum": list(MEASURES)}, max_length=32)]
RuleLimit = Annotated[float, Field(ge=0, le=1e6)]


class DesignRuleIn(In):
    model_config = example(
        number="PBF-LB/M-01",
        process="pbf_lb_m",
        material="family:titanium",
        measure="thin_wall",
        severity="error",
        limit=0.5,
    )

    number: RuleNumber
    """Rows of other materials with the same number replace each other, the most exact one wins."""
    process: RuleProcess
    material: Key = "any"
    """A material key, `family:<name>`, or `any`."""
    measure: RuleMeasure
    severity: RuleSeverity
    limit: RuleLimit
    source_url: Url | None = None
    verified: bool = False


class DesignRuleChangesIn(In):
    model_config = example(limit=0.3)

    number: RuleNumber = optional()
    process: RuleProcess = optional()
    material: Key = optional()
    measure: RuleMeasure = optional()
    severity: RuleSeverity = optional()
    limit: RuleLimit = optional()
    source_url: Url | None = optional()
    verified: bool = optional()


class DesignRuleOut(SharedRowOut):
    number: str
    process: str
    material: str
    measure: str
    severity: RuleSeverity
    limit: float
    source_url: str | None
    verified: bool

    @computed_field
    def bound(self) -> Literal["least", "most"] | None:
        """Return which way the limit goes; null for a measure that is no longer known."""
        found = MEASURES.get(self.measure)
        return None if found is None else found.bound

    @computed_field
    def unit(self) -> str | None:
        """Return the unit of the limit: mm, mm2, % or 1 (a plain number)."""
        found = MEASURES.get(self.measure)
        return None if found is None else found.unit


class DesignRulesQuery(PageQuery):
    sort: Literal["number", "-number", "process", "-process"] = "number"
    process: RuleProcess | None = None
    material: Key | None = None
    measure: RuleMeasure | None = None
    severity: RuleSeverity | None = None
