"""What is cured, what is left alone, and that nothing else changes."""

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from amcenter.intake.repair.ladder import repaired
from amcenter.intake.soup import Soup
from tests.amcenter.intake.meshes import rotation_of
from tests.amcenter.intake.repair.broken import (
    Triangles,
    burst,
    cube,
    facing,
    healed,
    inside_out,
    open_box,
    soup_of,
    tube_without_an_end,
    turned_about,
    with_junction,
)

# The volumes follow from 10 x 10 x 10 cubes: a cavity of 4 x 4 x 4 takes 64 away, two cubes that
# share 5 x 5 x 5 have 2000 - 125.
CURED: dict[str, tuple[tuple[Triangles, ...], float]] = {
    "a box without its lid": ((open_box(),), 1000.0),
    "the same, inside out": ((inside_out(open_box()),), 1000.0),
    "one triangle is missing": ((cube()[1:],), 1000.0),
    "everything is there twice": ((cube(), cube()), 1000.0),
    "two triangles are there twice": ((cube(), cube()[3:5]), 1000.0),
    "two triangles are there again, turned": ((cube(), inside_out(cube()[3:5])), 1000.0),
    "exported from both sides": ((cube(), inside_out(cube())), 1000.0),
    "a point on the edge of a neighbour": ((with_junction(),), 1000.0),
    "three triangles are turned": ((turned_about(cube(), (1, 4, 7)),), 1000.0),
    "a cavity with turned triangles": (
        (cube(), turned_about(inside_out(cube((3, 3, 3), 4)), (0, 5))),
        936.0,
    ),
    "two bodies share room": ((cube(), cube((5, 5, 5))), 1875.0),
    "a body lies in another": ((cube(), cube((3, 3, 3), 4)), 1000.0),
    "a tube without an end": (
        (tube_without_an_end(),),
        # 32 corners: area 32/2 sin(2π/32) (25 - 9)
        20.0 * 16.0 * np.sin(np.pi / 16) * 16.0,
    ),
}
LEFT_ALONE: dict[str, tuple[tuple[Triangles, ...], float]] = {
    "a cube": ((cube(),), 1000.0),
    "a cavity": ((cube(), inside_out(cube((3, 3, 3), 4))), 936.0),
    "two bodies with a common face": ((cube(), cube((10, 0, 0))), 2000.0),
    "two bodies with a common edge": ((cube(), cube((10, 10, 0))), 2000.0),
    "two bodies apart": ((cube(), cube((20, 0, 0))), 2000.0),
}


@pytest.mark.parametrize(("bodies", "volume_mm3"), CURED.values(), ids=CURED)
def test_what_is_cured_has_the_right_volume(
    bodies: tuple[Triangles, ...], volume_mm3: float
) -> None:
    found = healed(*bodies)

    assert found.after.watertight
    assert found.after.faults == 0
    assert found.after.bodies == 1
    assert found.after.volume_mm3 == pytest.approx(volume_mm3, rel=1e-9)
    assert found.after.box_mm == pytest.approx(found.before.box_mm, abs=1e-12)
    assert found.actions


