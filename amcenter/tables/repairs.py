"""What is proposed for files that cannot be built as they are, and what people decided.

Both outlive their part, which may be taken out of its request, so they name it without a foreign
key and belong to the request.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from amcenter.tables.columns import Json, JsonObject, SharedRow, by_value


class RepairStatus(StrEnum):
    COMPUTING = "computing"
    PROPOSED = "proposed"
    WITHOUT_RESULT = "without_result"
    """Nothing to repair, or nothing that helps; ``why`` says which."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    OUTDATED = "outdated"
    """The part got another file or unit before anybody decided."""


class SeparationStatus(StrEnum):
    COMPUTING = "computing"
    SEPARATED = "separated"
    KEPT_TOGETHER = "kept_together"
    WITHOUT_RESULT = "without_result"
    OUTDATED = "outdated"


class RepairRow(SharedRow, table=True):
    """A proposal to replace the file of a part by a repaired one."""

    __tablename__ = "repair"

    request_id: UUID = Field(foreign_key="request.id", index=True)
    part_id: UUID = Field(index=True)
    status: RepairStatus = Field(
        default=RepairStatus.COMPUTING,
        sa_type=by_value(RepairStatus),
    )
    source_file_id: UUID = Field(foreign_key="file.id")
    """What is repaired; it stays stored whatever is decided."""
    source_sha256: str = Field(max_length=64)
    unit: str = Field(max_length=8)
    """In which the source was read; the repaired file is in mm."""
    file_id: UUID | None = Field(default=None, foreign_key="file.id")
    """The repaired file."""
    proposal: JsonObject | None = Field(default=None, sa_type=Json)
    """``intake.repair.proposal.RepairProposal``."""
    why: JsonObject | None = Field(default=None, sa_type=Json)
    """``{"code", "params"}``: why there is no proposal."""
    decided_by: UUID | None = Field(default=None, foreign_key="user.id")
    decided_at: datetime | None = None
    reason: str = Field(default="", max_length=2000)
    """Why it was declined."""


class SeparationRow(SharedRow, table=True):
    """A decision about the bodies of a file: parts of their own, or one part together."""

    __tablename__ = "separation"

    request_id: UUID = Field(foreign_key="request.id", index=True)
    part_id: UUID = Field(index=True)
    status: SeparationStatus = Field(
        default=SeparationStatus.COMPUTING,
        sa_type=by_value(SeparationStatus),
    )
    source_file_id: UUID = Field(foreign_key="file.id")
    source_sha256: str = Field(max_length=64)
    unit: str = Field(max_length=8)
    part_ids: list[str] = Field(default_factory=list, sa_type=Json)
    """The parts that came of it."""
    why: JsonObject | None = Field(default=None, sa_type=Json)
    decided_by: UUID = Field(foreign_key="user.id")
    reason: str = Field(default="", max_length=2000)
