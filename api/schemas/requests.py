"""Requests and their parts and pieces."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, computed_field

from amcenter.intake.rigid import Relation
from amcenter.intake.units import MM_PER_UNIT
from amcenter.messages import Message, sentences
from amcenter.tables import (
    OrientationPolicy,
    PartStatus,
    PieceStatus,
    QualityClass,
    RequestStatus,
)
from api.schemas.base import (
    Day,
    In,
    Key,
    Line,
    MessageOut,
    Moment,
    OptionalLine,
    Out,
    PageQuery,
    Prose,
    Reason,
    RowOut,
    SharedRowOut,
    example,
    optional,
)
from api.schemas.machines import ProcessKey

Quantity = Annotated[int, Field(ge=1, le=10_000)]
LeadTime = Annotated[int, Field(ge=0, le=366 * 24 * 3600)]
UnitName = Annotated[str, Field(json_schema_extra={"enum": list(MM_PER_UNIT)}, max_length=8)]
OrientationKey = Annotated[str, Field(pattern=r"^\S{1,64}$")]


class RequestIn(In):
    model_config = example(title="Pump housing", need_by="2026-06-30", project="P-17")

    title: Line
    need_by: Day
    project: OptionalLine = ""
    note: Prose = ""
    customer_id: UUID | None = None
    """For whom; engineers leave it out."""


class RequestChangesIn(In):
    model_config = example(title="Pump housing, second try")

    title: Line = optional()
    need_by: Day = optional()
    project: OptionalLine = optional()
    note: Prose = optional()


class TargetIn(In):
    model_config = example(priority=10, internal_target_at="2026-06-20T12:00:00Z")

    priority: Annotated[int, Field(ge=1, le=100)] = optional()
    internal_target_at: Moment | None = optional()


class ReasonIn(In):
    model_config = example(reason="The walls are too thin")

    reason: Reason


class RequestsQuery(PageQuery):
    sort: Literal[
        "created_at",
        "-created_at",
        "need_by",
        "-need_by",
        "number",
        "-number",
        "priority",
        "-priority",
        "title",
        "-title",
    ] = "-created_at"
    status: RequestStatus | None = None
    customer_id: UUID | None = None
    project: OptionalLine | None = None


class RequestOut(SharedRowOut):
    number: str
    customer_id: UUID
    created_by: UUID
    title: str
    project: str
    note: str
    status: RequestStatus
    reason: str
    priority: int
    need_by: Day
    internal_target_at: AwareDatetime | None
    estimated_finish_at: AwareDatetime | None
    promised_at: AwareDatetime | None


class UploadQuery(In):
    """What may be said with a file; all of it can be changed later."""

    name: Line | None = Field(default=None, description="Its name, needed with a raw body")
    unit: UnitName | None = None
    quantity: Quantity = 1
    material_id: UUID | None = None
    process: ProcessKey | None = None


class ReplaceQuery(In):
    name: Line | None = Field(default=None, description="Its name, needed with a raw body")
    unit: UnitName | None = None


class PartChangesIn(In):
    model_config = example(quantity=3, orientation_policy="about_z")

    name: Line = optional()
    quantity: Quantity = optional()
    material_id: UUID | None = optional()
    process: ProcessKey | None = optional()
    quality_class: QualityClass = optional()
    orientation_policy: OrientationPolicy = optional()
    orientation: OrientationKey | None = optional()
    """A key among `summary.orientations`."""
    lead_s: LeadTime = optional()


class UnitIn(In):
    model_config = example(unit="inch")

    unit: UnitName


class WaiverIn(In):
    model_config = example(code="thin_wall", reason="Only a demonstrator")

    code: Key
    """Of one of the part's findings."""
    reason: Reason


class PartsQuery(PageQuery):
    sort: Literal["created_at", "-created_at", "name", "-name", "number", "-number"] = "created_at"
    request_id: UUID | None = None
    status: PartStatus | None = None
    material_id: UUID | None = None
    process: ProcessKey | None = None


class WaivedOut(Out):
    """Who accepted the part in spite of a finding, and why."""

    by: UUID
    reason: str


class PlaceOut(Out):
    """Where on the part, in mm and in the axes of its file: a point, and a box around it all."""

    at_mm: tuple[float, float, float]
    low_mm: tuple[float, float, float]
    high_mm: tuple[float, float, float]


class FindingOut(MessageOut):
    """What the analysis says about a part; errors keep it out of every build unless waived."""

    severity: Literal["error", "warning"]
    rule: str | None = None
    """Number of the design rule that is broken; null where no rule is needed."""
    value: float | None = None
    limit: float | None = None
    unit: str | None = None
    """Of value and limit: mm, mm2, % or 1 (a plain number)."""
    place: PlaceOut | None = None
    """Null where it is the whole part."""
    waived: WaivedOut | None = None

    @computed_field
    def cure(self) -> dict[str, str]:
        """Return what would help, by language; empty where the sentence itself says it."""
        return sentences(Message(f"cure_{self.code}", self.params))


class PartOut(SharedRowOut):
    request_id: UUID
    number: str
    name: str
    revision: int
    file_id: UUID
    unit: str | None
    quantity: int
    material_id: UUID | None
    process: str | None
    quality_class: QualityClass
    orientation_policy: OrientationPolicy
    orientation: str | None
    lead_s: int
    status: PartStatus
    summary: dict[str, Any] | None
    """Measures and orientations; null until analysed."""
    document_sha256: str | None
    """Of what `/parts/{part_id}/analysis` sends."""
    thumbnail_sha256: str | None
    """Of `/parts/{part_id}/thumbnail.png`; null if it could not be drawn."""
    preview_sha256: str | None
    plate_preview_sha256: str | None
    findings: list[FindingOut]
    findings_stale: bool
    """The centre has changed since they were found; they are being found anew."""
    error: MessageOut | None
    """Why the file is unreadable."""


class CopyOut(Out):
    """Another part of the same shape, or of its mirror image."""

    part: PartOut
    relation: Relation


class CopiesOut(Out):
    """The newest first, at most 100."""

    items: list[CopyOut]


class PiecesQuery(PageQuery):
    sort: Literal["serial", "-serial"] = "serial"
    request_id: UUID | None = None
    part_id: UUID | None = None
    build_id: UUID | None = None
    status: PieceStatus | None = None


class PieceOut(RowOut):
    part_id: UUID
    serial: str
    status: PieceStatus
    build_id: UUID | None
    finish_at: AwareDatetime | None
    """Expected, of the newest published plan."""
