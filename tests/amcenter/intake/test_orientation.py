"""Standing: height, shadow, support and outline of each way, and which ways there are."""

from math import pi, sin
from random import Random

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from shapely import MultiPoint, MultiPolygon, Point, Polygon
from shapely import box as rectangle

from amcenter.intake.analysis import analyse
from amcenter.intake.document import placed_mesh
from amcenter.intake.orientation import Orientation, allowed, orientations
from amcenter.intake.outline import MAX_CORNERS, outline_around, polygons_of, rings_of
from amcenter.intake.solver_outline import to_solver_outline
from solver.shapes import Outline
from tests.amcenter.intake.meshes import box, c_shape, rotation_of, tidied, turned

TILTED_C = turned(c_shape(), rotation_of((1.0, 0.2, 0.1, 0.0)))
QUATERNIONS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.1)


def standing(mesh: trimesh.Trimesh, key: str = "z+") -> Orientation:
    found = orientations(tidied(mesh))
    return next(one for one in found if one.key == key)


def as_polygons(outline: Outline) -> MultiPolygon:
    return MultiPolygon([Polygon(polygon.outer, polygon.holes) for polygon in outline.polygons])


def test_a_box_stands_on_each_of_its_faces() -> None:
    found = {one.key: one for one in orientations(tidied(box((10, 20, 30))))}

    assert [found[f"{axis}+"].height_mm for axis in "xyz"] == pytest.approx([10, 20, 30])
    assert [found[f"{axis}-"].height_mm for axis in "xyz"] == pytest.approx([10, 20, 30])
    assert [found[f"{axis}+"].contact_mm2 for axis in "xyz"] == pytest.approx([600, 300, 200])
    assert all(one.support_volume_mm3 == 0 for one in found.values())
    # Upright, the middle of the base 10 x 20 is 5 away from its nearest side.
    assert found["z+"].tipping_mm == pytest.approx(5)
    assert len(found) == 6


def test_opposite_axes_differ_in_support_and_share_the_rest() -> None:
    mesh = c_shape()
    up, down = standing(mesh, "y+"), standing(mesh, "y-")

    flipped = standing(turned(mesh, np.diag([1.0, -1.0, -1.0])), "y+")

    assert down.shadow_mm2 == pytest.approx(up.shadow_mm2)
    assert down.layers.area_mm2 == up.layers.area_mm2[::-1]
    assert down.size_mm == pytest.approx(up.size_mm)
    assert polygons_of(down.outline).area == pytest.approx(polygons_of(flipped.outline).area)
    assert down.support_volume_mm3 == pytest.approx(flipped.support_volume_mm3)


@pytest.mark.parametrize("key", ["z+", "z-", "x+", "x-", "y+", "y-", "face1"])
def test_an_orientation_brings_its_axis_up_and_its_corner_to_the_origin(key: str) -> None:
    mesh = turned(box((10, 20, 30)), rotation_of((1.0, 0.3, 0.2, 0.1)))
    one = standing(mesh, key)
    rotation = np.array(one.rotation)

    placed = placed_mesh(tidied(mesh).mesh, one)

    assert rotation @ rotation.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(rotation) == pytest.approx(1.0)
    assert placed.bounds[0] == pytest.approx([0, 0, 0], abs=1e-9)
    assert placed.bounds[1] == pytest.approx(one.size_mm)
    if key != "face1":
        up = {"x": 0, "y": 1, "z": 2}[key[0]]
        assert rotation[2, up] == (1.0 if key[1] == "+" else -1.0)


def test_the_way_it_was_sent_is_not_turned() -> None:
    assert standing(box((1, 2, 3))).rotation == ((1, 0, 0), (0, 1, 0), (0, 0, 1))


def test_a_tilted_box_is_offered_flat_on_its_largest_face() -> None:
    mesh = turned(box((10, 20, 30)), rotation_of((1.0, 0.3, 0.2, 0.1)))

    found = orientations(tidied(mesh))

    best = min(found, key=lambda one: one.height_mm)
    assert best.key.startswith("face")
    assert best.size_mm == pytest.approx((30, 20, 10))
    assert best.contact_mm2 == pytest.approx(600)
    assert best.tipping_mm == pytest.approx(10)


def test_a_tilt_is_offered_where_it_saves_support() -> None:
    # A square tube on its side: the roof of the bore hangs over, turned by 45 degrees nothing does.
    outer, inner = box((30, 30, 60)), box((24, 24, 80), at=(3, 3, -10))
    tube = trimesh.boolean.difference([outer, inner], engine="manifold")
    bar = turned(tube, np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]]))
    closed_ends = trimesh.boolean.union(
        [bar, box((30, 3, 30), at=(0, -3, 0)), box((30, 3, 30), at=(0, -63, 0))], engine="manifold"
    )

    found = orientations(tidied(closed_ends))

    flat = min(one.support_volume_mm3 for one in found if not one.key.startswith("tilt"))
    tilted = min(one.support_volume_mm3 for one in found if one.key.startswith("tilt"))
    assert tilted < 0.6 * flat


