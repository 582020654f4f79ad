"""What a person wants changed in a schedule."""

from dataclasses import dataclass

from solver.errors import require


@dataclass(frozen=True, slots=True)
class MoveBuild:
    """A build on a machine from a moment on; builds in the way are pushed behind it."""

    build: str
    machine: str
    start_s: int


@dataclass(frozen=True, slots=True)
class SwapBuilds:
    """Two builds that change places: each on the machine and from the moment of the other."""

    first: str
    second: str

    def __post_init__(self) -> None:
        require(self.first != self.second, "a build cannot change places with itself")


@dataclass(frozen=True, slots=True)
class MovePieces:
    """Pieces into another build, or into a new one of their own on ``machine``.

    All pieces of a build: that build is merged into the other one.
    """

    pieces: tuple[str, ...]
    into: str | None = None
    machine: str | None = None
    start_s: int | None = None

    def __post_init__(self) -> None:
        require(bool(self.pieces), "no piece is moved")
        require(
            (self.into is None) != (self.machine is None),
            "pieces move into a build or to a machine, one of the two",
        )


Edit = MoveBuild | SwapBuilds | MovePieces
