"""Five builds calculated by hand with q_s = 1.5 q and one contour (hours, rounded to 0.1)."""

from dataclasses import dataclass

import pytest

from amcenter.processes import PROCESSES, Figures

PROCESS = PROCESSES["pbf_lb_m"]


@dataclass(frozen=True)
class Anchor:
    volume_cm3: float
    support_cm3: float
    height_mm: float
    lateral_cm2: float
    layer_um: int
    hatch_cm3_per_h: float
    contour_mm_per_s: float
    recoat_s: float
    lasers: int
    balance: float

    @property
    def figures(self) -> Figures:
        return Figures(
            volume_mm3=self.volume_cm3 * 1000,
            support_mm3=self.support_cm3 * 1000,
            height_mm=self.height_mm,
            lateral_area_mm2=self.lateral_cm2 * 100,
        )

    def rates(self, contours: float) -> dict[str, float]:
        hatch_mm3_per_s = self.hatch_cm3_per_h / 3.6
        return {
            "hatch_mm3_per_s": hatch_mm3_per_s,
            "support_mm3_per_s": 1.5 * hatch_mm3_per_s,
            "laser_on_share": 1.0,
            "contours": contours,
            "contour_mm_per_s": self.contour_mm_per_s,
            "recoat_s": self.recoat_s,
            "dwell_s": 0,
        }

    def exposure_h(self, contours: float) -> float:
        rates = self.rates(contours)
        return (
            PROCESS.exposure_s(self.figures, rates, self.layer_um, self.lasers, self.balance) / 3600
        )

    @property
    def recoating_h(self) -> float:
        layers = self.height_mm * 1000 / self.layer_um
        return layers * PROCESS.layer_s(self.rates(1), self.layer_um) / 3600


IMPELLER = Anchor(95, 8, 48, 700, 40, 13.3, 600, 11, 1, 1)
FINE_IMPELLER = Anchor(95, 8, 48, 700, 20, 7.2, 600, 9, 1, 1)
BRACKETS = Anchor(360, 36, 36, 1500, 30, 25, 1000, 10, 2, 0.85)
GYROID = Anchor(110, 0, 104, 9000, 40, 13.3, 600, 11, 1, 1)
LARGE = Anchor(900, 90, 180, 5000, 40, 15.1, 800, 12, 4, 0.8)


@pytest.mark.parametrize(
    ("anchor", "hatch_h", "contour_h", "recoating_h", "print_h"),
    [
        pytest.param(IMPELLER, 7.5, 0.8, 3.7, 12.0, id="impeller, 40 um"),
        pytest.param(FINE_IMPELLER, 13.9, 1.6, 6.0, 21.6, id="impeller, 20 um"),
        pytest.param(BRACKETS, 9.0, 0.8, 3.3, 13.2, id="20 brackets, two lasers"),
        pytest.param(GYROID, 8.3, 10.4, 7.9, 26.6, id="gyroid: contours dominate"),
        pytest.param(LARGE, 19.9, 1.4, 15.0, 36.2, id="four lasers"),
    ],
)
def test_the_model_gives_the_hours_that_were_calculated_by_hand(
    anchor: Anchor, hatch_h: float, contour_h: float, recoating_h: float, print_h: float
) -> None:
    assert anchor.exposure_h(contours=0) == pytest.approx(hatch_h, abs=0.06)
    contours_only_h = anchor.exposure_h(contours=1) - anchor.exposure_h(contours=0)
    assert contours_only_h == pytest.approx(contour_h, abs=0.06)
    assert anchor.recoating_h == pytest.approx(recoating_h, abs=0.06)
    assert anchor.exposure_h(contours=1) + anchor.recoating_h == pytest.approx(print_h, abs=0.06)


def test_jumps_and_delays_lengthen_the_hatch_but_not_the_contour() -> None:
    # 1000 mm3 at 10 mm3/s half of the time: 200 s. Contour: 40 mm2 / 0.04 mm / 100 mm/s = 10 s
    rates = IMPELLER.rates(1) | {
        "hatch_mm3_per_s": 10,
        "laser_on_share": 0.5,
        "contour_mm_per_s": 100,
    }
    figures = Figures(volume_mm3=1000, height_mm=1, lateral_area_mm2=40)

    assert PROCESS.exposure_s(figures, rates, 40, 1, 1.0) == pytest.approx(200 + 10)


def test_every_layer_is_recoated_and_dwells() -> None:
    assert PROCESS.layer_s(IMPELLER.rates(1) | {"dwell_s": 4}, 40) == 11 + 4


def test_the_powder_fills_the_platform_up_to_the_top() -> None:
    # 250 x 250 x 300 mm = 18 750 cm3 · 8 g/cm3 · 0.6 tapped = 90 kg, dosed 1.5 times = 135 kg
    powder_g = PROCESS.powder_g(
        [IMPELLER.figures],
        IMPELLER.rates(1),
        platform_mm2=250 * 250,
        top_mm=300,
        density_g_cm3=8.0,
    )

    assert powder_g == pytest.approx(135_000)
