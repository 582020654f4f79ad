"""A part in one orientation on one machine with one parameter set, in the numbers of plans."""

from collections.abc import Mapping
from dataclasses import dataclass

from amcenter.estimates.filling import Filling, filling_of
from amcenter.intake.orientation import Orientation
from amcenter.planning.problem.machines import mode_of
from amcenter.planning.problem.rounding import um_up
from amcenter.planning.problem.ways import Way, exposure_ms, figures
from amcenter.planning.wanted import WantedPart
from amcenter.processes import Figures
from amcenter.tables import AssumptionRow, MaterialRow
from solver.machines import Mode
from solver.timing import building_s, cool_s


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """What estimates ask about builds of a number of such pieces; times as plans count them."""

    part: WantedPart
    way: Way
    orientation: Orientation
    material: MaterialRow
    assumption: AssumptionRow
    figures: Figures
    filling: Filling
    mode: Mode
    exposure_ms: int
    """Of one piece."""
    values: Mapping[str, float]
    """The figures that the process calculates with, by the names of its formulas."""

    def top_um(self, pieces: int) -> int:
        """Return the highest point of a build of so many pieces, storey above storey."""
        process = self.way.process
        floor_um = um_up(process.floor_mm) if process.stacked else 0
        gap_um = um_up(self.way.machine.gap_mm)
        storeys = -(-pieces // self.filling.per_storey) if process.stacked else 1
        return floor_um + storeys * (um_up(self.orientation.height_mm) + gap_um) - gap_um

    def layers(self, pieces: int) -> int:
        return -(-self.top_um(pieces) // self.mode.layer_um)

    def building_s(self, pieces: int) -> int:
        return building_s(self.mode, pieces * self.exposure_ms, self.top_um(pieces))

    def cool_s(self, pieces: int) -> int:
        return cool_s(self.mode, self.building_s(pieces))

    def powder_g(self, pieces: int) -> float:
        """Return the feedstock that must be at hand for a build of so many pieces."""
        machine = self.way.machine
        return self.way.process.powder_g(
            [self.figures] * pieces,
            self.way.parameter_set.rates,
            platform_mm2=machine.width_mm * machine.depth_mm,
            top_mm=self.top_um(pieces) / 1000,
            density_g_cm3=self.material.density_g_cm3,
        )


def candidate(
    part: WantedPart,
    way: Way,
    orientation: Orientation,
    material: MaterialRow,
    assumption: AssumptionRow,
) -> Candidate:
    """Return a candidate; the volume of the part must be known."""
    here = figures(part, way.process, orientation)
    return Candidate(
        part=part,
        way=way,
        orientation=orientation,
        material=material,
        assumption=assumption,
        figures=here,
        filling=filling_of(
            way.machine,
            way.process,
            orientation,
            volume_mm3=here.volume_mm3,
            typical_fill=assumption.typical_fill,
        ),
        mode=mode_of(way.process, way.parameter_set),
        exposure_ms=exposure_ms(part, way, orientation),
        values=_values(way, here, material),
    )


def _values(way: Way, figures: Figures, material: MaterialRow) -> Mapping[str, float]:
    machine, row = way.machine, way.parameter_set
    return {
        **row.rates,
        "volume_mm3": figures.volume_mm3,
        "support_mm3": figures.support_mm3,
        "lateral_area_mm2": figures.lateral_area_mm2,
        "outline_area_mm2": figures.outline_area_mm2,
        "layer_um": row.layer_um,
        "lasers": machine.lasers,
        "laser_balance": machine.laser_balance,
        "platform_mm2": machine.width_mm * machine.depth_mm,
        "density_g_cm3": material.density_g_cm3,
    }
