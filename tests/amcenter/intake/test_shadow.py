"""The shadow: the union of all triangles, exactly."""

import json
from math import pi, sin
from pathlib import Path

import numpy as np
import pytest
import shapely
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely import MultiPolygon

from amcenter.errors import Refusal
from amcenter.intake.formats import read_soup
from amcenter.intake.shadow import shadow
from amcenter.intake.tidy import TidyMesh, tidy
from amcenter.intake.turned import face_sums, turn
from tests.amcenter.intake.meshes import box, data, inside_out, rotation_of, tidied

QUATERNIONS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.1)
ALONG = {
    "x": np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0]], float),
    "y": np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]], float),
    "z": np.eye(3),
}
TILTED = rotation_of((1.0, 0.3, 0.2, 0.1))


def shadow_of(found: TidyMesh, rotation: NDArray[np.float64] = ALONG["z"]) -> MultiPolygon:
    turned = turn(np.array(found.mesh.vertices), rotation)
    sums = face_sums(turned, np.array(found.mesh.faces, np.int32), [45.0])
    return shadow(turned.points, sums.facing, found.edges, closed=found.closed)


def union_of(found: TidyMesh, rotation: NDArray[np.float64] = ALONG["z"]) -> shapely.Geometry:
    corners = turn(np.array(found.mesh.vertices), rotation).points
    return shapely.union_all(shapely.polygons(corners[found.mesh.faces][:, :, :2]))


def test_a_torus_casts_a_ring() -> None:
    # n/2 sin(2 pi/n) ((R+r)^2 - (R-r)^2) with n sides.
    torus = tidied(trimesh.creation.torus(20, 6, major_sections=48, minor_sections=24))

    ring = shadow_of(torus)

    assert ring.area == pytest.approx(48 / 2 * sin(2 * pi / 48) * (26**2 - 14**2), rel=1e-9)
    assert [len(polygon.interiors) for polygon in ring.geoms] == [1]


def test_overlapping_bodies_count_once_and_separate_ones_stay_apart() -> None:
    found = tidied(box((4, 4, 4)), box((4, 4, 4), at=(2, 2, 9)), box((1, 1, 1), at=(20, 0, 0)))

    both = shadow_of(found)

    assert both.area == pytest.approx(16 + 16 - 4 + 1)
    assert len(both.geoms) == 2


def test_a_hollow_inside_leaves_no_hole() -> None:
    hollow = trimesh.util.concatenate([box((9, 9, 9)), inside_out(box((3, 3, 3), at=(3, 3, 3)))])

    assert shadow_of(tidied(hollow)).area == pytest.approx(81)


@settings(deadline=None, max_examples=20)
@given(quaternion=QUATERNIONS)
def test_a_box_casts_the_shadow_of_its_three_sides(
    quaternion: tuple[float, float, float, float],
) -> None:
    rotation = rotation_of(quaternion)

    area = shadow_of(tidied(box((10, 20, 30))), rotation).area

    nx, ny, nz = np.abs(rotation[2])
    assert area == pytest.approx(600 * nx + 300 * ny + 200 * nz, rel=1e-7)


@settings(deadline=None, max_examples=15)
@given(quaternion=QUATERNIONS, sections=st.integers(3, 30), drop=st.integers(0, 5))
def test_it_is_the_union_of_all_triangles_closed_or_not(
    quaternion: tuple[float, float, float, float], sections: int, drop: int
) -> None:
    ring = trimesh.creation.annulus(4, 9, 12, sections=sections)
    found = tidied(trimesh.Trimesh(ring.vertices, ring.faces[drop:], process=False))
    rotation = rotation_of(quaternion)

    fast, slow = shadow_of(found, rotation), union_of(found, rotation)

    assert fast.is_valid
    assert fast.area == pytest.approx(slow.area, rel=1e-7)
    assert fast.symmetric_difference(slow).area < 1e-6 * slow.area


def golden() -> dict[Path, list[float]]:
    """Closed files of the corpus with their shadows along x, y and z, from other programs."""
    table = json.loads(data("meshes", "golden_stl.json").read_text())
    names = {
        data("meshes") / "__".join([one["repo"].replace("/", "+"), *one["path"].split("/")]): one
        for one in table
        if one["closed"]
    }
    return {path: one["silhouette_area_xyz"] for path, one in names.items() if path.exists()}


def test_the_corpus_casts_its_known_shadows() -> None:
    known = golden()
    meshes = {path: tidy(read_soup(path, path.name)[1], 1.0) for path in known}

    areas = {
        path: [shadow_of(mesh, ALONG[axis]).area for axis in "xyz"] for path, mesh in meshes.items()
    }

    assert len(known) > 15
    assert {path: pytest.approx(area, rel=1e-7, abs=1e-7) for path, area in areas.items()} == known


def test_every_closed_file_casts_the_union_of_its_triangles() -> None:
    paths = sorted({*data("meshes").glob("*.stl"), *data("real_parts").glob("*.stl")})[::9]
    found = {path: tidied_or_none(path) for path in paths}
    closed = {path: one for path, one in found.items() if one is not None and one.closed}

    fast = {path: shadow_of(one, TILTED).area for path, one in closed.items()}

    slow = {path: union_of(one, TILTED).area for path, one in closed.items()}
    assert len(closed) > 7
    assert fast == {path: pytest.approx(area, rel=1e-7) for path, area in slow.items()}


def tidied_or_none(path: Path) -> TidyMesh | None:
    try:
        return tidy(read_soup(path, path.name)[1], 1.0)
    except Refusal:
        return None


def test_a_part_of_a_hundredth_of_a_millimetre_keeps_its_digits() -> None:
    # Clipper rounds to 1e-8, which would be a thousandth of a percent here.
    rotation = rotation_of((1.0, 0.3, 0.2, 0.1))

    area = shadow_of(tidied(box((0.010, 0.020, 0.030))), rotation).area

    nx, ny, nz = np.abs(rotation[2])
    assert area == pytest.approx((600 * nx + 300 * ny + 200 * nz) * 1e-6, rel=1e-9)