def test_a_policy_leaves_what_it_says() -> None:
    found = orientations(tidied(box((1, 2, 3))))

    assert allowed(found, "free", None) == list(found)
    assert [one.key for one in allowed(found, "about_z", None)] == ["z+"]
    assert [one.key for one in allowed(found, "locked", "x-")] == ["x-"]
    assert [one.key for one in allowed(found, "free", "y+")] == ["y+"]


def test_lateral_area_is_what_is_seen_from_the_side() -> None:
    # A cylinder's wall: n sides of 2 r sin(pi/n), all upright; lying, the caps count in full.
    cylinder = trimesh.creation.cylinder(radius=10, height=30, sections=64)

    assert standing(cylinder).lateral_area_mm2 == pytest.approx(64 * 20 * sin(pi / 64) * 30)
    caps = 64 * 100 * sin(2 * pi / 64)
    assert standing(cylinder, "x+").lateral_area_mm2 > caps


def test_a_flat_sheet_is_measured_without_a_crash() -> None:
    sheet = trimesh.Trimesh([[0, 0, 0], [9, 0, 0], [0, 9, 0]], [[0, 1, 2]], process=False)

    found = orientations(tidied(sheet))

    assert len(found) == 6
    assert all(one.support_estimated for one in found)
    # Seen edge-on it casts no shadow, but it still needs a place.
    assert all(to_solver_outline(one.outline)[0].polygons for one in found)
    assert standing(sheet).shadow_mm2 == pytest.approx(81 / 2)


def test_the_outline_of_an_open_surface_still_covers_all_of_it() -> None:
    # A tent without floor: its two roofs face up and down when it stands on its ridge.
    whole = box((10, 20, 30))
    open_box = trimesh.Trimesh(whole.vertices, whole.faces[3:], process=False)

    for one in orientations(tidied(turned(open_box, rotation_of((1.0, 0.4, 0.1, 0.3))))):
        placed = placed_mesh(tidied(turned(open_box, rotation_of((1.0, 0.4, 0.1, 0.3)))).mesh, one)
        triangles = MultiPolygon(
            [Polygon(t) for t in placed.triangles[:, :, :2] if Polygon(t).area > 1e-9]
        )
        covered = polygons_of(one.outline)
        assert all(covered.buffer(1e-9).covers(triangle) for triangle in triangles.geoms)


@settings(deadline=None, max_examples=10)
@given(quaternion=QUATERNIONS, sections=st.integers(3, 40), inner=st.floats(0.1, 9.5))
def test_outlines_contain_every_point_of_the_part(
    quaternion: tuple[float, float, float, float], sections: int, inner: float
) -> None:
    ring = trimesh.creation.annulus(inner, 10, 6, sections=sections)
    found = tidied(turned(ring, rotation_of(quaternion)))

    for one in orientations(found):
        placed = placed_mesh(found.mesh, one)
        outline = polygons_of(one.outline)
        exact, (left, low) = to_solver_outline(one.outline)
        samples = np.vstack([placed.vertices, placed.sample(200, seed=1)])[:, :2]
        assert outline.buffer(1e-9).covers(MultiPoint(samples))
        moved = MultiPoint(samples * 1000 - [left, low])
        assert as_polygons(exact).buffer(1e-6).covers(moved)


def test_an_outline_keeps_its_holes_and_stays_small_and_tight() -> None:
    shape = MultiPolygon([Point(0, 0).buffer(50, quad_segs=500).difference(Point(5, 0).buffer(20))])

    around = outline_around(shape)

    assert around.covers(shape)
    assert len(around.geoms[0].interiors) == 1
    assert sum(len(ring) for rings in rings_of(around) for ring in rings) <= MAX_CORNERS
    assert around.area < 1.01 * shape.area


def test_holes_in_which_nothing_can_stand_are_filled() -> None:
    plate = rectangle(0, 0, 100, 100)
    for x in range(5, 95, 10):
        for y in range(5, 95, 10):
            plate = plate.difference(rectangle(x, y, x + 5, y + 5))

    around = outline_around(MultiPolygon([plate]))

    assert [len(polygon.interiors) for polygon in around.geoms] == [0]


def test_a_hopelessly_jagged_shape_gets_its_hull() -> None:
    teeth = [(x, 0.0 if x % 2 else 100.0 + 3 * (x % 7)) for x in range(3000)]
    comb = MultiPolygon([Polygon([(-1.0, -50.0), *teeth, (3000.0, -50.0)])])

    around = outline_around(comb)

    assert around.covers(comb)
    assert sum(len(ring) for rings in rings_of(around) for ring in rings) <= MAX_CORNERS


COORDINATES = st.floats(-300, 300).map(lambda value: round(value, 6))


