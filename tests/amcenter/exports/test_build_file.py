import io
import zipfile
from pathlib import Path

import numpy as np
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from amcenter.exports.build_file import BuildFile, Item, Mesh, write_build_file
from amcenter.exports.transforms import placed
from solver.builds import Placement
from tests.amcenter.exports.reading import ReadBuild, read_build_file

CORE = "{http://schemas.microsoft.com/3dmanufacturing/core/2015/02}"
PRODUCTION = "{http://schemas.microsoft.com/3dmanufacturing/production/2015/06}"
# A corner tetrahedron that lies away from the origin, legs 10, 20 and 30 mm.
TETRAHEDRON = Mesh(
    np.array([[5.0, 6, 7], [15, 6, 7], [5, 26, 7], [5, 6, 37]]),
    np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]]),
)
STANDING = np.eye(3)
CORNER_MM = np.array([5.0, 6, 7])


def assert_close(points_mm: np.ndarray, expected_mm: list[list[float]]) -> None:
    np.testing.assert_allclose(points_mm, expected_mm, atol=1e-4)


def item(serial: str, placement: Placement) -> Item:
    return Item(serial, "P-1", placed(placement, rotation=STANDING, corner_mm=CORNER_MM))


def build_file(*items: Item) -> BuildFile:
    return BuildFile(
        "B-2026-0007",
        items,
        part_names={"P-1": 'Кронштейн <"A" & B>'},
        facts={"machine": "M 290 & Co", "layers": "1000"},
    )


def written(build: BuildFile) -> bytes:
    target = io.BytesIO()
    write_build_file(target, build, lambda part: TETRAHEDRON)
    return target.getvalue()


def read_back(build: BuildFile, folder: Path, mesh: Mesh = TETRAHEDRON) -> ReadBuild:
    path = folder / "build.3mf"
    with path.open("wb") as target:
        write_build_file(target, build, lambda part: mesh)
    return read_build_file(path)


def test_another_reader_finds_every_piece_where_the_schedule_put_it(tmp_path: Path) -> None:
    # The frame's origin is the corner (5, 6, 7).  A quarter turn sends +x to +y and +y to -x.
    straight = item("P-1-001", Placement("P-1-001", "a", 100_000, 50_000, 0))
    turned = item("P-1-002", Placement("P-1-002", "a", 100_000, 50_000, 2_500, 90_000))

    first, second = read_back(build_file(straight, turned), tmp_path).items

    assert (first.serial, second.serial) == ("P-1-001", "P-1-002")
    assert_close(first.points_mm, [[100, 50, 0], [110, 50, 0], [100, 70, 0], [100, 50, 30]])
    assert_close(second.points_mm, [[100, 50, 2.5], [100, 60, 2.5], [80, 50, 2.5], [100, 50, 32.5]])


def test_copies_of_a_part_share_one_mesh(tmp_path: Path) -> None:
    items = [item(f"P-1-{n:03}", Placement("x", "a", n * 30_000, 0)) for n in range(5)]

    read = read_back(build_file(*items), tmp_path)

    assert (read.meshes, len(read.items)) == (1, 5)


def test_names_and_facts_survive_with_their_special_letters(tmp_path: Path) -> None:
    one = item("P-1-001", Placement("P-1-001", "a", 0, 0))

    read = read_back(build_file(one), tmp_path)

    assert read.items[0].name == 'Кронштейн <"A" & B>'
    assert read.facts["Title"] == "B-2026-0007"
    assert read.facts["machine"] == "M 290 & Co"


def test_the_same_build_gives_the_same_bytes() -> None:
    one = item("P-1-001", Placement("P-1-001", "a", 0, 0))

    assert written(build_file(one)) == written(build_file(one))


def test_every_item_has_an_identifier_of_its_own_and_the_object_keeps_its_own() -> None:
    items = [item(f"P-1-{n:03}", Placement("x", "a", n * 30_000, 0)) for n in range(3)]
    other_build = BuildFile("B-2026-0008", tuple(items), part_names={})

    def identifiers(data: bytes, tag: str) -> list[str]:
        model = zipfile.ZipFile(io.BytesIO(data)).read("3D/3dmodel.model")
        return [node.get(f"{PRODUCTION}UUID") for node in etree.fromstring(model).iter(CORE + tag)]

    first, second = written(build_file(*items)), written(other_build)
    assert len(set(identifiers(first, "item") + identifiers(second, "item"))) == 6
    assert identifiers(first, "object") == identifiers(second, "object")


def test_triangles_without_area_are_left_out(tmp_path: Path) -> None:
    folded = Mesh(TETRAHEDRON.vertices_mm, np.vstack([TETRAHEDRON.faces, [[1, 1, 2], [0, 3, 0]]]))
    one = item("P-1-001", Placement("P-1-001", "a", 0, 0))

    read = read_back(build_file(one), tmp_path, folded)

    assert len(read.items[0].triangles) == 4


def test_meshes_longer_than_one_block_are_complete(tmp_path: Path) -> None:
    sphere = trimesh.creation.icosphere(subdivisions=6, radius=20)
    whole = Mesh(np.asarray(sphere.vertices), np.asarray(sphere.faces))
    one = item("P-1-001", Placement("P-1-001", "a", 0, 0))

    read = read_back(build_file(one), tmp_path, whole).items[0]

    # An icosahedron subdivided six times has 20 · 4^6 triangles and, by Euler, half of that + 2
    # vertices.
    assert (len(read.triangles), len(read.points_mm)) == (81_920, 40_962)
    assert read.oriented


micrometres = st.integers(-1_000_000, 1_000_000)


@settings(max_examples=25, deadline=None)
@given(
    x_um=micrometres,
    y_um=micrometres,
    z_um=micrometres,
    angle_mdeg=st.integers(-360_000, 720_000),
    axis=st.tuples(*[st.floats(-1, 1) for _ in range(3)]).filter(lambda v: np.linalg.norm(v) > 0.1),
    tilt=st.floats(0, 6.28),
)
def test_the_text_keeps_every_placement_within_a_tenth_of_a_micrometre(
    x_um: int, y_um: int, z_um: int, angle_mdeg: int, axis: tuple[float, ...], tilt: float
) -> None:
    rotation = trimesh.transformations.rotation_matrix(tilt, axis)[:3, :3]
    placement = Placement("P-1-001", "a", x_um, y_um, z_um, angle_mdeg)
    corner_mm = np.array([1.25, -3.5, 7.0])
    one = Item("P-1-001", "P-1", placed(placement, rotation=rotation, corner_mm=corner_mm))

    data = written(build_file(one))

    model = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("3D/3dmodel.model"))
    fields = np.array(next(model.iter(CORE + "item")).get("transform").split(), dtype=float)
    turn = trimesh.transformations.rotation_matrix(np.radians(angle_mdeg / 1000), [0, 0, 1])[:3, :3]
    stood = TETRAHEDRON.vertices_mm @ rotation.T - corner_mm
    expected = stood @ turn.T + np.array([x_um, y_um, z_um]) / 1000
    read = TETRAHEDRON.vertices_mm @ fields.reshape(4, 3)[:3] + fields.reshape(4, 3)[3]
    np.testing.assert_allclose(read, expected, atol=1e-4)
