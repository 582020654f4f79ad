"""Measuring: school geometry, other programs' numbers, and what must not change them."""

import hashlib
import json
import tomllib
from math import cos, pi, sin

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from amcenter.intake.analysis import PartAnalysis, analyse
from amcenter.intake.document import analyse_file
from amcenter.intake.formats import read_soup
from amcenter.intake.mass import area_vectors
from amcenter.intake.shadow import shadow
from amcenter.intake.soup import Soup
from amcenter.intake.tidy import TidyMesh, tidy
from amcenter.intake.weld import SNAP_SHARE
from tests.amcenter.intake.meshes import (
    SAMPLES,
    box,
    data,
    inside_out,
    rotation_of,
    soup,
    tidied,
    turned,
)

TRUTH = tomllib.loads((SAMPLES / "truth.toml").read_text(encoding="utf-8"))
QUATERNIONS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.1)


def measured(*meshes: trimesh.Trimesh) -> PartAnalysis:
    return analyse(tidied(*meshes))


def shadow_area(tidied_mesh: TidyMesh, axis: int) -> float:
    """The area of the shadow along an axis; the other axes follow in right-handed order."""
    order = [(axis + 1) % 3, (axis + 2) % 3, axis]
    points = np.ascontiguousarray(tidied_mesh.mesh.vertices[:, order])
    faces = np.asarray(tidied_mesh.mesh.faces)
    facing = np.sign(area_vectors(points, faces)[:, 2]).astype(np.int8)
    return float(shadow(points, facing, tidied_mesh.edges, closed=tidied_mesh.closed).area)


@pytest.mark.parametrize("name", TRUTH)
def test_a_sample_part_has_its_true_figures(name: str) -> None:
    true = TRUTH[name]
    _, read = read_soup(SAMPLES / f"{name}.stl", name)

    analysis = analyse(tidy(read, 1.0))

    volume, area = true["volume_mm3_tolerance"], true["area_mm2_tolerance"]
    assert analysis.volume_mm3 == pytest.approx(true["volume_mm3"], rel=volume)
    assert analysis.area_mm2 == pytest.approx(true["area_mm2"], rel=area)
    assert analysis.box_mm == pytest.approx(tuple(true["box_mm"]), rel=1e-7)
    assert (analysis.watertight, analysis.bodies) == (true["watertight"], true["bodies"])
    assert analysis.triangles == true["triangles"]


def test_a_box_has_the_figures_of_a_box() -> None:
    analysis = measured(box((10, 20, 30), at=(100, 0, -50)))

    assert analysis.volume_mm3 == pytest.approx(10 * 20 * 30)
    assert analysis.area_mm2 == pytest.approx(2 * (200 + 300 + 600))
    assert analysis.box_mm == pytest.approx((10, 20, 30))
    assert analysis.centre_of_mass_mm == pytest.approx((105, 10, -35))


def test_the_centre_of_mass_of_a_tetrahedron_is_the_mean_of_its_corners() -> None:
    points = np.array([[3.0, 0, 0], [9, 0, 0], [3, 12, 0], [3, 0, 24]])
    faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])

    analysis = analyse(tidy(Soup(points, faces), 1.0))

    assert analysis.centre_of_mass_mm == pytest.approx((4.5, 3, 6))
    assert analysis.volume_mm3 == pytest.approx(6 * 12 * 24 / 6)


def test_a_triangulated_torus_has_its_exact_volume() -> None:
    # Planar quads around a ring: V = nu sin(2pi/nu) * nv/2 r^2 sin(2pi/nv) * R.
    nu, nv, big, small = 48, 24, 30.0, 10.0
    u, v = np.meshgrid(np.arange(nu) * 2 * pi / nu, np.arange(nv) * 2 * pi / nv, indexing="ij")
    wide = big + small * np.cos(v)
    points = np.stack([wide * np.cos(u), wide * np.sin(u), small * np.sin(v)], -1).reshape(-1, 3)
    i, j = (grid.ravel() for grid in np.meshgrid(np.arange(nu), np.arange(nv), indexing="ij"))
    a, b = i * nv + j, (i + 1) % nu * nv + j
    c, d = (i + 1) % nu * nv + (j + 1) % nv, i * nv + (j + 1) % nv
    faces = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)])

    found = tidy(Soup(points, faces), 1.0)

    exact = nu * sin(2 * pi / nu) * nv / 2 * small**2 * sin(2 * pi / nv) * big
    assert analyse(found).volume_mm3 == pytest.approx(exact, rel=1e-12)
    # Its shadow along z is a ring of polygons with nu corners.
    ring = nu / 2 * sin(2 * pi / nu) * ((big + small) ** 2 - (big - small) ** 2)
    assert shadow_area(found, 2) == pytest.approx(ring, rel=1e-9)


