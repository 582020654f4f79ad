"""What the centre's estimates calculate with besides machines and materials; all of it editable."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from amcenter.tables.columns import SharedRow, by_value


class StepBasis(StrEnum):
    """What the hours and the cost of a post-processing step are counted by."""

    BUILD = "build"
    PIECE = "piece"
    SURFACE_CM2 = "surface_cm2"
    """The whole surface of a piece."""
    CUT_CM2 = "cut_cm2"
    """What of a piece and its supports stands on the platform."""
    SUPPORT_CM2 = "support_cm2"
    """The area of a piece that rests on supports."""


class PricingRow(SharedRow, table=True):
    """The one row about money: every price and cost of the centre is in this currency."""

    __tablename__ = "pricing"

    currency: str = Field(default="RUB", max_length=3)
    """ISO 4217."""
    labour_per_h: float
    """One hour of a person who attends to machines or finishes pieces, overhead included."""
    costs_for_engineers: bool = True
    """Whether engineers see costs, or times and material only."""
    note: str = Field(default="", max_length=500)
    source_url: str | None = None
    verified: bool = False


class AssumptionRow(SharedRow, table=True):
    """What estimates assume of the builds of a process; the most exact row counts."""

    __tablename__ = "assumption"
    __table_args__ = (UniqueConstraint("process", "applies_to"),)

    process: str = Field(max_length=32)
    applies_to: str = Field(default="*", max_length=71)
    """A material key, ``family:<name>``, or ``*`` for every material."""
    typical_fill: float
    """Share of the usable platform (of every storey) that pieces and their gaps cover."""
    failure_share: float
    """Share of the builds that fail and are built again."""
    powder_returns: bool
    """What was not built is sieved and used again; otherwise all feedstock is spent."""
    lost_share: float = 0.0
    """Share of the returning powder that does not come back."""
    fresh_share: float = 0.0
    """Share of the powder of a build that must be new, whatever returns."""
    note: str = Field(default="", max_length=500)
    source_url: str | None = None
    verified: bool = False


class PostStepRow(SharedRow, table=True):
    """A post-processing step; of the rows with one key the most exact one counts."""

    __tablename__ = "post_step"
    __table_args__ = (UniqueConstraint("process", "key", "applies_to", "quality_class"),)

    key: str = Field(max_length=64)
    name: str = Field(max_length=200)
    name_ru: str = Field(max_length=200)
    process: str = Field(max_length=32)
    applies_to: str = Field(default="*", max_length=71)
    """As in ``AssumptionRow``."""
    quality_class: str = Field(default="*", max_length=16)
    """Of the parts that need it; ``*``: all."""
    position: int
    """Steps follow each other in this order."""
    basis: StepBasis = Field(sa_type=by_value(StepBasis))
    work_h: float = 0.0
    """Attended work, per ``basis``."""
    wait_h: float = 0.0
    """Unattended time of the whole lot: furnace, bath, transport."""
    cost: float = 0.0
    """Equipment, consumables, outside work, per ``basis``; in the centre's currency."""
    note: str = Field(default="", max_length=500)
    source_url: str | None = None
    verified: bool = False
