"""Times in which a machine is not to be used."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from api.schemas.base import (
    In,
    Moment,
    PageQuery,
    Reason,
    SharedRowOut,
    example,
    optional,
)


class MaintenanceIn(In):
    model_config = example(
        machine_id="01890a5d-ac96-774b-bcce-b302099a8057",
        start_at="2026-05-04T02:00:00Z",
        end_at="2026-05-04T10:00:00Z",
        reason="Optics are cleaned",
    )

    machine_id: UUID
    start_at: Moment
    end_at: Moment
    reason: Annotated[Reason, Field(max_length=500)]


class MaintenanceChangesIn(In):
    model_config = example(end_at="2026-05-04T12:00:00Z")

    machine_id: UUID = optional()
    start_at: Moment = optional()
    end_at: Moment = optional()
    reason: Annotated[Reason, Field(max_length=500)] = optional()


class MaintenanceOut(SharedRowOut):
    machine_id: UUID
    start_at: AwareDatetime
    end_at: AwareDatetime
    reason: str


class MaintenanceQuery(PageQuery):
    sort: Literal["start_at", "-start_at", "end_at", "-end_at"] = "start_at"
    machine_id: UUID | None = None
