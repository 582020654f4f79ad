"""What nesting in one level and nesting in space have in common."""

from typing import Protocol, Self

from solver.builds import Placement
from solver.parts import Piece


class OpenBuild(Protocol):
    """A build being filled: pieces go in one after another and never move again."""

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Where every piece lies, in the order in which they went in."""
        ...

    def add(self, piece: Piece) -> Placement | None:
        """Put a piece into the first place found; None if none was found, which is no proof."""
        ...

    def copy(self) -> Self:
        """Return an independent build with the same pieces."""
        ...
