"""What a process has to say, whichever it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Protocol

Rates = Mapping[str, float]
"""The figures of a parameter set by name; the unit is part of the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one orientation of a part brings into a build."""

    volume_mm3: float
    height_mm: float
    support_mm3: float = 0.0
    """Of the material of supports, not of the room in which they stand."""
    lateral_area_mm2: float = 0.0
    """Σ face area · sin(angle between its normal and Z): what contours run along."""
    outline_area_mm2: float = 0.0
    """What it covers of the platform, holes left out."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) >= 0:
                raise ValueError(f"figures: {field.name} must not be negative")


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure that every parameter set of a process must state."""

    name: str
    positive: bool = False
    """Zero makes no sense (it divides)."""
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Formulas:
    """How a process calculates, as people read it: what its three methods return.

    Names are those of ``Figures``, the process's rates, ``layer_um``, ``lasers``,
    ``laser_balance``, ``platform_mm2``, ``top_mm`` and ``density_g_cm3``; ``·`` multiplies.
    ``exposure`` is of one piece; ``powder`` of a whole bed, or of one piece where it is a sum over
    pieces.
    """

    exposure: str
    layer: str
    powder: str


class Stance(StrEnum):
    """A way to stand that is worth a try in a process."""

    RESTING = "resting"
    """On a large flat face."""
    TILTED = "tilted"
    """Turned up until little hangs over or peels off at once."""
    AXES = "axes"
    """Edges of the smallest box along the axes; nothing has to carry the part."""


class Process(Protocol):
    """An additive process: how long it takes, how parts may lie in it and what it needs.

    The time of a build is linear: every piece adds its exposure, every layer its own time
    (``solver.timing.print_s``). All the defaults are those of ISO/ASTM 52900 process classes, each
    machine may state its own.
    """

    key: str
    name: str
    name_ru: str
    rates: tuple[Rate, ...]
    stacked: bool
    """Pieces may lie above each other; otherwise they stand on the platform."""
    needs_supports: bool
    overhang_deg: float | None
    """Faces flatter than this (from the horizontal) need support; None: powder carries them."""
    support_density: float
    """Share of the room below what needs support that supports fill."""
    gap_mm: float
    margin_mm: float
    floor_mm: float
    """Room below and above stacked pieces."""
    density_limit: float | None
    """Share of the build volume that material may fill where pieces are stacked."""
    angles_mdeg: tuple[int, ...]
    """The turns about Z for parts that may turn."""
    stances: tuple[Stance, ...]
    """The best first."""
    formulas: Formulas

    def exposure_s(
        self, figures: Figures, rates: Rates, layer_um: int, lasers: int, balance: float
    ) -> float:
        """Return the time that one piece adds to a build."""

    def layer_s(self, rates: Rates, layer_um: int) -> float:
        """Return the time that every layer takes, whatever is in it."""

    def powder_g(
        self,
        pieces: Sequence[Figures],
        rates: Rates,
        *,
        platform_mm2: float,
        top_mm: float,
        density_g_cm3: float,
    ) -> float:
        """Return the feedstock (powder, wire, filament, resin) that must be at hand for a build.

        ``platform_mm2`` is the whole platform, ``top_mm`` the highest point above its surface,
        ``density_g_cm3`` that of the solid material.
        """