def test_a_hollow_cube_has_a_cavity_and_the_volume_of_its_walls() -> None:
    analysis = measured(box((10, 10, 10)), inside_out(box((4, 4, 4), at=(3, 3, 3))))

    assert analysis.volume_mm3 == pytest.approx(1000 - 64)
    assert (analysis.bodies, analysis.cavities) == (1, 1)
    assert analysis.cavity_volume_mm3 == pytest.approx(64)
    assert analysis.turned_shells == 0


def test_a_body_that_faces_inwards_is_turned_and_said() -> None:
    analysis = measured(box((10, 10, 10)), inside_out(box((4, 4, 4), at=(20, 0, 0))))

    assert analysis.volume_mm3 == pytest.approx(1000 + 64)
    assert (analysis.bodies, analysis.cavities, analysis.turned_shells) == (2, 0, 1)


def test_a_hollow_part_that_is_wholly_inside_out_becomes_right() -> None:
    analysis = measured(inside_out(box((10, 10, 10))), box((4, 4, 4), at=(3, 3, 3)))

    assert analysis.volume_mm3 == pytest.approx(1000 - 64)
    assert (analysis.bodies, analysis.cavities, analysis.turned_shells) == (1, 1, 2)


def test_the_volume_of_an_open_surface_is_unknown_and_not_a_number() -> None:
    whole = box((10, 10, 10))
    analysis = measured(trimesh.Trimesh(whole.vertices, whole.faces[1:], process=False))

    assert not analysis.watertight
    assert analysis.open_edges == 3
    assert analysis.volume_mm3 is None
    assert analysis.cavities is None
    assert analysis.centre_of_mass_mm is None


def test_two_cubes_that_share_an_edge_are_closed_with_a_crowded_edge() -> None:
    analysis = measured(box((10, 10, 10)), box((10, 10, 10), at=(10, 10, 0)))

    assert (analysis.watertight, analysis.crowded_edges) == (True, 1)
    assert analysis.volume_mm3 == pytest.approx(2000)


def test_a_part_that_is_there_twice_is_not_sound() -> None:
    analysis = measured(box((10, 10, 10)), box((10, 10, 10)))

    assert not analysis.watertight
    assert analysis.repeated_triangles == 12
    assert analysis.volume_mm3 is None


def test_a_seam_of_rounding_errors_is_closed_but_a_gap_is_not() -> None:
    def seamed(gap: float) -> PartAnalysis:
        corners = np.asarray(box((10, 10, 10)).triangles).copy()
        top = (corners[:, :, 2] == 10).all(axis=1)
        corners[top] += gap
        points = corners.reshape(-1, 3)
        return analyse(tidy(Soup(points, np.arange(36).reshape(-1, 3)), 1.0))

    assert (seamed(1e-9).watertight, seamed(1e-9).snapped) == (True, True)
    assert (seamed(1e-3).watertight, seamed(1e-3).snapped) == (False, False)


def test_fine_detail_next_to_nothing_is_never_snapped() -> None:
    # A closed sliver far thinner than the snapping distance stays as it is: it has no open edges.
    analysis = measured(box((1000, 1000, 1e-4)))

    assert analysis.volume_mm3 == pytest.approx(100.0)
    assert not analysis.snapped


def test_a_speck_beside_one_far_point_is_not_snapped_away() -> None:
    # All open edges are shorter than the snapping distance: joining them would leave nothing.
    points = np.array([[0, 0, 0], [1e-6, 0, 0], [0, 1e-6, 0], [1e3, 1e-6, 0], [1e3, 0, 0]])

    analysis = analyse(tidy(Soup(points, np.array([[0, 1, 2], [3, 4, 3]])), 1.0))

    assert (analysis.triangles, analysis.degenerate_triangles) == (1, 1)


def test_corners_that_only_nearly_meet_are_left_alone() -> None:
    # Joining the two tips would close no edge.
    points = np.array([[0, 0, 0], [5, 0, 0], [0, 5, 0], [1e-7, 0, 0], [-5, 0, 0], [0, -5, 0]])

    analysis = analyse(tidy(Soup(points, np.array([[0, 1, 2], [3, 4, 5]])), 1.0))

    assert (analysis.points, analysis.snapped) == (6, False)


def test_minus_zero_is_zero() -> None:
    points = np.asarray(box((10, 10, 10)).triangles).reshape(-1, 3).copy()
    points[::2] = np.where(points[::2] == 0, -0.0, points[::2])

    assert analyse(tidy(Soup(points, np.arange(36).reshape(-1, 3)), 1.0)).points == 8


@settings(deadline=None, max_examples=25)
@given(quaternion=QUATERNIONS, shift=st.tuples(*[st.floats(-1e4, 1e4)] * 3))
def test_a_rigid_motion_changes_no_figure(
    quaternion: tuple[float, float, float, float], shift: tuple[float, float, float]
) -> None:
    mesh = trimesh.creation.annulus(5, 10, 20)
    moved = turned(mesh, rotation_of(quaternion))
    moved.apply_translation(shift)

    before, after = measured(mesh), measured(moved)

    assert after.volume_mm3 == pytest.approx(before.volume_mm3, rel=1e-9)
    assert after.area_mm2 == pytest.approx(before.area_mm2, rel=1e-9)
    assert (after.points, after.bodies, after.watertight) == (before.points, 1, True)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 1000))
