"""What must not change the analysis, what it scales with, and plain calls that it must equal."""

import struct
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely
import trimesh
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from manifold3d import Manifold
from numpy.typing import NDArray

from amcenter.intake.document import AnalysisDocument, analyse_file
from amcenter.intake.orientation import Orientation, orientations
from amcenter.intake.outline import polygons_of
from amcenter.intake.soup import Soup
from amcenter.intake.tidy import tidy
from tests.amcenter.intake.meshes import SAMPLES

SOME = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
BLOCK = tuple[float, float, float, float, float, float]

sizes = st.floats(2.0, 30.0)
places = st.floats(-20.0, 20.0)
blocks = st.tuples(sizes, sizes, sizes, places, places, places)
shapes = st.lists(blocks, min_size=1, max_size=4)
"""Unions of boxes and cylinders: overhangs, steps, sometimes several bodies."""
angles = st.floats(0.0, 360.0)
shifts = st.tuples(*[st.floats(-500.0, 500.0)] * 3)


def solid(parts: list[BLOCK]) -> Manifold:
    """The union; every second one is a cylinder."""
    whole = Manifold()
    for number, (x, y, z, *at) in enumerate(parts):
        one = Manifold.cylinder(z, x / 2, y / 2, 24) if number % 2 else Manifold.cube((x, y, z))
        whole += one.translate(at)
    return whole


def corners_of(body: Manifold) -> NDArray[np.float64]:
    mesh = body.to_mesh64()
    return np.asarray(mesh.vert_properties)[:, :3][np.asarray(mesh.tri_verts)]


