"""Vat photopolymerisation with a mask: a layer hardens at once, so only height counts."""

from collections.abc import Sequence

from amcenter.processes.angles import EIGHTHS
from amcenter.processes.base import Figures, Formulas, Process, Rate, Rates, Stance
from amcenter.processes.feedstock import solid_g

LOST_SHARE = 0.05
"""Resin that is washed off."""


class MaskVat(Process):
    key = "vpp"
    name = "Vat photopolymerisation with a mask (VPP-UVM/P)"
    name_ru = "Фотополимеризация в ванне с маской (VPP-UVM/P)"
    rates = (Rate("expose_s", positive=True), Rate("peel_s"))
    stacked = False
    needs_supports = True
    overhang_deg = 30.0
    support_density = 0.1
    gap_mm = 3.0
    margin_mm = 4.0
    floor_mm = 0.0
    density_limit = None
    angles_mdeg = EIGHTHS
    stances = (Stance.TILTED, Stance.RESTING)
    formulas = Formulas(
        exposure="0",
        layer="expose_s + peel_s",
        powder="(volume_mm3 + support_mm3) / 1000 · density_g_cm3 · 1.05",
    )

    def exposure_s(
        self, figures: Figures, rates: Rates, layer_um: int, lasers: int, balance: float
    ) -> float:
        return 0.0

    def layer_s(self, rates: Rates, layer_um: int) -> float:
        return rates["expose_s"] + rates["peel_s"]

    def powder_g(
        self,
        pieces: Sequence[Figures],
        rates: Rates,
        *,
        platform_mm2: float,
        top_mm: float,
        density_g_cm3: float,
    ) -> float:
        return solid_g(pieces, density_g_cm3) * (1 + LOST_SHARE)
