"""Repairs of files, and files with several bodies."""

from uuid import UUID

from pydantic import AwareDatetime

from amcenter.tables import RepairStatus, SeparationStatus
from api.schemas.base import In, MessageOut, OptionalReason, Out, SharedRowOut, example


class MeshFiguresOut(Out):
    """A mesh in the figures that a repair may change (mm, mm², mm³)."""

    triangles: int
    bodies: int
    watertight: bool
    volume_mm3: float | None
    """Null where the surface is not closed: unknown."""
    area_mm2: float
    box_mm: tuple[float, float, float]
    open_edges: int
    crowded_edges: int
    twisted_edges: int


class RepairProposalOut(Out):
    """What the repair does, in order, and what comes of it."""

    actions: list[MessageOut]
    before: MeshFiguresOut
    after: MeshFiguresOut
    """Measured on the repaired file itself."""
    made_up_mm2: float
    """Area of the surface that fills holes."""


class RepairOut(SharedRowOut):
    request_id: UUID
    part_id: UUID
    status: RepairStatus
    source_file_id: UUID
    """The file as it was sent; it stays stored whatever is decided."""
    unit: str
    file_id: UUID | None
    """The repaired file, to look at before the decision."""
    proposal: RepairProposalOut | None
    why: MessageOut | None
    """Why there is no proposal."""
    decided_by: UUID | None
    decided_at: AwareDatetime | None
    reason: str


class TogetherIn(In):
    model_config = example(reason="A hinge, built in one piece")

    reason: OptionalReason = ""


class SeparationOut(SharedRowOut):
    request_id: UUID
    part_id: UUID
    """The whole; taken out of the request once its bodies are parts of their own."""
    status: SeparationStatus
    source_file_id: UUID
    unit: str
    part_ids: list[UUID]
    """The parts that came of it, one for each kind of body."""
    why: MessageOut | None
    """Why the bodies could not be taken apart."""
    decided_by: UUID
    reason: str
