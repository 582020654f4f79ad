import math

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from solver.nesting.cover import cover, segments

SIDE_UM = 12_000


@st.composite
def shapes(draw: st.DrawFn) -> shapely.Polygon:
    """Star-shaped polygons around (6, 6) mm with whole corners, every other one with a window."""
    radii = np.array(draw(st.lists(st.integers(1_000, 5_000), min_size=3, max_size=9)))
    turn = draw(st.floats(0, 2 * math.pi))
    angles = turn + 2 * np.pi * np.arange(len(radii)) / len(radii)
    corners = 6_000 + np.rint(np.stack([radii * np.cos(angles), radii * np.sin(angles)], axis=1))
    polygon = shapely.Polygon(corners)
    if draw(st.booleans()):
        polygon = polygon.difference(shapely.Point(6_000, 6_000).buffer(700, quad_segs=2))
    return polygon


@given(
    shape=shapes(),
    radius_um=st.sampled_from([0.0, 250.0, 1_500.0, 2_500.5]),
    pitch_um=st.sampled_from([(1_000, 1_000), (600, 1_500), (400, 300)]),
)
@example(shape=shapely.box(2_000, 3_000, 7_000, 9_000), radius_um=0.0, pitch_um=(1_000, 1_000))
@example(shape=shapely.box(2_000, 3_000, 7_000, 9_000), radius_um=1_000.0, pitch_um=(1_000, 500))
def test_a_cell_is_covered_exactly_when_it_is_nearer_than_the_radius(
    shape: shapely.Polygon, radius_um: float, pitch_um: tuple[int, int]
) -> None:
    columns, rows = SIDE_UM // pitch_um[0], SIDE_UM // pitch_um[1]

    mask = cover(
        segments(shape), rows=rows, columns=columns, pitch_um=pitch_um, radius_um=radius_um
    )

    x, y = np.meshgrid(np.arange(columns) * pitch_um[0], np.arange(rows) * pitch_um[1])
    cells = shapely.box(x, y, x + pitch_um[0], y + pitch_um[1])
    if radius_um == 0:
        common = shapely.area(shapely.intersection(cells, shape))
        expected, doubtful = common > 0, (common > 0) & (common < 10 * max(pitch_um))
    else:
        distance = shapely.distance(cells, shape)
        expected, doubtful = distance < radius_um, np.abs(distance - radius_um) < 0.01
    assert not ((mask != expected) & ~doubtful).any()


def test_a_box_on_grid_lines_covers_only_its_own_cells() -> None:
    # 3 x 2 mm with half a gap of 1 mm around it on a grid of 1 mm: 5 x 4 cells, corners included.
    box = shapely.box(2_000, 4_000, 5_000, 6_000)

    mask = cover(segments(box), rows=12, columns=12, pitch_um=(1_000, 1_000), radius_um=1_000)

    rows, columns = np.nonzero(mask)
    assert (columns.min(), columns.max(), rows.min(), rows.max()) == (1, 5, 3, 6)
    assert mask.sum() == 20


@pytest.mark.parametrize("corner", [(-3_000, 2_000), (9_000, 9_000), (-50_000, -50_000)])
def test_what_lies_outside_the_grid_is_ignored(corner: tuple[int, int]) -> None:
    x, y = corner
    box = shapely.box(x, y, x + 6_000, y + 6_000)

    mask = cover(segments(box), rows=12, columns=12, pitch_um=(1_000, 1_000), radius_um=0)

    assert mask.sum() * 1e6 == box.intersection(shapely.box(0, 0, 12_000, 12_000)).area
