"""What a plan must contain, as values: they come from the database or from a command line."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from amcenter.intake.document import AnalysisDocument
from amcenter.tables import BuildStatus, OrientationPolicy, QualityClass
from solver.builds import Placement


@dataclass(frozen=True, slots=True, eq=False)
class WantedPart:
    """A part with its analysis and how its pieces are wanted."""

    key: str
    document: AnalysisDocument
    material_id: UUID
    file: Path
    """Where its mesh lies; read only where pieces are stacked, to see it in space."""
    process: str | None = None
    """None: any process that has the material."""
    quality_class: QualityClass = QualityClass.STANDARD
    policy: OrientationPolicy = OrientationPolicy.FREE
    orientation: str | None = None
    """The one that a person chose."""
    lead_s: int = 0
    segregated: UUID | None = None
    """The customer, if its pieces share builds with no other's."""


@dataclass(frozen=True, slots=True)
class StandingAt:
    """Where the published plan has a piece."""

    machine: str
    finish_at: datetime


@dataclass(frozen=True, slots=True, eq=False)
class WantedPiece:
    """A piece that must be built."""

    serial: str
    part: WantedPart
    release_at: datetime | None = None
    """Not before; None: at once."""
    due_at: datetime | None = None
    weight: int = 1
    standing: StandingAt | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FixedBuild:
    """A build that was released or runs: it stays as it is. Its pieces are wanted ones, too."""

    number: str
    machine: str
    build_key: str
    parameter_set: str
    status: BuildStatus
    start_at: datetime
    print_start_at: datetime
    print_end_at: datetime
    cool_end_at: datetime
    end_at: datetime
    started_at: datetime | None
    """When it really began to build."""
    placements: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class WantedLock:
    """A person's decision, see ``solver.builds.Lock``."""

    pieces: tuple[str, ...]
    machine: str | None = None
    start_at: datetime | None = None
    placements: tuple[Placement, ...] = ()
    closed: bool = False
