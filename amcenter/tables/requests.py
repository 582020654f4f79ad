"""What engineers ask for."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from amcenter.tables.columns import Json, JsonObject, Row, SharedRow, by_value


class RequestStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    ACCEPTED = "accepted"
    IN_PRODUCTION = "in_production"
    READY = "ready"
    DELIVERED = "delivered"
    ON_HOLD = "on_hold"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class PartStatus(StrEnum):
    RECEIVED = "received"
    """The bytes are safe; the analysis waits or runs."""
    NEEDS_UNIT = "needs_unit"
    """The size is doubtful: a person must say in which unit it was drawn."""
    ANALYSED = "analysed"
    UNREADABLE = "unreadable"


class OrientationPolicy(StrEnum):
    FREE = "free"
    ABOUT_Z = "about_z"
    """Stands as sent or as chosen, may be turned about Z."""
    LOCKED = "locked"
    """Stands as sent or as chosen, not turned at all."""


class QualityClass(StrEnum):
    NUCLEAR = "N"
    STANDARD = "S"
    PROTOTYPE = "P"


class PieceStatus(StrEnum):
    UNPLANNED = "unplanned"
    PLANNED = "planned"
    """In a published plan."""
    BUILDING = "building"
    BUILT = "built"
    SCRAPPED = "scrapped"
    CANCELLED = "cancelled"


class RequestRow(SharedRow, table=True):
    __tablename__ = "request"

    number: str = Field(unique=True, max_length=32)
    customer_id: UUID = Field(foreign_key="customer.id", index=True)
    created_by: UUID = Field(foreign_key="user.id")
    title: str = Field(max_length=200)
    project: str = Field(default="", max_length=100)
    note: str = Field(default="", max_length=4000)
    status: RequestStatus = Field(
        default=RequestStatus.DRAFT,
        sa_type=by_value(RequestStatus),
        index=True,
    )
    status_before_hold: RequestStatus | None = Field(default=None, sa_type=by_value(RequestStatus))
    reason: str = Field(default="", max_length=2000)
    """Why it was sent back, rejected, held or cancelled."""
    priority: int = 1
    """Weight of a day of delay: 1 for usual work, up to 100."""
    need_by: date
    """When the customer needs it."""
    internal_target_at: datetime | None = None
    """When the centre wants to be finished; the plan works towards it, or towards ``need_by``."""
    estimated_finish_at: datetime | None = None
    """From the newest published plan."""
    promised_at: datetime | None = None
    """The date told to the requester."""


class PartRow(SharedRow, table=True):
    """A shape in a revision, with how many pieces of it are wanted and how."""

    __tablename__ = "part"

    request_id: UUID = Field(foreign_key="request.id", index=True)
    number: str = Field(unique=True, max_length=32)
    name: str = Field(max_length=300)
    revision: int = 1
    file_id: UUID = Field(foreign_key="file.id")
    unit: str | None = Field(default=None, max_length=8)
    """mm, cm, m or inch, as a person or the file said; None while unknown."""
    quantity: int = 1
    material_id: UUID | None = Field(default=None, foreign_key="material.id")
    process: str | None = Field(default=None, max_length=32)
    """None: any process that has the material."""
    quality_class: QualityClass = Field(
        default=QualityClass.STANDARD,
        sa_type=by_value(QualityClass),
    )
    orientation_policy: OrientationPolicy = Field(
        default=OrientationPolicy.FREE,
        sa_type=by_value(OrientationPolicy),
    )
    orientation: str | None = Field(default=None, max_length=64)
    """The key of the orientation a person chose."""
    lead_s: int = 0
    """Post-processing after the machine was unloaded."""
    status: PartStatus = Field(
        default=PartStatus.RECEIVED,
        sa_type=by_value(PartStatus),
        index=True,
    )
    document_sha256: str | None = Field(default=None, max_length=64)
    """The whole analysis (``intake.document``) in the file store."""
    thumbnail_sha256: str | None = Field(default=None, max_length=64)
    """A picture (PNG) in the file store; without a preview it could not be made."""
    preview_sha256: str | None = Field(default=None, max_length=64)
    """A light mesh (GLB, mm, axes of the file) to turn around."""
    plate_preview_sha256: str | None = Field(default=None, max_length=64)
    """A very light one, to show among many others."""
    shape_key: str | None = Field(default=None, max_length=32, index=True)
    """Parts of equal shape have equal or neighbouring keys (``intake.fingerprint``)."""
    summary: JsonObject | None = Field(default=None, sa_type=Json)
    """The analysis without its outlines, for lists and pages."""
    findings: list[JsonObject] = Field(default_factory=list, sa_type=Json)
    """``{"code", "severity", "params", "rule", "value", "limit", "unit", "place"}`` each."""
    findings_stale: bool = False
    """The centre has changed since they were found; a worker finds them anew."""
    error: JsonObject | None = Field(default=None, sa_type=Json)
    """``{"code", "params"}`` of an unreadable file."""


class PieceRow(Row, table=True):
    """One physical copy of a part."""

    __tablename__ = "piece"

    part_id: UUID = Field(foreign_key="part.id", index=True)
    serial: str = Field(unique=True, max_length=40)
    status: PieceStatus = Field(
        default=PieceStatus.UNPLANNED,
        sa_type=by_value(PieceStatus),
        index=True,
    )
    build_id: UUID | None = Field(default=None, foreign_key="build.id", index=True)
    """Its build in the published plan."""
    finish_at: datetime | None = None
