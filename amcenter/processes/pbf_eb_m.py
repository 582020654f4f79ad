"""Electron beam powder bed fusion of metals: every layer is raked and preheated, then melted."""

from collections.abc import Sequence

from amcenter.processes.angles import EIGHTHS
from amcenter.processes.base import Figures, Formulas, Process, Rate, Rates, Stance
from amcenter.processes.feedstock import TAPPED_METAL, powder_bed_g


class ElectronBeamMetalBed(Process):
    key = "pbf_eb_m"
    name = "Electron beam powder bed fusion of metal (PBF-EB/M)"
    name_ru = "Электронно-лучевой синтез металла на подложке (PBF-EB/M)"
    rates = (
        Rate("melt_mm3_per_s", positive=True),
        Rate("support_mm3_per_s", positive=True),
        Rate("rake_s"),
        Rate("preheat_s"),
    )
    # The cake could carry pieces above each other, but heat leaves through the platform.
    stacked = False
    needs_supports = True
    overhang_deg = 30.0
    support_density = 0.2
    gap_mm = 4.0
    margin_mm = 8.0
    floor_mm = 0.0
    density_limit = None
    angles_mdeg = EIGHTHS
    stances = (Stance.RESTING, Stance.TILTED)
    formulas = Formulas(
        exposure=(
            "(volume_mm3 / melt_mm3_per_s + support_mm3 / support_mm3_per_s)"
            " / (lasers · laser_balance)"
        ),
        layer="rake_s + preheat_s",
        powder="platform_mm2 · top_mm / 1000 · density_g_cm3 · 0.6 · 1.2",
    )

    def exposure_s(
        self, figures: Figures, rates: Rates, layer_um: int, lasers: int, balance: float
    ) -> float:
        melt_s = figures.volume_mm3 / rates["melt_mm3_per_s"]
        support_s = figures.support_mm3 / rates["support_mm3_per_s"]
        return (melt_s + support_s) / (lasers * balance)

    def layer_s(self, rates: Rates, layer_um: int) -> float:
        return rates["rake_s"] + rates["preheat_s"]

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
            top_mm=top_mm,
            density_g_cm3=density_g_cm3,
            tapped=TAPPED_METAL,
            dosing=1.2,
        )
