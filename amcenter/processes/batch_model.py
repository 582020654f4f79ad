"""The build-time model of the scheduling literature, as a process, so that benchmarks run on it.

``PT = ST + VT · ΣV + SPT · ΣS + HT · max h`` (Kucukkoc 2019, doi:10.1016/j.cor.2019.01.006;
supports as in github.com/LUZEDI/AM-Production-Planning-Instances). ``ST`` is the set-up time of the
parameter set.
The model knows no layers: with ``layer_um = 1`` the height counts to the micrometre.
"""

from collections.abc import Sequence

from amcenter.processes.angles import EIGHTHS
from amcenter.processes.base import Figures, Formulas, Process, Rate, Rates, Stance
from amcenter.processes.feedstock import solid_g


class BatchModel(Process):
    key = "batch_model"
    name = "Published batch model of powder bed fusion"
    name_ru = "Модель цикла построения из научных публикаций"
    rates = (
        Rate("volume_s_per_mm3"),
        Rate("support_s_per_mm3"),
        Rate("height_s_per_mm"),
    )
    stacked = False
    needs_supports = True
    overhang_deg = 45.0
    support_density = 1.0
    gap_mm = 3.0
    margin_mm = 2.0
    floor_mm = 0.0
    density_limit = None
    angles_mdeg = EIGHTHS
    stances = (Stance.RESTING,)
    formulas = Formulas(
        exposure=(
            "(volume_mm3 · volume_s_per_mm3 + support_mm3 · support_s_per_mm3)"
            " / (lasers · laser_balance)"
        ),
        layer="height_s_per_mm · layer_um / 1000",
        powder="(volume_mm3 + support_mm3) / 1000 · density_g_cm3",
    )

    def exposure_s(
        self, figures: Figures, rates: Rates, layer_um: int, lasers: int, balance: float
    ) -> float:
        part_s = figures.volume_mm3 * rates["volume_s_per_mm3"]
        support_s = figures.support_mm3 * rates["support_s_per_mm3"]
        return (part_s + support_s) / (lasers * balance)

    def layer_s(self, rates: Rates, layer_um: int) -> float:
        return rates["height_s_per_mm"] * layer_um / 1000

    def powder_g(
        self,
        pieces: Sequence[Figures],
        rates: Rates,
        *,
        platform_mm2: float,
        top_mm: float,
        density_g_cm3: float,
    ) -> float:
        return solid_g(pieces, density_g_cm3)
