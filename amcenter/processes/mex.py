"""Material extrusion: the extruded volume sets the time; walls and skins are solid."""

from collections.abc import Sequence

from amcenter.processes.angles import EIGHTHS
from amcenter.processes.base import Figures, Formulas, Process, Rate, Rates, Stance


class Extrusion(Process):
    key = "mex"
    name = "Material extrusion of polymer (MEX-TRB/P)"
    name_ru = "Экструзия полимера (MEX-TRB/P)"
    rates = (
        Rate("extrusion_mm3_per_s", positive=True),
        Rate("wall_mm"),
        Rate("skin_mm"),
        Rate("infill_share", most=1),
        Rate("support_share", most=1),
        Rate("layer_change_s"),
    )
    stacked = False
    needs_supports = True
    overhang_deg = 45.0
    # The rate ``support_share`` says how dense they are.
    support_density = 1.0
    gap_mm = 6.0
    margin_mm = 4.0
    floor_mm = 0.0
    density_limit = None
    angles_mdeg = EIGHTHS
    stances = (Stance.RESTING,)
    formulas = Formulas(
        exposure=(
            "(min(volume_mm3, lateral_area_mm2 · wall_mm + 2 · outline_area_mm2 · skin_mm)"
            " · (1 - infill_share) + volume_mm3 · infill_share + support_mm3 · support_share)"
            " / extrusion_mm3_per_s / (lasers · laser_balance)"
        ),
        layer="layer_change_s",
        powder=(
            "(min(volume_mm3, lateral_area_mm2 · wall_mm + 2 · outline_area_mm2 · skin_mm)"
            " · (1 - infill_share) + volume_mm3 · infill_share + support_mm3 · support_share)"
            " / 1000 · density_g_cm3"
        ),
    )

    def exposure_s(
        self, figures: Figures, rates: Rates, layer_um: int, lasers: int, balance: float
    ) -> float:
        return extruded_mm3(figures, rates) / rates["extrusion_mm3_per_s"] / (lasers * balance)

    def layer_s(self, rates: Rates, layer_um: int) -> float:
        return rates["layer_change_s"]

    def powder_g(
        self,
        pieces: Sequence[Figures],
        rates: Rates,
        *,
        platform_mm2: float,
        top_mm: float,
        density_g_cm3: float,
    ) -> float:
        return sum(extruded_mm3(piece, rates) for piece in pieces) / 1000 * density_g_cm3


def extruded_mm3(figures: Figures, rates: Rates) -> float:
    """Return the extruded volume: solid walls, bottom and top, infill between, sparse supports."""
    walls_mm3 = figures.lateral_area_mm2 * rates["wall_mm"]
    skins_mm3 = 2 * figures.outline_area_mm2 * rates["skin_mm"]
    solid_mm3 = min(figures.volume_mm3, walls_mm3 + skins_mm3)
    inside_mm3 = figures.volume_mm3 - solid_mm3
    return (
        solid_mm3
        + inside_mm3 * rates["infill_share"]
        + figures.support_mm3 * rates["support_share"]
    )
