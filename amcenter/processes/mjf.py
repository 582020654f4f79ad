"""Infrared powder bed fusion of polymers with fusing agents (multi jet fusion).

Every layer takes the same time, be it full or empty. The cake cools in its build unit, away from
the machine: ``after_s`` of the parameter set.
"""

from collections.abc import Sequence

from amcenter.processes.angles import QUARTERS
from amcenter.processes.base import Figures, Formulas, Process, Rate, Rates, Stance
from amcenter.processes.feedstock import TAPPED_POLYMER, powder_bed_g


class MultiJetBed(Process):
    key = "mjf"
    name = "Multi jet fusion of polymer (PBF-IrL/P)"
    name_ru = "Многоструйный синтез полимера на подложке (PBF-IrL/P, MJF)"
    rates = (Rate("sweep_s", positive=True),)
    stacked = True
    needs_supports = False
    overhang_deg = None
    support_density = 1.0
    gap_mm = 5.0
    margin_mm = 12.0
    floor_mm = 12.0
    density_limit = 0.12
    angles_mdeg = QUARTERS
    stances = (Stance.AXES,)
    formulas = Formulas(
        exposure="0",
        layer="sweep_s",
        powder="platform_mm2 · (top_mm + 12) / 1000 · density_g_cm3 · 0.47 · 1.05",
    )

    def exposure_s(
        self, figures: Figures, rates: Rates, layer_um: int, lasers: int, balance: float
    ) -> float:
        return 0.0

    def layer_s(self, rates: Rates, layer_um: int) -> float:
        return rates["sweep_s"]

    def powder_g(
        self,
        pieces: Sequence[Figures],
        rates: Rates,
        *,
        platform_mm2: float,
        top_mm: float,
        density_g_cm3: float,
    ) -> float:
        return powder_bed_g(
            platform_mm2=platform_mm2,
            top_mm=top_mm + self.floor_mm,
            density_g_cm3=density_g_cm3,
            tapped=TAPPED_POLYMER,
            dosing=1.05,
        )
