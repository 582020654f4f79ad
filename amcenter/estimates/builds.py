"""In how many builds pieces are made: builds of their own, or builds that others help to fill."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Builds:
    """Builds filled as is typical, and what is left over for one build more."""

    pieces: int
    full: Fraction
    """Where builds are shared the pieces' part of them, so seldom a whole number."""
    rest: int = 0
    """Pieces in the last build, which is not filled; 0: there is no such build."""

    @property
    def together(self) -> Fraction:
        return self.full + self.rests

    @property
    def rests(self) -> int:
        return 1 if self.rest else 0


def own_builds(pieces: int, capacity: int) -> Builds:
    """Return the builds of pieces that share them with no others; the last one may be half empty.

    A build more for the last piece is really a build more: just there a piece costs more.
    """
    full, rest = divmod(pieces, capacity)
    return Builds(pieces, Fraction(full), rest)


def shared_builds(pieces: int, capacity: int) -> Builds:
    """Return the share of well filled builds that pieces have, other pieces like them the rest."""
    return Builds(pieces, Fraction(pieces, capacity))
