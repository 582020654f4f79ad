import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from solver.builds import Placement
from solver.geometry.voxels import Cells, from_cells, placed_body, to_cells, usable_mm3
from solver.machines import Platform, Shape
from tests.solver.nesting.problems import solid

SHAPES = st.tuples(st.integers(1, 6), st.integers(1, 5), st.integers(1, 4))


@given(cells=arrays(np.bool_, SHAPES))
def test_packing_and_unpacking_change_nothing(cells: Cells) -> None:
    assert np.array_equal(to_cells(from_cells(cells, 500)), cells)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3, 5])
def test_a_quarter_turn_is_a_rotation_about_the_origin_of_the_part(quarters: int) -> None:
    # The middle of every cube is turned by the matrix of the angle, then moved.
    cells = np.zeros((4, 3, 2), bool)
    cells[0, 0, 0] = cells[3, 0, 0] = cells[3, 2, 1] = True
    orientation = solid(cells, 2_000)
    place = Placement("p", "solid", 30_000, 40_000, 5_000, angle_mdeg=90_000 * quarters)

    body = placed_body(orientation, place)

    assert body is not None
    found = np.argwhere(body.cells) * 2_000 + 1_000 + body.corner_um
    angle = np.pi / 2 * quarters
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middles = np.argwhere(cells) * 2_000.0 + 1_000
    middles[:, :2] = middles[:, :2] @ turn.T
    expected = np.rint(np.add(middles, (30_000, 40_000, 5_000))).astype(int)
    assert sorted(map(tuple, found.tolist())) == sorted(map(tuple, expected.tolist()))


def test_an_orientation_without_voxels_has_no_body() -> None:
    orientation = solid(np.ones((1, 1, 1), bool))
    without = type(orientation)(
        "o", orientation.outline, 1_000, 1.0, {"m": 1}, orientation.angles_mdeg
    )

    assert placed_body(without, Placement("p", "o", 0, 0)) is None


def test_the_usable_volume_is_inside_margins_and_floors() -> None:
    # (100 - 2 · 10) · (60 - 2 · 10) · (50 - 2 · 5) = 80 · 40 · 40 mm³; in the round π/4 of that.
    bed = Platform(100_000, 60_000, 50_000, 0, 10_000, stacked=True, floor_um=5_000)
    drum = Platform(100_000, 60_000, 50_000, 0, 10_000, Shape.ROUND, stacked=True, floor_um=5_000)

    assert usable_mm3(bed) == 128_000
    assert usable_mm3(drum) == pytest.approx(128_000 * 0.785398, rel=1e-6)