@settings(deadline=None, max_examples=60)
@given(points=st.lists(st.tuples(COORDINATES, COORDINATES), min_size=3, max_size=12))
def test_rounding_to_micrometres_never_shrinks_an_outline(
    points: list[tuple[float, float]],
) -> None:
    hull = MultiPoint(points).convex_hull
    if not isinstance(hull, Polygon) or hull.area < 1e-3:
        return
    spiky = MultiPolygon([hull.difference(hull.buffer(-5))])

    outline, (left, low) = to_solver_outline(rings_of(spiky))

    moved = as_polygons(outline)
    assert moved.is_valid
    assert moved.bounds[:2] == (0, 0)
    for polygon in spiky.geoms:
        scaled = [(x * 1000 - left, y * 1000 - low) for x, y in polygon.exterior.coords]
        assert moved.buffer(1e-6).covers(MultiPoint(scaled))


def test_a_square_grows_by_a_few_micrometres_only() -> None:
    square = MultiPolygon([rectangle(-10, -10, 10.0004, 10)])

    outline, offset = to_solver_outline(rings_of(square))

    assert (outline.width_um, outline.depth_um) == pytest.approx((20_004, 20_004), abs=2)
    assert offset == pytest.approx((-10_002, -10_002), abs=1)
    assert len(outline.polygons[0].outer) == 4


def test_what_is_measured_does_not_depend_on_where_the_part_lies() -> None:
    mesh = trimesh.creation.icosphere(subdivisions=3, radius=9)
    far = mesh.copy()
    far.apply_translation((1234.5, -987.6, 555.5))

    near_one, far_one = standing(mesh), standing(far)

    assert far_one.support_volume_mm3 == pytest.approx(near_one.support_volume_mm3, rel=1e-3)
    assert far_one.shadow_mm2 == pytest.approx(near_one.shadow_mm2, rel=1e-9)
    assert analyse(tidied(far)).volume_mm3 == pytest.approx(mesh.volume, rel=1e-9)


@settings(deadline=None, max_examples=10)
@given(
    angle=st.floats(0, 360),
    shift=st.tuples(*[st.floats(-500, 500)] * 3),
    order=st.randoms(use_true_random=False),
)
def test_turning_about_z_moving_and_shuffling_change_nothing(
    angle: float, shift: tuple[float, float, float], order: Random
) -> None:
    about_z = trimesh.transformations.rotation_matrix(np.radians(angle), [0, 0, 1])[:3, :3]
    rows = order.sample(range(len(TILTED_C.faces)), len(TILTED_C.faces))
    corners = (TILTED_C.triangles[rows] @ about_z.T + shift)[:, [1, 2, 0]]
    moved = trimesh.Trimesh(corners.reshape(-1, 3), np.arange(3 * len(rows)).reshape(-1, 3))

    before, after = standing(TILTED_C), standing(moved)

    assert after.shadow_mm2 == pytest.approx(before.shadow_mm2, rel=1e-7)
    assert after.layers.area_mm2 == pytest.approx(before.layers.area_mm2, rel=1e-5)
    assert after.layers.perimeter_mm == pytest.approx(before.layers.perimeter_mm, rel=1e-5)
    assert after.contact_mm2 == pytest.approx(before.contact_mm2, rel=1e-6, abs=1e-9)
    assert after.lateral_area_mm2 == pytest.approx(before.lateral_area_mm2, rel=1e-9)
    for now, then in zip(after.supports, before.supports, strict=True):
        assert now.area_mm2 == pytest.approx(then.area_mm2, rel=1e-9)
        assert now.volume_mm3 == pytest.approx(then.volume_mm3, rel=0.01)


@settings(deadline=None, max_examples=5)
@given(factor=st.sampled_from([0.5, 2.0, 25.4, 10.0]))
def test_measures_scale_as_powers_of_the_unit(factor: float) -> None:
    large = TILTED_C.copy()
    large.apply_scale(factor)

    before, after = standing(TILTED_C), standing(large)

    assert after.shadow_mm2 == pytest.approx(before.shadow_mm2 * factor**2, rel=1e-6)
    assert after.layers.area_mm2 == pytest.approx(
        [area * factor**2 for area in before.layers.area_mm2], rel=1e-5
    )
    assert after.support_area_mm2 == pytest.approx(before.support_area_mm2 * factor**2)
    assert after.support_volume_mm3 == pytest.approx(
        before.support_volume_mm3 * factor**3, rel=0.01
    )


@settings(deadline=None, max_examples=10)
@given(quaternion=QUATERNIONS)
def test_the_shadow_covers_every_layer(quaternion: tuple[float, float, float, float]) -> None:
    ring = trimesh.creation.annulus(4, 9, 12, sections=20)

    for one in orientations(tidied(turned(ring, rotation_of(quaternion)))):
        assert polygons_of(one.outline).area >= one.shadow_mm2
        assert one.shadow_mm2 >= one.layers.largest_mm2 * (1 - 1e-6)


def test_an_orientation_is_not_much_of_a_document() -> None:
    one = standing(trimesh.creation.torus(20, 6, major_sections=400, minor_sections=60))

    assert len(TypeAdapter(Orientation).dump_json(one)) < 16_000
