"""Parts in powder beds are seen as cubes, which never hold less than the part."""

import numpy as np
import pytest

from amcenter.planning.problem import build_problem
from amcenter.planning.wanted import WantedPiece
from amcenter.tables import MachineRow
from solver.geometry.voxels import to_cells
from tests.amcenter.people import Floor
from tests.amcenter.planning.conftest import MakePart
from tests.amcenter.planning.test_problem import ORIGIN


@pytest.fixture
def bed(floor: Floor) -> Floor:
    """The small floor with a powder bed of 180 x 90 x 100 mm, so that a cube is 1 mm."""
    row: MachineRow = floor.machine
    row.process, row.width_mm, row.depth_mm = "mjf", 180, 90
    row.density_limit = 0.1209
    floor.parameter_set.rates = {"sweep_s": 10.0}
    return floor


def test_a_box_is_all_its_cubes_and_turns_by_quarters(bed: Floor, part: MakePart) -> None:
    problem, _ = build_problem(bed.shop, [WantedPiece("p-1", part(30, 20, 9.5))], origin=ORIGIN)

    standing = problem.orientation["p-1", "z+"]
    assert standing.voxels is not None
    assert (standing.voxels.pitch_um, standing.voxels.shape) == (1000, (30, 20, 10))
    assert np.all(to_cells(standing.voxels))
    assert standing.angles_mdeg == (0, 90_000, 180_000, 270_000)


def test_one_orientation_per_axis_is_enough_where_nothing_has_to_carry_the_part(
    bed: Floor, part: MakePart
) -> None:
    problem, _ = build_problem(bed.shop, [WantedPiece("p-1", part())], origin=ORIGIN)

    assert sorted(one.key[0] for one in problem.parts[0].orientations) == ["x", "y", "z"]


def test_the_bed_keeps_floors_and_rounds_the_density_down(bed: Floor, part: MakePart) -> None:
    problem, _ = build_problem(bed.shop, [WantedPiece("p-1", part())], origin=ORIGIN)

    platform = problem.machines[0].platform
    assert platform.stacked
    # floors of the process mjf: 12 mm
    assert (platform.floor_um, platform.density_permille) == (12_000, 120)


def test_machines_that_share_pieces_share_the_size_of_cubes(bed: Floor, part: MakePart) -> None:
    larger = MachineRow(**bed.machine.model_dump(exclude={"id", "key"}), key="large-1")
    larger.width_mm = 360
    shop = type(bed.shop)(
        machines=(bed.machine, larger),
        parameter_sets=(bed.parameter_set,),
        materials=(bed.material,),
        calendars=(bed.calendar,),
        changeovers=(),
    )

    problem, _ = build_problem(shop, [WantedPiece("p-1", part())], origin=ORIGIN)

    voxels = problem.orientation["p-1", "z+"].voxels
    assert voxels is not None
    assert voxels.pitch_um == 2000
    assert problem.pieces[0].eligible == {"small-1", "large-1"}
