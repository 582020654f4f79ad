"""Candidates: the estimate that chooses them, and which are chosen."""

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from amcenter.intake.candidates import (
    APART,
    MAX_FACE_ORIENTATIONS,
    MAX_TILTED_ORIENTATIONS,
    candidates,
)
from amcenter.intake.directions import (
    AXES,
    all_around,
    distinct,
    resting_directions,
    wall_directions,
)
from amcenter.intake.hull import Hull, hull_of
from amcenter.intake.normals import NormalGroups, extents, normal_groups, overhang
from tests.amcenter.intake.meshes import box, rotation_of, tidied, turned

QUATERNIONS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.1)


def arrays(mesh: trimesh.Trimesh) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    found = tidied(mesh).mesh
    return np.array(found.vertices), np.array(found.faces, np.int32)


def gathered(mesh: trimesh.Trimesh) -> tuple[NormalGroups, Hull]:
    points, faces = arrays(mesh)
    hull = hull_of(points)
    assert hull is not None
    return normal_groups(points, faces), hull


def test_a_box_has_six_groups_of_normals() -> None:
    groups, _ = gathered(turned(box((10, 20, 30)), rotation_of((1.0, 0.3, 0.2, 0.1))))

    assert sorted(np.linalg.norm(groups.vector, axis=1)) == pytest.approx(
        [200, 200, 300, 300, 600, 600]
    )


@settings(deadline=None, max_examples=20)
@given(quaternion=QUATERNIONS, at=st.tuples(*[st.floats(-90, 90)] * 3))
def test_the_estimate_is_the_sum_over_all_triangles(
    quaternion: tuple[float, float, float, float], at: tuple[float, float, float]
) -> None:
    mesh = turned(box((10, 20, 30), at=at), rotation_of(quaternion))
    points, faces = arrays(mesh)
    upwards = all_around(60)
    low, high = extents(points, upwards)

    found = overhang(normal_groups(points, faces), upwards, low, [60.0])

    corners = points[faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2
    down = -normals @ upwards.T
    steep = down > np.linalg.norm(normals, axis=1)[:, None] * np.cos(np.radians(60.0))
    raised = corners.mean(axis=1) @ upwards.T - low
    assert found.volume_mm3[:, 0] == pytest.approx((down * raised * steep).sum(axis=0), abs=1e-6)
    area = (np.linalg.norm(normals, axis=1)[:, None] * steep).sum(axis=0)
    assert found.area_mm2[:, 0] == pytest.approx(area)
    assert (low, high) == (
        pytest.approx((points @ upwards.T).min(axis=0)),
        pytest.approx((points @ upwards.T).max(axis=0)),
    )


def test_directions_all_around_leave_no_large_gap() -> None:
    around = all_around()
    probes = np.random.default_rng(4).normal(size=(2000, 3))
    probes /= np.linalg.norm(probes, axis=1)[:, None]

    nearest = np.degrees(np.arccos((probes @ around.T).max(axis=1)))

    assert np.linalg.norm(around, axis=1) == pytest.approx(np.ones(len(around)))
    assert nearest.max() < 14


def test_a_part_rests_on_the_flat_faces_of_its_hull() -> None:
    # Of a tripod's feet no two are one face, but all three carry it together.
    feet = [trimesh.creation.cylinder(2, 10, sections=16) for _ in range(3)]
    for number, foot in enumerate(feet):
        foot.apply_translation((20 * np.cos(number * 2.1), 20 * np.sin(number * 2.1), 0))
    _, hull = gathered(trimesh.util.concatenate(feet))

    upwards = resting_directions(hull)

    assert (upwards @ [0, 0, 1]).max() == pytest.approx(1)
    assert (upwards @ [0, 0, 1]).min() == pytest.approx(-1)


def test_walls_are_looked_at_from_both_sides() -> None:
    groups, _ = gathered(box((1, 20, 30)))

    walls = wall_directions(groups)

    assert walls[0].tolist() in ([1, 0, 0], [-1, 0, 0])
    assert len(walls) == 12
    assert len(distinct(walls, list(AXES.values()))) == 0


def test_a_box_along_the_axes_needs_nothing_else() -> None:
    assert list(candidates(*gathered(box((10, 20, 30))))) == []


def test_candidates_are_few_apart_and_the_same_again() -> None:
    shape = gathered(trimesh.creation.torus(20, 6))

    first, second = list(candidates(*shape)), list(candidates(*shape))

    assert [key for key, _ in first] == [key for key, _ in second]
    assert len(first) <= MAX_FACE_ORIENTATIONS + MAX_TILTED_ORIENTATIONS
    ups = np.array([*AXES.values(), *(up for _, up in first)])
    assert np.triu(ups @ ups.T, 1).max() < APART
