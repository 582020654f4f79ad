"""Polygons: cut inside their outline, in their order, whatever their shape and side."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake.polygons import triangles_of

RINGS = {
    "square": ([(0, 0), (2, 0), (2, 2), (0, 2)], 4.0),
    "arrow": ([(0, 0), (4, 0), (1, 1), (0, 4)], 4.0),  # 8 - 4: a corner pushed inwards
    "arrow turned": ([(4, 0), (1, 1), (0, 4), (0, 0)], 4.0),
    "L": ([(1, 1), (1, 2), (0, 2), (0, 0), (2, 0), (2, 1)], 3.0),
    # two tall rooms joined by a corridor at the foot: no corner sees all of it
    "U": ([(0, 0), (5, 0), (5, 4), (4, 4), (4, 1), (1, 1), (1, 4), (0, 4)], 11.0),
    "point in between": ([(0, 0), (1, 0), (2, 0), (2, 2), (0, 2)], 4.0),
}
TILTED = np.array([[2 / 3, -1 / 3, 2 / 3], [2 / 3, 2 / 3, -1 / 3], [-1 / 3, 2 / 3, 2 / 3]])


def areas(points: NDArray[np.float64], triangles: NDArray[np.int64]) -> NDArray[np.float64]:
    """The area vectors of triangles."""
    a, b, c = (points[triangles[:, corner]] for corner in range(3))
    return np.asarray(np.cross(b - a, c - a) / 2)


@pytest.mark.parametrize("name", RINGS)
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("axes", [(0, 1, 2), (1, 2, 0), (2, 0, 1), (1, 0, 2)])
def test_a_polygon_becomes_triangles_of_its_area_all_facing_its_way(
    name: str, reverse: bool, axes: tuple[int, int, int]
) -> None:
    ring, area = RINGS[name]
    flat = np.column_stack([np.array(ring, dtype=np.float64), np.zeros(len(ring))])
    points = flat[:, axes] @ TILTED.T
    order = np.arange(len(ring))[:: -1 if reverse else 1]

    found = areas(points, triangles_of(points, order, np.array([len(ring)])))

    assert len(found) == len(ring) - 2
    total = found.sum(axis=0)
    assert np.linalg.norm(total) == pytest.approx(area)
    assert (found @ total >= -1e-9).all()
    assert np.linalg.norm(found, axis=1).sum() == pytest.approx(area)


def test_triangles_keep_the_order_of_their_polygons() -> None:
    corners = [point for ring, _ in RINGS.values() for point in ring]
    points = np.column_stack([np.array(corners, dtype=np.float64), np.zeros(len(corners))])
    sizes = np.array([len(ring) for ring, _ in RINGS.values()])

    triangles = triangles_of(points, np.arange(len(points)), sizes)

    polygon = np.repeat(np.arange(len(sizes)), sizes)
    assert (polygon[triangles] == np.repeat(np.arange(len(sizes)), sizes - 2)[:, None]).all()


@given(
    corners=st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=3, max_size=9),
)
def test_any_ring_is_cut_or_refused(corners: list[tuple[float, float]]) -> None:
    points = np.column_stack([np.array(corners), np.zeros(len(corners))])

    with suppress(UnreadableFile):  # some rings cross themselves
        triangles = triangles_of(points, np.arange(len(corners)), np.array([len(corners)]))
        assert len(triangles) == len(corners) - 2


@pytest.mark.parametrize("index", [-1, 4])
def test_a_corner_that_is_not_there_is_refused(index: int) -> None:
    with pytest.raises(UnreadableFile, match=f"names point {index}"):
        triangles_of(np.eye(4, 3), np.array([0, 1, 2, index]), np.array([4]))
