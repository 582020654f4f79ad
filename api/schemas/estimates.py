"""Estimates: sums of terms, each with its formula, inputs and sources.

Values are decimal numbers, rounded to 1 ms, 0.01 g and 0.01 of the currency; a total is exactly the
sum of its rounded terms.
"""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field, PlainSerializer

from api.schemas.base import In, MessageOut, Out
from api.schemas.machines import ProcessKey
from api.schemas.requests import OrientationKey, Quantity

Number = Annotated[Decimal, PlainSerializer(float, return_type=float)]
"""A JSON number; all digits that a sum needs are in its text."""


class EstimatesQuery(In):
    """What to estimate instead of what the part says."""

    quantity: Quantity | None = None
    process: ProcessKey | None = None
    material_id: UUID | None = None
    orientation: OrientationKey | None = Field(
        default=None,
        description="A key among `summary.orientations`, or `any` for all that fit; "
        "left out: the best-ranked one that fits",
    )


class SourceOut(Out):
    """Where figures come from."""

    kind: str
    """`analysis`, `machine`, `parameter_set`, `material`, `pricing`, `assumption`, `post_step`."""
    key: str
    url: str | None
    verified: bool
    """False: a value of the centre that nobody has compared with a published one."""
    note: str


class InputOut(Out):
    """A figure of a formula."""

    name: str
    label: dict[str, str]
    value: float
    unit: str


class TermOut(Out):
    """One summand."""

    code: str
    label: dict[str, str]
    formula: str
    """Of the inputs by name; `·` multiplies, `max`, `min` and `ceil` are as usual."""
    inputs: list[InputOut]
    value: Number
    unit: str
    sources: list[SourceOut]


class SumOut(Out):
    """Terms of one kind and their sum."""

    unit: str
    """`s`, `g` or the currency."""
    total: Number
    terms: list[TermOut]


class BreakdownOut(Out):
    """What the pieces take."""

    builds: float
    """In so many builds; where builds are shared, the pieces' part of them."""
    machine: SumOut
    """Time on the machine; for a single build just the duration that a plan gives it."""
    work: SumOut
    """Time of people: at the machine and in post-processing."""
    wait: SumOut
    """Time in furnaces, baths and transport, all pieces at once."""
    material: SumOut
    """What is used up: pieces, supports, and powder that cannot be used again."""
    powder: SumOut
    """Feedstock that must be at hand for one build."""
    cost: SumOut | None
    """Null: costs are hidden from engineers, or a price is unknown."""


class EstimateOut(Out):
    """From `shared` (others fill the builds, as is typical) up to `own` (nobody else does)."""

    process: str
    machine_id: UUID
    machine: str
    parameter_set_id: UUID
    parameter_set: str
    material_id: UUID
    material: str
    orientation: str
    quantity: int
    pieces_per_build: int
    """Of a build that such pieces fill as is typical; no nesting was tried."""
    typical_fill: float
    own: BreakdownOut
    shared: BreakdownOut
    unknown: list[MessageOut]
    """Prices that nobody has stated."""


class PartEstimatesOut(Out):
    """Every way to build a part, the cheapest (where costs are unknown the quickest) first."""

    part_id: UUID
    number: str
    quantity: int
    currency: str | None
    """Null: costs are hidden."""
    estimates: list[EstimateOut]
    refusals: list[MessageOut]
    """Why there are none, or what is left out."""


class RangeOut(Out):
    low: Number
    high: Number


class RangesOut(Out):
    """From shared builds up to own builds, on the machine that suits each part best."""

    machine_s: RangeOut
    work_s: RangeOut
    material_g: RangeOut
    cost: RangeOut | None


class PartRangesOut(Out):
    part_id: UUID
    number: str
    name: str
    quantity: int
    machine: str | None
    """Of those from which a plan chooses, the one whose own builds cost least."""
    ranges: RangesOut | None
    """Null: see `reasons`."""
    reasons: list[MessageOut]


class RequestEstimateOut(Out):
    request_id: UUID
    number: str
    currency: str | None
    complete: bool
    """Every part is in `total`."""
    total: RangesOut | None
    """Of the parts that can be estimated; null: none can."""
    parts: list[PartRangesOut]
