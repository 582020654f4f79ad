"""Walls and gaps: school geometry, whichever way the part is turned."""

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon

from amcenter.intake.features import features_of
from amcenter.intake.widths import LADDER_MM, Widths
from tests.amcenter.intake.hollow import ball, features, shell_box, without
from tests.amcenter.intake.meshes import box, inside_out, rotation_of, tidied, turned

TURNS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda turn: sum(t * t for t in turn) > 0.1)


def walls(*meshes: trimesh.Trimesh) -> Widths:
    found = features(*meshes).thickness
    assert found is not None
    return found


def gaps(*meshes: trimesh.Trimesh) -> Widths:
    found = features(*meshes).gaps
    assert found is not None
    return found


def test_a_shell_has_one_thickness_over_its_whole_surface() -> None:
    found = walls(shell_box())

    assert (found.min_mm, found.least_mm) == pytest.approx((1.5, 1.5), abs=1e-4)
    assert found.p50_mm == pytest.approx(1.5, abs=1e-4)
    # All of the inside 2 (37·27 + 27·17 + 37·17) = 4174 mm², and as much of the outside, face it.
    (thin,) = [level for level in found.levels if level.below_mm < 2]
    assert thin.area_mm2 == pytest.approx(2 * 4174, rel=0.01)
    assert (thin.low_mm, thin.high_mm) == ((0, 0, 0), (40, 30, 20))
    assert thin.faces == ((0, 23),)


@settings(max_examples=15)
@given(turn=TURNS)
def test_a_turned_shell_has_the_same_thickness(turn: tuple[float, float, float, float]) -> None:
    found = walls(turned(shell_box(), rotation_of(turn)))

    assert (found.min_mm, found.p50_mm) == pytest.approx((1.5, 1.5), abs=1e-3)
    (thin,) = [level for level in found.levels if level.below_mm < 2]
    assert thin.area_mm2 == pytest.approx(2 * 4174, rel=0.02)


@settings(max_examples=10)
@given(factor=st.floats(0.1, 10))
def test_thickness_grows_with_the_part(factor: float) -> None:
    mesh = shell_box()
    mesh.apply_scale(factor)

    assert walls(mesh).p50_mm == pytest.approx(1.5 * factor, rel=1e-4)


def test_a_plate_is_as_thick_as_it_is() -> None:
    found = walls(box((50, 40, 0.7)))

    assert (found.min_mm, found.p05_mm, found.p50_mm) == pytest.approx((0.7, 0.7, 0.7), abs=1e-5)
    assert found.at_mm[2] in (0.0, 0.7)


def test_a_hollow_ball_is_as_thick_as_the_difference_of_its_radii() -> None:
    found = walls(ball(10), inside_out(ball(6)))

    # Facets of the icosphere lie up to 0.2 % of the radius inside of it, and askew by up to 2°.
    assert (found.p05_mm, found.p50_mm) == pytest.approx((4, 4), rel=0.02)


def test_the_tip_of_a_wedge_says_nothing_until_it_is_a_patch() -> None:
    # A wedge of 10° (10 wide at 57 long): the tip runs out to nothing, but no wall is that thin.
    wedge = trimesh.Trimesh(
        [(0, 0, 0), (57, -5, 0), (57, 5, 0), (0, 0, 1), (57, -5, 1), (57, 5, 1)],
        [(0, 2, 1), (3, 4, 5), (0, 1, 4), (0, 4, 3), (1, 2, 5), (1, 5, 4), (2, 0, 3), (2, 3, 5)],
    )

    found = walls(wedge)

    # 0.5 mm² on both sides of a wedge 1 mm high: up to 0.25 mm from the tip, 0.044 mm thick.
    assert found.min_mm < 0.02
    assert found.least_mm == pytest.approx(0.044, rel=0.3)


def test_the_sides_of_a_blunt_wedge_do_not_face_each_other() -> None:
    # 40° at its tip, 5 high: only top and bottom are walls.
    half = 20 * np.tan(np.radians(20))
    wedge = trimesh.creation.extrude_polygon(Polygon([(0, 0), (20, -half), (20, half)]), 5)

    assert walls(wedge).min_mm == pytest.approx(5, abs=1e-4)


def test_bodies_that_touch_are_one_wall() -> None:
    found = walls(box((20, 20, 1)), box((20, 20, 1), at=(0, 0, 1)))

    assert (found.min_mm, found.p50_mm) == pytest.approx((2, 2), abs=1e-4)


def test_bodies_that_overlap_are_one_wall() -> None:
    found = walls(box((20, 20, 2)), box((20, 20, 2), at=(0, 0, 1)))

    assert (found.min_mm, found.p50_mm) == pytest.approx((3, 3), abs=1e-4)


@settings(max_examples=10)
@given(turn=TURNS)
def test_a_slot_is_as_wide_as_it_is(turn: tuple[float, float, float, float]) -> None:
    block = without(box((20, 20, 10)), box((0.3, 15, 20), at=(9, 2.5, -5)))

    found = gaps(turned(block, rotation_of(turn)))

    assert found.least_mm == pytest.approx(0.3, abs=1e-3)
    # Both sides of the slot: 2 · 15 · 10 mm².
    assert found.levels[0].area_mm2 == pytest.approx(300, rel=0.05)


def test_a_solid_without_gaps_has_none() -> None:
    assert features(box((5, 5, 5))).gaps is None


def test_a_limit_is_not_missed_by_a_rounding_error() -> None:
    found = walls(box((20, 20, 0.4 - 1e-7)))

    assert found.levels[0].below_mm == pytest.approx(0.45)
    assert np.diff(LADDER_MM).min() > 0


def test_an_open_surface_has_no_features() -> None:
    mesh = box((10, 10, 10))
    open_box = tidied(trimesh.Trimesh(mesh.vertices, mesh.faces[1:], process=False))

    assert features_of(open_box, ()) is None


def test_the_faces_of_the_thinnest_places_are_named_first() -> None:
    rng = np.random.default_rng(3)
    plate = box((60, 60, 1.0))
    for _ in range(6):
        plate = plate.subdivide()
    vertices = np.array(plate.vertices)
    top = vertices[:, 2] > 0.5
    vertices[top, 2] += 0.4 * rng.random(int(top.sum()))
    rough = trimesh.Trimesh(vertices, plate.faces, process=False)

    found = walls(rough)

    assert not found.faces_complete
    assert sum(len(level.faces) for level in found.levels) == 2000
    assert found.levels[0].faces
