"""Layers: area and contour of every plane, against closed forms and another slicer."""

from math import hypot, pi, sin, sqrt

import manifold3d
import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from amcenter.intake.layers import MOST_PLANES, layer_profile, sections
from amcenter.intake.tidy import TidyMesh
from tests.amcenter.intake.meshes import box, inside_out, rotation_of, tidied, turned

QUATERNIONS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.1)


def arrays(found: TidyMesh) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    points = np.array(found.mesh.vertices)
    return points - points.min(axis=0), np.array(found.mesh.faces, np.int32)


def as_manifold(points: NDArray[np.float64], faces: NDArray[np.int32]) -> manifold3d.Manifold:
    return manifold3d.Manifold(manifold3d.Mesh64(points, faces.astype(np.uint64)))


def grid_of_bars(count: int, pitch: float, width: float) -> trimesh.Trimesh:
    """Upright square bars joined by a plate below, all walls along the axes."""
    side = count * pitch
    bars = [
        box((width, width, 4.0), at=(x * pitch, y * pitch, 1.0))
        for x in range(count)
        for y in range(count)
    ]
    return trimesh.boolean.union([box((side, side, 1.0)), *bars], engine="manifold")


def test_every_layer_of_a_box_is_its_base() -> None:
    points, faces = arrays(tidied(box((10, 20, 30), at=(5, -7, 90))))

    profile = layer_profile(points, faces, 30.0)

    assert profile.step_mm == 30 / MOST_PLANES
    assert profile.area_mm2 == (200.0,) * MOST_PLANES
    assert profile.perimeter_mm == (60.0,) * MOST_PLANES
    assert profile.largest_mm2 == 200.0


def test_a_low_part_has_fewer_planes() -> None:
    points, faces = arrays(tidied(box((10, 20, 0.12))))

    assert layer_profile(points, faces, 0.12).area_mm2 == (200.0,) * 3


def test_a_cone_narrows_by_the_square_of_its_height() -> None:
    # A pyramid of n sides: n/2 r^2 sin(2 pi/n) below, (1 - z/h)^2 of that at height z;
    # contour 2 n r sin(pi/n) (1 - z/h).
    n, r, h = 24, 10.0, 8.0
    cone = trimesh.creation.cone(radius=r, height=h, sections=n)
    points, faces = arrays(tidied(cone))

    area, perimeter = sections(points, faces, 0.5, 1.0, 8)

    left = 1 - (np.arange(8) + 0.5) / h
    assert area == pytest.approx(n / 2 * r**2 * sin(2 * pi / n) * left**2, rel=1e-9)
    assert perimeter == pytest.approx(2 * n * r * sin(pi / n) * left, rel=1e-9)


def test_a_hole_is_left_out_of_the_area_and_adds_to_the_contour() -> None:
    hollow = trimesh.util.concatenate([box((9, 9, 9)), inside_out(box((3, 3, 3), at=(3, 3, 3)))])
    points, faces = arrays(tidied(hollow))

    area, perimeter = sections(points, faces, 1.5, 3.0, 3)

    assert area == pytest.approx([81, 81 - 9, 81])
    assert perimeter == pytest.approx([36, 36 + 12, 36])


def test_planes_through_flat_faces_give_what_lies_just_below() -> None:
    # Bars 2 x 2 x 4 on a plate 15 x 15 x 1; planes at 0, 1, 5 and 6.
    points, faces = arrays(tidied(grid_of_bars(3, 5.0, 2.0)))

    area, perimeter = sections(points, faces, 0.0, 1.0, 7)

    assert area == pytest.approx([0, 225, 36, 36, 36, 36, 0])
    assert perimeter == pytest.approx([0, 60, 72, 72, 72, 72, 0])


def test_planes_through_corners_lose_nothing() -> None:
    # An octahedron stands on a corner; the plane through its four middle corners cuts the square.
    corners = [(5, 5, 0), (10, 5, 5), (5, 10, 5), (0, 5, 5), (5, 0, 5), (5, 5, 10)]
    ring = [(1, 2), (2, 3), (3, 4), (4, 1)]
    sides = [(0, b, a) for a, b in ring] + [(5, a, b) for a, b in ring]
    octahedron = trimesh.Trimesh(corners, sides, process=False)
    points, faces = arrays(tidied(octahedron))

    area, perimeter = sections(points, faces, 2.5, 2.5, 3)

    assert area == pytest.approx([12.5, 50.0, 12.5])
    assert perimeter == pytest.approx([10 * sqrt(2), 20 * sqrt(2), 10 * sqrt(2)])


def test_an_inch_of_offset_changes_no_digit_that_counts() -> None:
    points, faces = arrays(tidied(trimesh.creation.torus(20, 6)))

    near = sections(points, faces, 0.3, 0.6, 19)[0]
    far = sections(points + np.array([25_400.0, -25_400.0, 0.0]), faces, 0.3, 0.6, 19)[0]

    assert far == pytest.approx(near, rel=1e-9)


@settings(deadline=None, max_examples=15)
@given(quaternion=QUATERNIONS, sections_=st.integers(3, 40), planes=st.integers(1, 40))
def test_layers_are_those_of_another_slicer(
    quaternion: tuple[float, float, float, float], sections_: int, planes: int
) -> None:
    ring = trimesh.creation.annulus(4, 9, 12, sections=sections_)
    points, faces = arrays(tidied(turned(ring, rotation_of(quaternion))))
    step = float(points[:, 2].max()) / planes
    solid = as_manifold(points, faces)

    area, perimeter = sections(points, faces, step / 2, step, planes)

    slices = [solid.slice(step / 2 + plane * step) for plane in range(planes)]
    assert area == pytest.approx([one.area() for one in slices], rel=1e-9, abs=1e-6)
    lengths = [
        sum(
            hypot(*(a - b))
            for ring in one.to_polygons()
            for a, b in zip(ring, np.roll(ring, 1, axis=0), strict=True)
        )
        for one in slices
    ]
    assert perimeter == pytest.approx(lengths, rel=1e-6, abs=1e-4)


@settings(deadline=None, max_examples=15)
@given(quaternion=QUATERNIONS)
def test_layers_add_up_to_the_volume(quaternion: tuple[float, float, float, float]) -> None:
    found = tidied(turned(trimesh.creation.icosphere(3, radius=9), rotation_of(quaternion)))
    points, faces = arrays(found)

    profile = layer_profile(points, faces, float(points[:, 2].max()))

    # The midpoint rule: off by the step squared.
    assert sum(profile.area_mm2) * profile.step_mm == pytest.approx(found.mesh.volume, rel=1e-4)