def stand(corners: NDArray[np.float64], mm: float = 1.0) -> Orientation:
    """The orientation as sent of separate triangles (m, 3, 3)."""
    soup = Soup(corners.reshape(-1, 3), np.arange(corners.size // 3).reshape(-1, 3))
    return next(one for one in orientations(tidy(soup, mm)) if one.key == "z+")


def written(folder: Path, corners: NDArray[np.float64]) -> Path:
    """A binary STL; coordinates are rounded to the 32 bits of the format."""
    records = np.zeros(len(corners), dtype=[("n", "<f4", 3), ("v", "<f4", (3, 3)), ("a", "<u2")])
    records["v"] = corners
    path = folder / "part.stl"
    path.write_bytes(bytes(80) + struct.pack("<I", len(corners)) + records.tobytes())
    return path


@given(parts=shapes, angle=angles, shift=shifts)
@SOME
def test_a_turn_about_z_and_a_shift_change_no_figure_of_standing(
    parts: list[BLOCK], angle: float, shift: tuple[float, float, float]
) -> None:
    body = solid(parts)

    before = stand(corners_of(body))
    after = stand(corners_of(body.rotate((0, 0, angle)).translate(shift)))

    assert after.shadow_mm2 == pytest.approx(before.shadow_mm2, rel=1e-7)
    assert after.height_mm == pytest.approx(before.height_mm, rel=1e-9)
    assert after.lateral_area_mm2 == pytest.approx(before.lateral_area_mm2, rel=1e-7)
    assert after.contact_mm2 == pytest.approx(before.contact_mm2, rel=1e-6, abs=1e-6)
    assert after.support_area_mm2 == pytest.approx(before.support_area_mm2, rel=1e-6, abs=1e-6)
    # Measured on a grid, which does not turn with the part.
    room = before.shadow_mm2 * before.height_mm
    assert after.support_volume_mm3 == pytest.approx(before.support_volume_mm3, abs=0.02 * room)


@given(parts=shapes, seed=st.integers(0, 2**32 - 1))
@SOME
def test_the_order_of_facets_and_corners_changes_no_figure_of_standing(
    parts: list[BLOCK], seed: int
) -> None:
    corners = corners_of(solid(parts))
    random = np.random.default_rng(seed)
    rolled = np.array([np.roll(one, random.integers(3), axis=0) for one in corners])

    before, after = stand(corners), stand(random.permutation(rolled))

    assert after.size_mm == before.size_mm
    assert after.shadow_mm2 == pytest.approx(before.shadow_mm2, rel=1e-9)
    assert after.lateral_area_mm2 == pytest.approx(before.lateral_area_mm2, rel=1e-9)
    assert after.contact_mm2 == pytest.approx(before.contact_mm2, rel=1e-9)
    assert after.support_volume_mm3 == pytest.approx(before.support_volume_mm3, rel=1e-9)
    assert after.layers.area_mm2 == pytest.approx(before.layers.area_mm2, rel=1e-5)


@given(parts=shapes, seed=st.integers(0, 2**32 - 1), quaternion=st.tuples(*[st.floats(-1, 1)] * 4))
@SOME
def test_a_rigid_motion_and_another_order_change_no_figure_of_the_part(
    tmp_path_factory: pytest.TempPathFactory,
    parts: list[BLOCK],
    seed: int,
    quaternion: tuple[float, float, float, float],
) -> None:
    corners = corners_of(solid(parts))
    random = np.random.default_rng(seed)
    turn = trimesh.transformations.quaternion_matrix([*quaternion[:3], 1.5])[:3, :3]
    moved = random.permutation(corners @ turn.T + random.uniform(-50, 50, 3))
    folder = tmp_path_factory.mktemp("moved")

    before, after = (
        analyse_file(written(folder, one), "part.stl", "mm").analysis for one in (corners, moved)
    )

    # 32 bits hold 5e-8 of 100 mm; flat parts of 2 mm feel that most.
    assert after.volume_mm3 == pytest.approx(before.volume_mm3, rel=2e-5)
    assert after.area_mm2 == pytest.approx(before.area_mm2, rel=2e-5)
    assert after.hull_volume_mm3 == pytest.approx(before.hull_volume_mm3, rel=2e-5)
    assert (after.bodies, after.cavities) == (before.bodies, before.cavities)


@given(parts=shapes, unit=st.sampled_from([("cm", 10.0), ("inch", 25.4), ("micron", 0.001)]))
@SOME
def test_the_unit_scales_every_figure_by_its_power(
    tmp_path_factory: pytest.TempPathFactory, parts: list[BLOCK], unit: tuple[str, float]
) -> None:
    name, mm = unit
    path = written(tmp_path_factory.mktemp("unit"), corners_of(solid(parts)))

    small, large = (analyse_file(path, "part.stl", one).analysis for one in ("mm", name))

    assert large.box_mm == pytest.approx(np.array(small.box_mm) * mm, rel=1e-9)
    assert large.area_mm2 == pytest.approx(small.area_mm2 * mm**2, rel=1e-9)
    assert large.volume_mm3 == pytest.approx(small.volume_mm3 * mm**3, rel=1e-9)
    assert (large.bodies, large.points) == (small.bodies, small.points)


@given(parts=shapes, factor=st.floats(0.5, 8.0))
@SOME
def test_standing_scales_with_the_part(parts: list[BLOCK], factor: float) -> None:
    corners = corners_of(solid(parts))

    small, large = stand(corners), stand(corners, factor)

    assert large.height_mm == pytest.approx(small.height_mm * factor, rel=1e-9)
    assert large.shadow_mm2 == pytest.approx(small.shadow_mm2 * factor**2, rel=1e-7)
    assert large.lateral_area_mm2 == pytest.approx(small.lateral_area_mm2 * factor**2, rel=1e-7)
    room = large.shadow_mm2 * large.height_mm
    support = small.support_volume_mm3 * factor**3
    assert large.support_volume_mm3 == pytest.approx(support, abs=0.02 * room)


@given(parts=shapes)
@SOME
def test_the_shadow_covers_every_layer_and_the_outline_covers_the_shadow(
    parts: list[BLOCK],
) -> None:
    body = solid(parts)
    upright = stand(corners_of(body))

    assert upright.layers.largest_mm2 <= upright.shadow_mm2 * (1 + 1e-6)
    assert upright.shadow_mm2 <= upright.size_mm[0] * upright.size_mm[1] * (1 + 1e-9)
    assert upright.shadow_mm2 <= polygons_of(upright.outline).area * (1 + 1e-9)
    # The layers' slabs add up to the body: boxes and cones are linear between their ends.
    slabs = sum(upright.layers.area_mm2) * upright.layers.step_mm
    steps = len(parts) * 2 * upright.shadow_mm2 * upright.layers.step_mm
    assert slabs == pytest.approx(body.volume(), abs=steps)


@given(parts=shapes, cuts=st.integers(3, 9))
@SOME
def test_layers_equal_the_slices_of_another_kernel(parts: list[BLOCK], cuts: int) -> None:
    body = solid(parts)
    upright = stand(corners_of(body))
    lowest, step = body.bounding_box()[2], upright.layers.step_mm

    for number in range(0, len(upright.layers.area_mm2), cuts):
        section = body.slice(lowest + (number + 0.5) * step)
        area, length = upright.layers.area_mm2[number], upright.layers.perimeter_mm[number]
        outside = sum(shapely.LinearRing(ring).length for ring in section.to_polygons())
        # Clipper rounds its corners to a millionth of the size, we keep six digits.
        assert area == pytest.approx(section.area(), rel=2e-5, abs=1e-4)
        assert length == pytest.approx(outside, rel=2e-5, abs=1e-3)


@cache
def sample(name: str) -> tuple[AnalysisDocument, trimesh.Trimesh]:
    """A sample part through our analysis and through plain trimesh."""
    path = SAMPLES / f"{name}.stl"
    mesh = trimesh.load_mesh(path)
    assert isinstance(mesh, trimesh.Trimesh)
    return analyse_file(path, path.name, "mm"), mesh


PLAIN = ("valve_body", "closed_impeller", "spacer_grid_segment", "drill_jig", "spray_nozzle")


@pytest.mark.parametrize("name", PLAIN)
def test_the_figures_of_a_part_equal_the_plain_trimesh_calls(name: str) -> None:
    document, mesh = sample(name)
    ours = document.analysis

    assert (ours.triangles, ours.watertight) == (len(mesh.faces), mesh.is_watertight)
    assert ours.volume_mm3 == pytest.approx(mesh.volume, rel=2e-6)
    assert ours.area_mm2 == pytest.approx(mesh.area, rel=1e-7)
    assert ours.hull_volume_mm3 == pytest.approx(mesh.convex_hull.volume, rel=1e-6)
    assert ours.centre_of_mass_mm == pytest.approx(mesh.center_mass, abs=1e-4)
    assert ours.box_mm == pytest.approx(mesh.extents, rel=1e-6)
    assert ours.bodies == mesh.body_count


@pytest.mark.parametrize("name", PLAIN)
def test_the_shadow_equals_the_union_of_all_triangles(name: str) -> None:
    document, mesh = sample(name)

    for key, axes in (("z+", (0, 1)), ("x+", (1, 2)), ("y+", (2, 0))):
        flat = np.asarray(mesh.triangles)[:, :, axes]
        shades = shapely.polygons(flat)
        covered = shapely.union_all(shades[shapely.area(shades) > 1e-9])
        ours = next(one for one in document.orientations if one.key == key)
        assert ours.shadow_mm2 == pytest.approx(covered.area, rel=1e-7), key


@pytest.mark.parametrize("name", PLAIN)
def test_overhanging_and_upright_area_equal_plain_sums_over_normals(name: str) -> None:
    document, mesh = sample(name)
    normals, areas = mesh.face_normals, mesh.area_faces

    ours = next(one for one in document.orientations if one.key == "z+")

    lateral = float((areas * np.hypot(normals[:, 0], normals[:, 1])).sum())
    assert ours.lateral_area_mm2 == pytest.approx(lateral, rel=1e-6)
    # Half a degree of slack at 45°, and what stands on the platform needs nothing.
    steep = normals[:, 2] < -np.cos(np.radians(44.5))
    on_platform = mesh.triangles[:, :, 2].max(axis=1) < mesh.bounds[0, 2] + 0.01
    overhang = float(areas[steep & ~on_platform].sum())
    assert ours.support_area_mm2 == pytest.approx(overhang, rel=1e-6, abs=1e-6)
