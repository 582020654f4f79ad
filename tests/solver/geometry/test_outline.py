import math

import numpy as np
import shapely

from solver.builds import Placement
from solver.geometry.outline import area_um2, placed
from solver.shapes import Outline, Polygon
from tests.solver.nesting.problems import frame, l_shape


def test_a_quarter_turn_moves_whole_micrometres_exactly() -> None:
    # The L with arms of 20 and walls of 5 turned left about its corner: (x, y) becomes (-y, x).
    turned = placed(l_shape(20, 5), Placement("p", "o", 30_000, 7_000, angle_mdeg=90_000))

    assert turned.bounds == (10_000.0, 7_000.0, 30_000.0, 27_000.0)
    assert turned.contains(shapely.Point(12_000, 9_000))
    assert not turned.contains(shapely.Point(12_000, 25_000))


def test_an_odd_angle_turns_counter_clockwise() -> None:
    outline = Outline((Polygon(((0, 0), (10_000, 0), (0, 10))),))

    tip = shapely.get_coordinates(placed(outline, Placement("p", "o", 0, 0, angle_mdeg=30_000)))[1]

    assert np.allclose(tip, (10_000 * math.sqrt(3) / 2, 5_000))


def test_the_area_leaves_the_window_out() -> None:
    # 40 · 40 - 30 · 30 = 700 mm²
    assert area_um2(frame(40, 30)) == 700e6