@pytest.mark.parametrize(("bodies", "volume_mm3"), LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_what_is_closed_stays_as_it_is(bodies: tuple[Triangles, ...], volume_mm3: float) -> None:
    found = healed(*bodies)

    assert found.actions == ()
    assert found.after == found.before
    assert found.after.volume_mm3 == pytest.approx(volume_mm3, rel=1e-12)


@pytest.mark.parametrize("gap_mm", [1e-5, 1e-4, 1e-3])
def test_gaps_are_closed_and_the_volume_changes_by_no_more_than_they_take(gap_mm: float) -> None:
    found = healed(burst(gap_mm))

    assert found.after.watertight
    assert found.codes == ["repair_seams"]
    # six faces of 100 mm² moved by half a gap
    assert found.after.volume_mm3 == pytest.approx(1000.0, abs=600.0 * gap_mm / 2 * 1.001)


def test_a_gap_that_is_too_wide_is_not_closed_by_moving_points() -> None:
    # 1e-4 of the diagonal of 17.3 mm is 0.0017 mm
    assert "repair_seams" not in healed(burst(0.1)).codes


def test_half_a_ball_and_a_sheet_are_no_bodies_with_a_hole() -> None:
    ball = np.array(trimesh.creation.icosphere(3, 10.0).triangles)
    half = ball[ball.mean(axis=1)[:, 2] > 0]
    sheet = cube()[facing(cube(), (0, 0, 1))]

    assert healed(half).actions == ()
    assert healed(sheet).actions == ()


def test_a_hole_in_a_ball_is_filled_along_its_curved_rim() -> None:
    ball = np.array(trimesh.creation.icosphere(3, 10.0).triangles)
    pierced = ball[np.linalg.norm(ball.mean(axis=1) - (0, 0, 10), axis=1) > 4]

    found = healed(pierced)

    assert found.codes == ["repair_holes"]
    assert found.after.watertight
    # a cap of the sphere is missing: π h² (3 r - h) / 3 with h below 1 mm is less than 30 mm³
    whole = float(trimesh.creation.icosphere(3, 10.0).volume)
    assert whole - 30 < (found.after.volume_mm3 or 0) < whole


def test_a_thin_plate_without_its_top_is_not_closed_though_a_large_body_lies_beside_it() -> None:
    # of the plate's area 40 % would be made up, of that of both less than 20 %
    plate = cube((40, 0, 0)) * (1, 1, 0.2)
    found = healed(cube(size=30.0), plate[~facing(plate, (0, 0, 1))])

    assert found.actions == ()


def test_triangles_cut_at_a_point_face_as_before_whichever_way_they_ran() -> None:
    assert healed(with_junction()).codes == ["repair_junctions"]
    assert healed(inside_out(with_junction())).codes == ["repair_junctions", "repair_outside"]


def test_a_step_that_leaves_as_many_faults_is_not_taken() -> None:
    # a sheet of two triangles, one of them also from behind: 2 open edges and a crowded one.
    # Without the pair one triangle with 3 open edges is left.
    sheet = cube()[facing(cube(), (0, 0, 1))]

    assert healed(sheet, inside_out(sheet[:1])).actions == ()


def test_a_step_that_would_make_the_part_smaller_is_not_taken() -> None:
    # a fin of no thickness along an edge of the cube: taking it away leaves no fault
    fin = np.array([[(10, 0, 0), (10, 10, 0), (15, 10, 0)], [(10, 0, 0), (15, 10, 0), (15, 0, 0)]])

    found = healed(cube(), fin, inside_out(fin))

    assert found.actions == ()
    assert found.after.box_mm == pytest.approx((15.0, 10.0, 10.0))


def test_a_moebius_strip_keeps_the_way_its_triangles_face() -> None:
    turn = np.linspace(0, 2 * np.pi, 41)
    middle = np.column_stack([np.cos(turn), np.sin(turn), np.zeros(41)]) * 10
    across = np.column_stack(
        [np.cos(turn / 2) * np.cos(turn), np.cos(turn / 2) * np.sin(turn), np.sin(turn / 2)]
    )
    one, other = middle + across, middle - across
    one[-1], other[-1] = other[0], one[0]
    strip = [(one[i], other[i], one[i + 1]) for i in range(40)]
    strip += [(other[i], other[i + 1], one[i + 1]) for i in range(40)]

    assert "repair_winding" not in healed(turned_about(np.array(strip), (5, 9, 20))).codes


def solids() -> st.SearchStrategy[Triangles]:
    """Convex solids of some size: hulls of random points on a sphere."""

    def solid(seed: int, count: int) -> Triangles:
        points = np.random.default_rng(seed).normal(size=(count, 3))
        points *= 10 / np.linalg.norm(points, axis=1)[:, None]
        return np.array(trimesh.convex.convex_hull(points).triangles)

    return st.builds(solid, st.integers(0, 10**6), st.integers(20, 60))


turns = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.1)
shifts = st.tuples(*[st.floats(-50, 50)] * 3)


@settings(max_examples=25)
@given(solid=solids())
def test_repairing_a_closed_body_changes_nothing(solid: Triangles) -> None:
    found = healed(solid)

    assert found.actions == ()
    assert found.after == found.before


@settings(max_examples=25)
@given(solid=solids(), lost=st.integers(0, 10**6))
def test_a_solid_that_lost_a_triangle_gets_it_back(solid: Triangles, lost: int) -> None:
    pierced = np.delete(solid, lost % len(solid), axis=0)
    whole = healed(solid).after

    found = healed(pierced).after

    assert found.watertight
    assert found.volume_mm3 == pytest.approx(whole.volume_mm3, rel=1e-12)
    assert found.triangles == whole.triangles


@settings(max_examples=15)
@given(number=st.integers(0, len(CURED) - 1))
def test_a_repaired_file_needs_no_second_repair(number: int) -> None:
    bodies, _ = list(CURED.values())[number]
    first = repaired(soup_of(*bodies), 1.0).surface

    second = repaired(Soup(first.points, first.faces), 1.0)

    assert second.actions == ()


@settings(max_examples=40)
@given(number=st.integers(0, len(CURED) - 1), turn=turns, shift=shifts)
def test_the_same_is_done_however_the_file_lies(
    number: int, turn: tuple[float, ...], shift: tuple[float, ...]
) -> None:
    bodies, volume_mm3 = list(CURED.values())[number]
    rotation = rotation_of(turn)
    # corners that were the same stay the same: points are moved, not triangles one by one
    points, faces = np.unique(np.concatenate(bodies).reshape(-1, 3), axis=0, return_inverse=True)
    moved = (points @ rotation.T + shift)[faces].reshape(-1, 3, 3)

    found = healed(moved)

    assert [action.params.get("count") for action in found.actions] == [
        action.params.get("count") for action in healed(*bodies).actions
    ]
    assert found.codes == healed(*bodies).codes
    # the new points of a union are rounded as an STL has them: 60 mm to 4e-6 mm
    assert found.after.volume_mm3 == pytest.approx(volume_mm3, rel=2e-6)
