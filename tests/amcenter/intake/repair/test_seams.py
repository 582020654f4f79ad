"""Which points are taken for one."""

import numpy as np
from numpy.typing import NDArray

from amcenter.intake.repair.seams import with_seams_closed
from amcenter.intake.repair.surface import Surface, surface_of


def strip(step_mm: float, count: int = 20) -> Surface:
    """A strip of triangles 1 mm wide with points every ``step_mm`` along its rims."""
    near: NDArray[np.float64] = np.column_stack(
        [np.arange(count) * step_mm, np.zeros(count), np.zeros(count)]
    )
    points = np.concatenate([near, np.add(near, (0, 1, 0))])
    faces = [(i, i + 1, count + i) for i in range(count - 1)]
    faces += [(i + 1, count + i + 1, count + i) for i in range(count - 1)]
    surface = surface_of(points, np.array(faces))
    assert surface is not None
    return surface


def test_a_row_of_points_each_near_the_next_is_detail_and_not_a_seam() -> None:
    fine = strip(0.001)

    changed, moved = with_seams_closed(fine, 0.0015)

    assert moved == 0
    assert changed is fine


def test_two_points_that_are_near_each_other_and_no_others_become_one() -> None:
    coarse = strip(1.0)
    points = np.concatenate([coarse.points, np.add(coarse.points[:1], (0, 0, 0.001))])
    faces = np.concatenate([coarse.faces, [(len(points) - 1, 21, 22)]])
    torn = surface_of(points, faces)
    assert torn is not None

    changed, moved = with_seams_closed(torn, 0.0015)

    assert changed is not None
    assert moved == 1
    assert len(np.unique(changed.faces)) == len(coarse.points)
