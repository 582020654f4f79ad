"""Laser powder bed fusion of metals: the layer-wise model with contours.

``T = (Σ V/q + Σ S/q_s + Σ n_c·A/(v_c·t)) / (lasers · balance) + N · (t_recoat + t_dwell)``

The rates of makers are those of one laser while it is on, in the filled area: neither contours nor
recoating are in them. Contours decide for thin walls: they add 2 % to a block, but double the
exposure of a lattice with walls of 0.5 mm.
"""

from collections.abc import Sequence

from amcenter.processes.angles import OFF_BLADE
from amcenter.processes.base import Figures, Formulas, Process, Rate, Rates, Stance
from amcenter.processes.feedstock import TAPPED_METAL, powder_bed_g


class LaserMetalBed(Process):
    key = "pbf_lb_m"
    name = "Laser powder bed fusion of metal (PBF-LB/M)"
    name_ru = "Лазерный синтез металла на подложке (PBF-LB/M)"
    rates = (
        Rate("hatch_mm3_per_s", positive=True),
        Rate("support_mm3_per_s", positive=True),
        Rate("laser_on_share", positive=True, most=1),
        Rate("contours"),
        Rate("contour_mm_per_s", positive=True),
        Rate("recoat_s"),
        Rate("dwell_s"),
    )
    stacked = False
    needs_supports = True
    overhang_deg = 45.0
    # Walls of one scan line (0.1 mm) every millimetre, both ways: 1 - 0.9² of the room.
    support_density = 0.2
    gap_mm = 5.0
    margin_mm = 10.0
    floor_mm = 0.0
    density_limit = None
    angles_mdeg = OFF_BLADE
    stances = (Stance.RESTING, Stance.TILTED)
    formulas = Formulas(
        exposure=(
            "((volume_mm3 / hatch_mm3_per_s + support_mm3 / support_mm3_per_s) / laser_on_share"
            " + contours · lateral_area_mm2 / (layer_um / 1000) / contour_mm_per_s)"
            " / (lasers · laser_balance)"
        ),
        layer="recoat_s + dwell_s",
        powder="platform_mm2 · top_mm / 1000 · density_g_cm3 · 0.6 · 1.5",
    )

    def exposure_s(
        self, figures: Figures, rates: Rates, layer_um: int, lasers: int, balance: float
    ) -> float:
        hatch_s = figures.volume_mm3 / rates["hatch_mm3_per_s"]
        support_s = figures.support_mm3 / rates["support_mm3_per_s"]
        contour_mm = rates["contours"] * figures.lateral_area_mm2 / (layer_um / 1000)
        contour_s = contour_mm / rates["contour_mm_per_s"]
        one_laser_s = (hatch_s + support_s) / rates["laser_on_share"] + contour_s
        return one_laser_s / (lasers * balance)

    def layer_s(self, rates: Rates, layer_um: int) -> float:
        return rates["recoat_s"] + rates["dwell_s"]

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
            dosing=1.5,
        )
