"""Directed energy deposition: the deposited volume sets the time, the layers rest in between."""

from collections.abc import Sequence

from amcenter.processes.angles import EIGHTHS
from amcenter.processes.base import Figures, Formulas, Process, Rate, Rates, Stance
from amcenter.processes.feedstock import solid_g


class Deposition(Process):
    key = "ded"
    name = "Directed energy deposition of metal (DED)"
    name_ru = "Прямой подвод энергии и материала (DED, прямое лазерное выращивание)"
    rates = (
        Rate("deposit_mm3_per_s", positive=True),
        Rate("deposit_share", positive=True, most=1),
        Rate("caught_share", positive=True, most=1),
        Rate("interpass_s"),
    )
    stacked = False
    needs_supports = True
    overhang_deg = 60.0
    support_density = 1.0
    gap_mm = 50.0
    margin_mm = 30.0
    floor_mm = 0.0
    density_limit = None
    angles_mdeg = EIGHTHS
    stances = (Stance.RESTING,)
    formulas = Formulas(
        exposure=(
            "(volume_mm3 + support_mm3) / deposit_mm3_per_s / deposit_share"
            " / (lasers · laser_balance)"
        ),
        layer="interpass_s",
        powder="(volume_mm3 + support_mm3) / 1000 · density_g_cm3 / caught_share",
    )

    def exposure_s(
        self, figures: Figures, rates: Rates, layer_um: int, lasers: int, balance: float
    ) -> float:
        deposited_mm3 = figures.volume_mm3 + figures.support_mm3
        head_s = deposited_mm3 / rates["deposit_mm3_per_s"] / rates["deposit_share"]
        return head_s / (lasers * balance)

    def layer_s(self, rates: Rates, layer_um: int) -> float:
        return rates["interpass_s"]

    def powder_g(
        self,
        pieces: Sequence[Figures],
        rates: Rates,
        *,
        platform_mm2: float,
        top_mm: float,
        density_g_cm3: float,
    ) -> float:
        return solid_g(pieces, density_g_cm3) / rates["caught_share"]
