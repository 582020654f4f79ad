"""Sums over triangles: exact fractions, closed forms, and what trimesh says."""

from fractions import Fraction
from math import cos, pi, sin

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from amcenter.intake.analysis import analyse
from amcenter.intake.fingerprint import fingerprint_of
from amcenter.intake.soup import Soup
from amcenter.intake.tidy import tidy
from tests.amcenter.intake.meshes import box, rotation_of, soup, tidied, turned

QUATERNIONS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.1)


def torus(around: int, across: int) -> Soup:
    """A torus of planar quads, big radius 30, small radius 10, stored as separate triangles."""
    u, v = np.meshgrid(
        np.arange(around) * 2 * pi / around, np.arange(across) * 2 * pi / across, indexing="ij"
    )
    wide = 30 + 10 * np.cos(v)
    points = np.stack([wide * np.cos(u), wide * np.sin(u), 10 * np.sin(v)], -1).reshape(-1, 3)
    i, j = (
        grid.ravel() for grid in np.meshgrid(np.arange(around), np.arange(across), indexing="ij")
    )
    a, b = i * across + j, (i + 1) % around * across + j
    c, d = (i + 1) % around * across + (j + 1) % across, i * across + (j + 1) % across
    return Soup(points, np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)]))


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), shift=st.integers(-1000, 1000))
def test_the_volume_is_that_of_exact_fractions(seed: int, shift: int) -> None:
    random = np.random.default_rng(seed)
    cloud = trimesh.convex.convex_hull(random.normal(size=(12, 3)).astype(np.float32) + shift)
    corners = [[[Fraction(float(x)) for x in p] for p in face] for face in cloud.triangles]
    exact = sum(
        a[0] * (b[1] * c[2] - b[2] * c[1])
        + a[1] * (b[2] * c[0] - b[0] * c[2])
        + a[2] * (b[0] * c[1] - b[1] * c[0])
        for a, b, c in corners
    ) / Fraction(6)

    assert analyse(tidied(cloud)).volume_mm3 == pytest.approx(float(exact), rel=1e-9)


def test_a_torus_of_half_a_million_triangles_has_its_exact_volume() -> None:
    # V = nu sin(2pi/nu) * nv/2 r^2 sin(2pi/nv) * R
    around, across = 1000, 250
    exact = around * sin(2 * pi / around) * across / 2 * 100 * sin(2 * pi / across) * 30

    found = tidy(torus(around, across), 1.0)

    assert found.shells.volume_mm3.sum() == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize(
    "mesh",
    [
        trimesh.creation.icosphere(3),
        trimesh.creation.annulus(5, 10, 20),
        trimesh.creation.capsule(20, 3),
        turned(box((1, 2, 3), at=(40, -7, 2)), rotation_of((0.3, 0.5, -0.2, 0.7))),
    ],
)
def test_the_figures_are_those_of_trimesh(mesh: trimesh.Trimesh) -> None:
    analysis = analyse(tidied(mesh))

    assert analysis.volume_mm3 == pytest.approx(mesh.volume, rel=1e-9)
    assert analysis.area_mm2 == pytest.approx(mesh.area, rel=1e-9)
    assert analysis.hull_volume_mm3 == pytest.approx(mesh.convex_hull.volume, rel=1e-9)
    assert analysis.centre_of_mass_mm == pytest.approx(mesh.center_mass, abs=1e-9)
    assert analysis.principal_inertia_mm5 == pytest.approx(
        sorted(mesh.principal_inertia_components), rel=1e-8
    )


def test_the_inertia_of_a_box_is_that_of_the_textbook() -> None:
    # m/12 (a² + b²) with m = 6 for the sides 1, 2, 3
    analysis = analyse(tidied(box((1, 2, 3), at=(70, 0, -9))))

    assert analysis.principal_inertia_mm5 == pytest.approx((2.5, 5.0, 6.5))


def test_a_surface_without_a_volume_has_no_inertia() -> None:
    whole = box((1, 1, 1))

    open_box = analyse(tidied(trimesh.Trimesh(whole.vertices, whole.faces[1:], process=False)))

    assert open_box.principal_inertia_mm5 is None
    assert (open_box.volume_union_mm3, open_box.bodies_overlap) == (None, None)


@settings(max_examples=20)
@given(quaternion=QUATERNIONS, unit=st.floats(0.01, 30))
def test_motion_changes_nothing_and_the_unit_goes_in_powers(
    quaternion: tuple[float, float, float, float], unit: float
) -> None:
    mesh = trimesh.convex.convex_hull(np.random.default_rng(3).normal(size=(20, 3)) * [10, 20, 5])
    moved = soup(turned(mesh, rotation_of(quaternion)).apply_translation([30, -60, 9]))

    before, after = analyse(tidied(mesh)), analyse(tidy(moved, unit))

    assert after.volume_mm3 == pytest.approx(before.volume_mm3 * unit**3, rel=1e-9)
    assert after.hull_volume_mm3 == pytest.approx(before.hull_volume_mm3 * unit**3, rel=1e-9)
    assert after.area_mm2 == pytest.approx(before.area_mm2 * unit**2, rel=1e-9)
    assert before.principal_inertia_mm5 is not None
    scaled = [moment * unit**5 for moment in before.principal_inertia_mm5]
    assert after.principal_inertia_mm5 == pytest.approx(scaled, rel=1e-8)
    boxes = before.minimal_box.volume_mm3 * unit**3, after.minimal_box.volume_mm3
    assert boxes[1] == pytest.approx(boxes[0], rel=1e-4)


def test_measuring_leaves_what_it_is_given_as_it_is() -> None:
    given_ = soup(box((1, 2, 3)), trimesh.creation.icosphere(1))
    points, faces = given_.points.copy(), given_.faces.copy()

    found = tidy(given_, 25.4)
    vertices, triangles = found.mesh.vertices.copy(), found.mesh.faces.copy()
    analyse(found)
    fingerprint_of(found)

    assert np.array_equal(given_.points, points)
    assert np.array_equal(given_.faces, faces)
    assert np.array_equal(found.mesh.vertices, vertices)
    assert np.array_equal(found.mesh.faces, triangles)


def test_a_regular_prism_has_the_volume_of_its_polygon() -> None:
    # 3 sqrt(3)/2 r² h for six sides
    prism = trimesh.creation.cylinder(radius=10, height=5, sections=6)

    assert analyse(tidied(prism)).volume_mm3 == pytest.approx(3 * cos(pi / 6) * 100 * 5)
