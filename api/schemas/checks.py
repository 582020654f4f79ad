"""What every process and material minds about a part."""

from uuid import UUID

from pydantic import computed_field

from amcenter.messages import Message, sentences
from api.schemas.base import In, Out
from api.schemas.machines import ProcessKey
from api.schemas.requests import FindingOut


class ChecksQuery(In):
    process: ProcessKey | None = None
    material_id: UUID | None = None
    faces: bool = False
    """Name the triangles of each finding as ranges; there may be thousands."""


class LocatedFindingOut(FindingOut):
    faces: list[tuple[int, int]] | None = None
    """First and last triangle of each range, of the mesh as analysed; the worst if too many."""


class UnknownOut(Out):
    """A rule that could not be looked at: neither kept nor broken."""

    rule: str
    measure: str
    reason: str

    @computed_field
    def text(self) -> dict[str, str]:
        """Return why, by language."""
        return sentences(Message(self.reason))


class ProcessCheckOut(Out):
    process: str
    material: str
    material_id: UUID
    wanted: bool
    """Whether the part is wanted in this way, as far as that is decided."""
    machines: list[str]
    """Keys of the machines that may build it so."""
    findings: list[LocatedFindingOut]
    unknown: list[UnknownOut]


class PartChecksOut(Out):
    part_id: UUID
    findings: list[LocatedFindingOut]
    """True in every process."""
    processes: list[ProcessCheckOut]
    """The wanted ones first."""
