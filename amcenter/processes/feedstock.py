"""How much feedstock a build needs; the powder shares are shop values, not makers' figures."""

from collections.abc import Sequence

from amcenter.processes.base import Figures

TAPPED_METAL = 0.6
"""Density of tapped metal powder over that of the solid."""
TAPPED_POLYMER = 0.47


def powder_bed_g(
    *, platform_mm2: float, top_mm: float, density_g_cm3: float, tapped: float, dosing: float
) -> float:
    """Return the powder of a bed as high as the build; ``dosing`` (>= 1) covers the overflow."""
    return platform_mm2 * top_mm / 1000 * density_g_cm3 * tapped * dosing


def solid_g(pieces: Sequence[Figures], density_g_cm3: float) -> float:
    """Return the mass of the pieces and their supports."""
    return sum(piece.volume_mm3 + piece.support_mm3 for piece in pieces) / 1000 * density_g_cm3
