"""Fewer triangles, the same shape."""

import numpy as np
import pytest
import trimesh

from amcenter.intake.previews.clustering import cell_for, clustered
from amcenter.intake.previews.simpler import simpler
from amcenter.intake.previews.surface import Surface, cleaned
from tests.amcenter.intake.previews.shapes import fine_box, mesh_of, surface


def test_a_mesh_that_is_small_enough_stays_as_it_is() -> None:
    box = fine_box(30, 20, 10, times=1)

    assert simpler(box, 48) is box


@pytest.mark.parametrize("most", [20_000, 3_000])
def test_a_sphere_stays_a_sphere(most: int) -> None:
    ball = surface(trimesh.creation.icosphere(6, radius=10))  # 81,920 triangles

    found = simpler(ball, most)

    assert most // 2 < found.triangles <= most
    radii = np.linalg.norm(found.points, axis=1)
    assert radii.min() > 9.9
    assert radii.max() < 10.1
    assert mesh_of(found).volume == pytest.approx(4 / 3 * np.pi * 10**3, rel=0.01)


def test_nothing_has_more_triangles_than_were_asked_for() -> None:
    # 2,000 tetrahedra far apart: none of their edges may collapse without losing it.
    tetrahedron = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float64)
    faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]], np.int32)
    places = np.arange(2000)
    shifts = np.stack([places % 20, places // 20 % 20, places // 400], axis=1) * 5.0
    points = (shifts[:, None, :] + tetrahedron).reshape(-1, 3)
    many = Surface(points, (4 * places[:, None, None] + faces).reshape(-1, 3).astype(np.int32))

    assert simpler(many, 3_000).triangles <= 3_000


def test_the_same_mesh_gives_the_same_preview() -> None:
    ball = surface(trimesh.creation.icosphere(6, radius=10))
    first, second = simpler(ball, 3_000), simpler(ball, 3_000)

    assert np.array_equal(first.points, second.points)
    assert np.array_equal(first.faces, second.faces)


def test_joined_points_stay_on_flat_walls_and_sharp_edges() -> None:
    box = fine_box(40, 40, 40, times=5)  # 12,288 triangles

    found = clustered(box, 5.0)

    assert found.triangles < box.triangles / 4
    # Every point lies on the surface of the box, and its corners are still there.
    assert np.abs(np.abs(found.points).max(axis=1) - 20).max() < 0.05
    assert np.abs(found.points.max(axis=0) - 20).max() < 0.05
    assert mesh_of(found).volume == pytest.approx(40**3, rel=0.005)


def test_the_two_sides_of_a_thin_wall_are_not_joined() -> None:
    wall = fine_box(40, 40, 0.2, times=5)

    found = clustered(wall, 4.0)

    assert np.ptp(found.points[:, 2]) == pytest.approx(0.2, abs=0.01)
    assert mesh_of(found).volume == pytest.approx(40 * 40 * 0.2, rel=0.05)


def test_the_cell_leaves_about_as_many_triangles_as_asked_for() -> None:
    ball = surface(trimesh.creation.icosphere(7, radius=10))  # 327,680 triangles

    found = clustered(ball, cell_for(ball, 20_000))

    assert 10_000 < found.triangles < 40_000


def test_repeated_and_collapsed_triangles_are_left_out() -> None:
    points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [9, 9, 9]], dtype=np.float64)
    faces = np.array([[0, 1, 2], [1, 2, 0], [0, 2, 1], [1, 1, 2]], np.int32)

    found = cleaned(points, faces)

    # the second says the same as the first, the third shows the other side
    assert found.faces.tolist() == [[0, 1, 2], [0, 2, 1]]
    assert len(found.points) == 3
