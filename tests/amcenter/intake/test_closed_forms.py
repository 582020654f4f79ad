"""Round bodies through our analysis: finer triangles come to the closed form as fast as they must.

A chord leaves its arc by ``h²/8r``, so halving the triangles leaves a quarter of every error.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, log2, pi, sin

import numpy as np
import pytest
import trimesh
from manifold3d import CrossSection, Manifold
from numpy.typing import NDArray

from amcenter.intake.analysis import PartAnalysis, analyse
from amcenter.intake.orientation import Orientation, orientations
from amcenter.intake.soup import Soup
from amcenter.intake.tidy import TidyMesh, tidy

SECOND = pytest.approx(2.0, abs=0.1)
"""The order of what chords leave out."""


@dataclass(frozen=True)
class Measured:
    analysis: PartAnalysis
    upright: Orientation


def measured(found: TidyMesh) -> Measured:
    upright = next(one for one in orientations(found) if one.key == "z+")
    return Measured(analyse(found), upright)


def body(solid: Manifold) -> Measured:
    """A body's triangles, each with corners of its own, as an STL would hold them."""
    mesh = solid.to_mesh64()
    corners = np.asarray(mesh.vert_properties)[:, :3][np.asarray(mesh.tri_verts)].reshape(-1, 3)
    return measured(tidy(Soup(corners, np.arange(len(corners)).reshape(-1, 3)), 1.0))


def revolved(profile: Sequence[tuple[float, float]], corners: int) -> Measured:
    return body(CrossSection([list(profile)]).revolve(corners))


