"""What is to be built: parts with the ways in which they may stand, and their pieces."""

from collections.abc import Mapping
from dataclasses import dataclass

from solver.errors import require
from solver.shapes import Outline, Voxels


@dataclass(frozen=True, slots=True)
class Orientation:
    """One way in which a part may stand: its size as built and its exposure time.

    ``exposure_ms`` holds, by machine key, the time that this piece adds to a build on that machine
    (scanning, contours, supports); a machine that is not named cannot build the part this way.
    ``angles_mdeg`` are the turns about Z that the nester may choose from (thousandths of a degree).
    """

    key: str
    outline: Outline
    height_um: int
    volume_mm3: float
    exposure_ms: Mapping[str, int]
    angles_mdeg: tuple[int, ...] = (0, 90_000, 180_000, 270_000)
    voxels: Voxels | None = None

    def __post_init__(self) -> None:
        require(self.height_um > 0, f"orientation {self.key!r}: height must be positive")
        require(self.volume_mm3 >= 0, f"orientation {self.key!r}: volume must not be negative")
        require(bool(self.angles_mdeg), f"orientation {self.key!r}: no angle allowed")
        require(
            all(value >= 0 for value in self.exposure_ms.values()),
            f"orientation {self.key!r}: exposure must not be negative",
        )
        if self.voxels is not None:
            require(
                all(angle % 90_000 == 0 for angle in self.angles_mdeg),
                f"orientation {self.key!r}: voxels turn by quarter turns only",
            )


@dataclass(frozen=True, slots=True)
class Part:
    """A shape in a revision, with the ways in which it may stand, the preferred one first."""

    key: str
    orientations: tuple[Orientation, ...]

    def __post_init__(self) -> None:
        require(bool(self.orientations), f"part {self.key!r}: no orientation")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the published plan puts a piece; a new plan that keeps it there is calmer."""

    machine: str
    finish_s: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One physical copy of a part.

    It may be built on ``eligible`` machines together with pieces of the same ``build_key`` only,
    not set up before ``release_s``, and is finished ``lead_s`` (post-processing) after it was
    unloaded.
    """

    key: str
    part: str
    build_key: str
    eligible: frozenset[str]
    release_s: int = 0
    due_s: int | None = None
    weight: int = 1
    lead_s: int = 0
    standing: Standing | None = None

    def __post_init__(self) -> None:
        require(self.weight >= 0, f"piece {self.key!r}: weight must not be negative")
        require(self.lead_s >= 0, f"piece {self.key!r}: lead time must not be negative")
