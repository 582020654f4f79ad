"""Laser powder bed fusion of polymers (laser sintering): the height of the bed sets the time.

Makers state a bed rate, the *swept* volume of powder and parts. Divided by the platform area it is
the speed at which the bed grows; the scanning of the pieces comes on top. The cake cools about as
long as it was built: ``cool_share`` of the parameter set.
"""

from collections.abc import Sequence

from amcenter.processes.angles import QUARTERS
from amcenter.processes.base import Figures, Formulas, Process, Rate, Rates, Stance
from amcenter.processes.feedstock import TAPPED_POLYMER, powder_bed_g


class LaserPolymerBed(Process):
    key = "pbf_lb_p"
    name = "Laser powder bed fusion of polymer (PBF-LB/P, laser sintering)"
    name_ru = "Лазерный синтез полимера на подложке (PBF-LB/P, лазерное спекание)"
    rates = (Rate("bed_mm_per_h", positive=True), Rate("scan_mm3_per_s", positive=True))
    stacked = True
    needs_supports = False
    overhang_deg = None
    support_density = 1.0
    gap_mm = 5.0
    margin_mm = 10.0
    floor_mm = 8.0
    density_limit = 0.12
    angles_mdeg = QUARTERS
    stances = (Stance.AXES,)
    formulas = Formulas(
        exposure="volume_mm3 / scan_mm3_per_s / (lasers · laser_balance)",
        layer="layer_um / 1000 / bed_mm_per_h · 3600",
        powder="platform_mm2 · (top_mm + 8) / 1000 · density_g_cm3 · 0.47 · 1.1",
    )

    def exposure_s(
        self, figures: Figures, rates: Rates, layer_um: int, lasers: int, balance: float
    ) -> float:
        return figures.volume_mm3 / rates["scan_mm3_per_s"] / (lasers * balance)

    def layer_s(self, rates: Rates, layer_um: int) -> float:
        return layer_um / 1000 / rates["bed_mm_per_h"] * 3600

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
            dosing=1.1,
        )
