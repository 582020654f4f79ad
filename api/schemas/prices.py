"""What estimates calculate with: pricing, assumptions, post-processing steps."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from amcenter.tables import StepBasis
from api.schemas.base import (
    In,
    Key,
    Line,
    PageQuery,
    Share,
    SharedRowOut,
    Url,
    example,
    optional,
)
from api.schemas.machines import Money, ProcessKey

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
AppliesTo = Annotated[
    str, StringConstraints(pattern=r"^(\*|(family:)?[A-Za-z0-9][A-Za-z0-9_.:-]*)$", max_length=71)
]
QualityRule = Literal["*", "N", "S", "P"]
Hours = Annotated[float, Field(ge=0, le=10_000)]
Position = Annotated[int, Field(ge=0, le=10_000)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class PricingChangesIn(In):
    model_config = example(labour_per_h=1600.0)

    currency: Currency = optional()
    """ISO 4217. Nothing is converted: state all prices anew with it."""
    labour_per_h: Money = optional()
    costs_for_engineers: bool = optional()
    note: Note = optional()
    source_url: Url | None = optional()
    verified: bool = optional()


class PricingOut(SharedRowOut):
    currency: str
    """Of every price: `price_per_kg` of materials, `cost_per_h` of machines, `cost` of steps."""
    labour_per_h: float
    costs_for_engineers: bool
    """Whether engineers see costs in estimates, or times and material only."""
    note: str
    source_url: str | None
    verified: bool


class AssumptionIn(In):
    model_config = example(
        process="mjf",
        applies_to="tpu",
        typical_fill=0.6,
        failure_share=0.05,
        powder_returns=True,
        fresh_share=0.2,
    )

    process: ProcessKey
    applies_to: AppliesTo = "*"
    """A material key, `family:<name>`, or `*`; the most exact row counts."""
    typical_fill: Share
    """Share of the usable platform that pieces and their gaps cover."""
    failure_share: Share
    powder_returns: bool
    lost_share: Share = 0.0
    fresh_share: Share = 0.0
    note: Note = ""
    source_url: Url | None = None
    verified: bool = False


class AssumptionChangesIn(In):
    model_config = example(failure_share=0.04)

    process: ProcessKey = optional()
    applies_to: AppliesTo = optional()
    typical_fill: Share = optional()
    failure_share: Share = optional()
    powder_returns: bool = optional()
    lost_share: Share = optional()
    fresh_share: Share = optional()
    note: Note = optional()
    source_url: Url | None = optional()
    verified: bool = optional()


class AssumptionOut(SharedRowOut):
    process: str
    applies_to: str
    typical_fill: float
    failure_share: float
    powder_returns: bool
    lost_share: float
    fresh_share: float
    note: str
    source_url: str | None
    verified: bool


class AssumptionsQuery(PageQuery):
    sort: Literal["process", "-process", "created_at", "-created_at"] = "process"
    process: ProcessKey | None = None


class PostStepIn(In):
    model_config = example(
        key="tumbling",
        name="Tumbling",
        name_ru="Виброобработка",
        process="mjf",
        position=60,
        basis="piece",
        work_h=0.02,
        wait_h=8.0,
        cost=10.0,
    )

    key: Key
    name: Line
    name_ru: Line
    process: ProcessKey
    applies_to: AppliesTo = "*"
    """As in assumptions."""
    quality_class: QualityRule = "*"
    position: Position
    basis: StepBasis
    work_h: Hours = 0.0
    """Attended work, per `basis`."""
    wait_h: Hours = 0.0
    """Unattended time of all pieces together."""
    cost: Money = 0.0
    """Equipment, consumables, outside work, per `basis`; in the centre's currency."""
    note: Note = ""
    source_url: Url | None = None
    verified: bool = False


class PostStepChangesIn(In):
    model_config = example(work_h=0.03)

    key: Key = optional()
    name: Line = optional()
    name_ru: Line = optional()
    process: ProcessKey = optional()
    applies_to: AppliesTo = optional()
    quality_class: QualityRule = optional()
    position: Position = optional()
    basis: StepBasis = optional()
    work_h: Hours = optional()
    wait_h: Hours = optional()
    cost: Money = optional()
    note: Note = optional()
    source_url: Url | None = optional()
    verified: bool = optional()


class PostStepOut(SharedRowOut):
    key: str
    name: str
    name_ru: str
    process: str
    applies_to: str
    quality_class: str
    position: int
    basis: StepBasis
    work_h: float
    wait_h: float
    cost: float
    note: str
    source_url: str | None
    verified: bool


class PostStepsQuery(PageQuery):
    sort: Literal["process", "-process", "position", "-position", "key", "-key"] = "process"
    process: ProcessKey | None = None
    applies_to: AppliesTo | None = None
