"""Hulls and the smallest boxes around them."""

from math import cos, pi, sqrt

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

from amcenter.intake.hull import hull_of
from amcenter.intake.minimal_box import MinimalBox, minimal_box
from amcenter.intake.rectangle import least_rectangle
from tests.amcenter.intake.meshes import rotation_of

QUATERNIONS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.1)
Cloud = NDArray[np.float64]


def box_around(points: Cloud) -> MinimalBox:
    return minimal_box(points, hull_of(points))


def ball(count: int) -> Cloud:
    """Evenly spread points on a unit sphere."""
    step = np.arange(count) + 0.5
    z, turn = 1 - 2 * step / count, pi * (1 + sqrt(5)) * step
    flat = np.sqrt(1 - z * z)
    return np.stack([flat * np.cos(turn), flat * np.sin(turn), z], -1)


@pytest.mark.parametrize("count", [4, 50, 6_000, 60_000])
@pytest.mark.parametrize("sides", [(1, 1, 1), (1000, 0.1, 3)])
def test_the_hull_of_a_cloud_is_exact(count: int, sides: tuple[float, float, float]) -> None:
    cloud = np.random.default_rng(count).random((count, 3)) * sides
    cloud = cloud @ rotation_of((0.3, -0.2, 0.8, 0.4)).T

    hull = hull_of(cloud)

    known = ConvexHull(cloud)
    assert hull is not None
    assert hull.volume_mm3 == pytest.approx(known.volume, rel=1e-12)
    assert {*map(tuple, hull.corners)} == {*map(tuple, cloud[known.vertices])}


def test_the_faces_of_a_hull_look_outwards() -> None:
    hull = hull_of(np.random.default_rng(1).normal(size=(7_000, 3)))

    assert hull is not None
    whole = trimesh.Trimesh(hull.corners, hull.faces, process=False)
    assert whole.is_watertight
    assert whole.volume == pytest.approx(hull.volume_mm3)


def test_the_hull_of_a_very_fine_ball_is_right_to_a_thousandth() -> None:
    hull = hull_of(ball(70_000))

    assert hull is not None
    assert len(hull.corners) < 25_000
    assert hull.volume_mm3 == pytest.approx(4 / 3 * pi, rel=1e-3)
    assert hull.volume_mm3 < 4 / 3 * pi


@pytest.mark.parametrize("count", [3, 10, 6_000])
def test_a_flat_cloud_has_no_hull(count: int) -> None:
    flat = np.random.default_rng(0).random((count, 3)) * [3, 2, 0]

    assert hull_of(flat) is None


@settings(max_examples=30)
@given(
    quaternion=QUATERNIONS,
    sides=st.tuples(*[st.floats(0.1, 100)] * 3),
    shift=st.tuples(*[st.floats(-500, 500)] * 3),
)
def test_the_box_of_a_turned_box_is_that_box(
    quaternion: tuple[float, float, float, float],
    sides: tuple[float, float, float],
    shift: tuple[float, float, float],
) -> None:
    corners = np.array(list(np.ndindex(2, 2, 2))) * sides
    rotation = rotation_of(quaternion)

    found = box_around(corners @ rotation.T + shift)

    assert found.size_mm == pytest.approx(tuple(sorted(sides, reverse=True)), rel=1e-6, abs=1e-9)
    assert found.middle_mm == pytest.approx(
        tuple(np.array(sides) / 2 @ rotation.T + shift), abs=1e-6
    )


def test_the_axes_are_square_and_right_handed_and_the_box_holds_everything() -> None:
    cloud = np.random.default_rng(5).normal(size=(300, 3)) * [1, 5, 2]

    found = box_around(cloud)

    axes = np.array(found.axes)
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1)
    within = np.abs((cloud - found.middle_mm) @ axes.T)
    assert within.max(axis=0) == pytest.approx(np.array(found.size_mm) / 2)
    assert found.size_mm[0] >= found.size_mm[1] >= found.size_mm[2]