def sphere(corners: int) -> Measured:
    """Radius 10, as many corners round the equator."""
    half = [pi * step / (corners // 2) for step in range(corners // 2 + 1)]
    return revolved([(10 * sin(angle), -10 * cos(angle)) for angle in half], corners)


def torus(corners: int) -> Measured:
    """Radii 30 and 10."""
    ring = [2 * pi * step / corners for step in range(corners)]
    return revolved([(30 + 10 * cos(angle), 10 * sin(angle)) for angle in ring], corners)


def cylinder(corners: int) -> Measured:
    """Radius 10, height 25."""
    return body(Manifold.cylinder(25, 10, 10, corners))


def drilled_box(corners: int) -> Measured:
    """40 x 30 x 20 with a hole of radius 8 from top to bottom."""
    hole = Manifold.cylinder(22, 8, 8, corners).translate((20, 15, -1))
    return body(Manifold.cube((40, 30, 20)) - hole)


def volume(found: Measured) -> float:
    assert found.analysis.volume_mm3 is not None
    return found.analysis.volume_mm3


def area(found: Measured) -> float:
    return found.analysis.area_mm2


def shadow(found: Measured) -> float:
    return found.upright.shadow_mm2


def lateral(found: Measured) -> float:
    return found.upright.lateral_area_mm2


def order(
    make: Callable[[int], Measured], figure: Callable[[Measured], float], true: float, coarse: int
) -> float:
    """Return the order with which the error of a figure falls from ``coarse`` on."""
    errors = [abs(figure(make(corners)) - true) for corners in (coarse, 4 * coarse)]
    return log2(errors[0] / errors[1]) / 2


def test_a_sphere_comes_to_its_closed_form() -> None:
    assert order(sphere, volume, 4 / 3 * pi * 10**3, 24) == SECOND
    assert order(sphere, area, 4 * pi * 10**2, 24) == SECOND
    assert order(sphere, shadow, pi * 10**2, 24) == SECOND
    # Rings of 2 pi r sin(a) times r da, each turned by the same sine: pi² r².
    assert order(sphere, lateral, pi**2 * 10**2, 24) == SECOND


def test_a_torus_comes_to_its_closed_form() -> None:
    assert order(torus, volume, 2 * pi**2 * 30 * 10**2, 24) == SECOND
    assert order(torus, area, 4 * pi**2 * 30 * 10, 24) == SECOND
    assert order(torus, shadow, pi * (40**2 - 20**2), 24) == SECOND


def test_a_cylinder_comes_to_its_closed_form() -> None:
    assert order(cylinder, volume, pi * 10**2 * 25, 16) == SECOND
    assert order(cylinder, area, 2 * pi * 10**2 + 2 * pi * 10 * 25, 16) == SECOND
    assert order(cylinder, lateral, 2 * pi * 10 * 25, 16) == SECOND


def test_a_drilled_box_comes_to_its_closed_form() -> None:
    assert order(drilled_box, volume, 40 * 30 * 20 - pi * 8**2 * 20, 16) == SECOND
    assert order(drilled_box, shadow, 40 * 30 - pi * 8**2, 16) == SECOND
    sides = 2 * (40 + 30) * 20 + 2 * pi * 8 * 20
    assert order(drilled_box, area, 2 * (40 * 30 - pi * 8**2) + sides, 16) == SECOND


def test_the_fine_sphere_is_as_near_as_its_chords_allow() -> None:
    # Levels are polygons: n/2 sin(2 pi/n) of a circle's pi; between levels, chords of the meridian.
    fine = sphere(192)

    assert volume(fine) == pytest.approx(4 / 3 * pi * 10**3, rel=5e-4)
    assert fine.analysis.box_mm == pytest.approx((20, 20, 20), rel=1e-12)
    assert fine.analysis.centre_of_mass_mm == pytest.approx((0, 0, 0), abs=1e-9)


def gyroid_share(level: float, across: int = 1500) -> float:
    """The share of a period where ``sin x cos y + sin y cos z + sin z cos x > level``.

    Along z the function is ``C + R cos(z - p)``, above the level on an arc of ``2 acos((l-C)/R)``;
    the mean of that over x and y by midpoints.
    """
    place = (np.arange(across) + 0.5) * 2 * pi / across
    x, y = np.meshgrid(place, place)
    reach = np.hypot(np.sin(y), np.cos(x))
    arc = np.arccos(np.clip((level - np.sin(x) * np.cos(y)) / reach, -1, 1)) / pi
    return float(arc.mean())


def gyroid(level: float, edges: int) -> Measured:
    """One period (20 mm) of what lies above the level, cut to its cube."""

    def above(x: float, y: float, z: float) -> float:
        a, b, c = (2 * pi * value / 20 for value in (x, y, z))
        return sin(a) * cos(b) + sin(b) * cos(c) + sin(c) * cos(a) - level

    solid = Manifold.level_set(above, [-1.3] * 3 + [21.7] * 3, 20 / edges)
    return body(solid ^ Manifold.cube((20, 20, 20)))


def test_the_gyroid_comes_to_its_volume_fraction() -> None:
    # By symmetry half of the room at level 0; the integral gives the same.
    assert gyroid_share(0.0) == pytest.approx(0.5, abs=1e-12)
    true = gyroid_share(0.5)

    errors = [abs(volume(gyroid(0.5, edges)) / 20**3 - true) for edges in (8, 16, 32)]

    assert errors[2] < 1e-3
    assert log2(errors[0] / errors[2]) / 2 == SECOND


def test_half_a_period_of_a_gyroid_fills_half_of_it() -> None:
    assert volume(gyroid(0.0, 16)) / 20**3 == pytest.approx(0.5, abs=2e-3)


def subdivided(mesh: trimesh.Trimesh) -> NDArray[np.float64]:
    return np.asarray(mesh.subdivide().triangles).reshape(-1, 3)


def test_finer_triangles_on_flat_faces_change_nothing() -> None:
    coarse = trimesh.creation.box((40, 30, 20))
    corners = subdivided(coarse)

    fine = measured(tidy(Soup(corners, np.arange(len(corners)).reshape(-1, 3)), 1.0))

    assert fine.analysis.triangles == 4 * 12
    assert volume(fine) == pytest.approx(40 * 30 * 20, rel=1e-12)
    assert area(fine) == pytest.approx(2 * (40 * 30 + 30 * 20 + 20 * 40), rel=1e-12)
    assert shadow(fine) == pytest.approx(40 * 30, rel=1e-9)