def test_the_order_of_triangles_and_corners_changes_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    given_ = soup(trimesh.creation.icosphere(2), box((1, 1, 1), at=(5, 0, 0)))
    faces = np.array([np.roll(face, random.integers(3)) for face in given_.faces])

    before = analyse(tidy(given_, 1.0))
    after = analyse(tidy(Soup(given_.points, random.permutation(faces)), 1.0))

    assert after.volume_mm3 == pytest.approx(before.volume_mm3, rel=1e-12)
    assert (after.bodies, after.points, after.open_edges) == (2, before.points, 0)


@settings(deadline=None, max_examples=25)
@given(quaternion=QUATERNIONS)
def test_the_shadow_of_a_turned_box_follows_cauchy(
    quaternion: tuple[float, float, float, float],
) -> None:
    rotation = rotation_of(quaternion)
    found = tidied(turned(box((10, 20, 30)), rotation))

    # ab|n_z| + bc|n_x| + ca|n_y| with n the direction of light in the box's own axes.
    a, b, c, n = 10, 20, 30, np.abs(rotation[2])
    assert shadow_area(found, 2) == pytest.approx(a * b * n[2] + b * c * n[0] + c * a * n[1])


def test_the_unit_scales_every_figure() -> None:
    given_ = soup(box((1, 2, 3)))

    inches = analyse(tidy(given_, 25.4))

    assert inches.volume_mm3 == pytest.approx(6 * 25.4**3)
    assert inches.area_mm2 == pytest.approx(22 * 25.4**2)


def test_an_angle_without_holes_has_no_hidden_trigonometry() -> None:
    # A prism over a regular hexagon: area 3 sqrt(3)/2 r^2.
    hexagon = trimesh.creation.cylinder(radius=10, height=5, sections=6)

    assert measured(hexagon).volume_mm3 == pytest.approx(3 * cos(pi / 6) * 100 * 5)


def golden() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(data("meshes", "golden_stl.json").read_text())
    return rows


def test_the_golden_values_of_public_meshes_are_met() -> None:
    folders = (data("meshes"), data("real_parts"))
    files = [path for folder in folders for path in folder.iterdir() if path.is_file()]
    by_hash = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}
    rows = [row for row in golden() if row["sha256"] in by_hash]
    assert len(rows) >= 25

    for row in rows:
        path = by_hash[str(row["sha256"])]
        kind, read = read_soup(path, path.name)
        found = tidy(read, 1.0)
        analysis = analyse(found)
        counts = (kind, analysis.solids, analysis.points, analysis.bodies, analysis.snapped)
        edges = (analysis.open_edges, analysis.crowded_edges, analysis.twisted_edges)
        assert counts == tuple(
            row[key] for key in ("format", "solids", "vertices", "bodies", "snapped")
        ), path.name
        assert edges == tuple(
            row[key] for key in ("boundary_edges", "nonmanifold_edges", "inconsistent_edges")
        ), path.name
        assert len(found.edges.low) == row["edges"], path.name
        assert analysis.cavities in (None, row["void_shells"]), path.name
        assert analysis.area_mm2 == pytest.approx(row["area"], rel=1e-9), path.name
        low, high = np.array(row["bbox"])
        assert analysis.box_mm == pytest.approx(tuple(high - low), rel=1e-12), path.name
        hull = row["hull_volume"] or 0.0  # a sheet has none
        assert analysis.hull_volume_mm3 == pytest.approx(hull, rel=1e-9), path.name
        assert analysis.minimal_box.volume_mm3 <= np.prod(high - low) * (1 + 1e-9), path.name
        if row["closed"]:
            assert analysis.volume_mm3 == pytest.approx(row["volume"], rel=1e-7), path.name
            # Which side of a closed seam moves is free: it is as wide as the snap (GEOS agrees with
            # the tidied mesh to the last digit).
            exact = SNAP_SHARE if analysis.snapped else 1e-7
            areas = [shadow_area(found, axis) for axis in range(3)]
            assert areas == pytest.approx(row["silhouette_area_xyz"], rel=exact), path.name


def test_a_doubtful_size_is_a_question_until_somebody_answers() -> None:
    path = SAMPLES / "hostile" / "inches.stl"

    asked = analyse_file(path, path.name, None)
    answered = analyse_file(path, path.name, "inch")

    assert (asked.unit.doubtful, asked.unit.source) == (True, "assumed")
    assert (answered.unit.doubtful, answered.unit.source) == (False, "stated")
    # The file holds 32 bits of 0.8.
    assert answered.analysis.box_mm == pytest.approx((0.8 * 25.4,) * 3, rel=1e-6)