def test_the_smallest_box_of_a_tetrahedron_touches_it_with_edges_only() -> None:
    # Every second corner of a cube with the side 2: a box on one of its faces has twice the volume.
    corners = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]], dtype=np.float64)

    found = box_around(corners @ rotation_of((0.1, 0.5, -0.7, 0.2)).T)

    assert found.volume_mm3 == pytest.approx(8, rel=1e-6)


@settings(max_examples=15)
@given(quaternion=QUATERNIONS)
def test_the_smallest_box_of_a_cylinder_stands_along_it(
    quaternion: tuple[float, float, float, float],
) -> None:
    # Across it the square around a 200-gon: its corners are on axes 90° apart, its sides as well.
    turn = np.arange(200) * 2 * pi / 200
    ring = np.stack([5 * np.cos(turn), 5 * np.sin(turn), np.zeros(200)], -1)
    cloud = np.concatenate([ring, np.add(ring, [0, 0, 20])])

    found = box_around(cloud @ rotation_of(quaternion).T)

    assert found.volume_mm3 == pytest.approx(20 * (10 * cos(pi / 200)) ** 2, rel=1e-4)


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), quaternion=QUATERNIONS)
def test_no_box_of_trimesh_is_smaller_and_turning_changes_nothing(
    seed: int, quaternion: tuple[float, float, float, float]
) -> None:
    random = np.random.default_rng(seed)
    cloud = random.normal(size=(random.integers(5, 60), 3)) * random.uniform(0.2, 3, 3)

    found = box_around(cloud)

    _, extents = trimesh.bounds.oriented_bounds(cloud)
    assert found.volume_mm3 <= np.prod(extents) * (1 + 1e-9)
    turned = box_around(cloud @ rotation_of(quaternion).T)
    assert turned.volume_mm3 == pytest.approx(found.volume_mm3, rel=2e-3)


def test_the_box_of_many_corners_is_nearly_as_small() -> None:
    found = box_around(ball(20_000))

    assert found.volume_mm3 == pytest.approx(8, rel=1e-3)


def test_a_sheet_and_a_needle_have_flat_boxes() -> None:
    rotation = rotation_of((0.2, 0.4, 0.6, -0.3))
    sheet = np.array(list(np.ndindex(2, 2, 1))) * [3.0, 2, 0] @ rotation.T
    needle = np.linspace([0.0, 0, 0], [0, 7, 0], 5) @ rotation.T

    assert box_around(sheet).size_mm == pytest.approx((3, 2, 0), abs=1e-12)
    assert box_around(needle).size_mm == pytest.approx((7, 0, 0), abs=1e-12)


@settings(max_examples=50)
@given(
    points=st.lists(st.tuples(st.integers(-6, 6), st.integers(-6, 6)), min_size=3, max_size=30),
    angle=st.floats(0, 2 * pi),
)
def test_the_smallest_rectangle_is_the_best_of_those_along_sides_of_the_hull(
    points: list[tuple[int, int]], angle: float
) -> None:
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    flat = np.array(points, dtype=np.float64) @ spin.T

    area, x, y = least_rectangle(flat)

    assert x * x + y * y == pytest.approx(1)
    along, across = flat @ [x, y], flat @ [-y, x]
    assert np.ptp(along) * np.ptp(across) == pytest.approx(area, abs=1e-9)
    sides = (flat[:, None] - flat[None]).reshape(-1, 2)
    sides = sides[np.abs(sides).sum(axis=1) > 1e-9]
    units = sides / np.linalg.norm(sides, axis=1, keepdims=True)
    spans = [
        np.ptp(flat @ unit) * np.ptp(flat @ [-unit[1], unit[0]]) for unit in units
    ]  # more than the sides of the hull, and no smaller
    assert area == pytest.approx(min(spans, default=0), abs=1e-9)
