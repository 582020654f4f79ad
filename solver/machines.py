"""What builds: machines with their platforms, modes and attended hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from solver.errors import require
from solver.shapes import Polygon


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The time from ``start_s`` (included) to ``end_s`` (excluded)."""

    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        require(self.start_s < self.end_s, f"interval {self.start_s}..{self.end_s} is empty")


@dataclass(frozen=True, slots=True)
class Mode:
    """How a machine runs builds of one build key: the times that do not depend on single pieces.

    A build is: changeover and set-up (attended), then heating, building and cooling (unattended),
    then unloading (attended). Cooling lasts ``cool_s`` but at least ``cool_permille`` of the time
    spent building. ``after_s`` passes away from the machine before post-processing may begin.
    """

    setup_s: int
    layer_um: int
    layer_ms: int
    heat_s: int = 0
    cool_s: int = 0
    cool_permille: int = 0
    unload_s: int = 0
    after_s: int = 0

    def __post_init__(self) -> None:
        require(self.layer_um > 0, "mode: layer thickness must be positive")
        times = (self.setup_s, self.layer_ms, self.heat_s, self.cool_s, self.unload_s, self.after_s)
        require(min(times) >= 0 and self.cool_permille >= 0, "mode: times must not be negative")


class Shape(StrEnum):
    RECTANGLE = "rectangle"
    ROUND = "round"
    """An ellipse that touches the four sides; a circle where width and depth are equal."""


@dataclass(frozen=True, slots=True)
class Platform:
    """The room for pieces (µm): its shape, height and what keeps them apart.

    Pieces keep ``gap_um`` from each other and from ``keep_outs``, ``margin_um`` from the edge.
    With ``stacked`` they may lie above each other (powder beds without supports): then they keep
    ``gap_um`` in space, ``margin_um`` from the walls and ``floor_um`` from bottom and top, and
    their material fills at most ``density_permille`` of the usable volume, the room inside the
    margins.
    """

    width_um: int
    depth_um: int
    height_um: int
    gap_um: int
    margin_um: int = 0
    shape: Shape = Shape.RECTANGLE
    keep_outs: tuple[Polygon, ...] = ()
    stacked: bool = False
    floor_um: int = 0
    density_permille: int = 1000

    def __post_init__(self) -> None:
        require(min(self.width_um, self.depth_um, self.height_um) > 0, "platform must be positive")
        require(min(self.gap_um, self.margin_um, self.floor_um) >= 0, "gaps must not be negative")
        require(
            2 * self.margin_um < min(self.width_um, self.depth_um)
            and 2 * self.floor_um < self.height_um,
            "platform: the margins leave no room",
        )
        require(0 < self.density_permille <= 1000, "density must be 1..1000 permille")


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine: its platform, how it runs each build key and when people attend to it.

    ``changeover_s[from, to]`` is attended work before the set-up of a build of key ``to`` after
    one of key ``from``; a pair that is missing is forbidden, equal keys need nothing unless stated.
    ``attended`` are the hours with somebody there; ``blocked`` (maintenance) admits no part of a
    build.
    """

    key: str
    platform: Platform
    modes: Mapping[str, Mode]
    attended: tuple[Interval, ...]
    blocked: tuple[Interval, ...] = ()
    changeover_s: Mapping[tuple[str, str], int] = field(default_factory=dict)
    state: str | None = None
    """The build key for which it is set up now; None: no first build needs a changeover."""
    cost_per_h: int = 1

    def __post_init__(self) -> None:
        require(bool(self.modes), f"machine {self.key!r}: no mode")
        require(bool(self.attended), f"machine {self.key!r}: nobody ever attends to it")
        require(_ordered(self.attended), f"machine {self.key!r}: attended hours overlap")
        require(_ordered(self.blocked), f"machine {self.key!r}: blocked hours overlap")
        require(
            all(value >= 0 for value in self.changeover_s.values()),
            f"machine {self.key!r}: changeover must not be negative",
        )


def _ordered(intervals: Iterable[Interval]) -> bool:
    return all(before.end_s <= after.start_s for before, after in pairwise(intervals))
