"""Reading: what is right is read whole, what is not is refused with its code."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake.document import analyse_file
from amcenter.intake.findings import ProcessRules, process_findings
from amcenter.intake.formats import found_format, read_soup
from amcenter.messages import LANGUAGES, text
from sample_parts import hostile_files as hostile
from tests.amcenter.intake.meshes import SAMPLES, data

EXPECTED = tomllib.loads((SAMPLES / "hostile" / "hostile.toml").read_text(encoding="utf-8"))
REFUSED = {name: entry["refused"] for name, entry in EXPECTED.items() if "refused" in entry}
READABLE = {name: entry["findings"] for name, entry in EXPECTED.items() if "findings" in entry}


def test_every_hostile_file_is_listed_and_there() -> None:
    there = {path.name for path in (SAMPLES / "hostile").iterdir()} - {"hostile.toml"}

    assert there == set(EXPECTED) == {file.name for file in hostile.all_files()}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_code_and_a_sentence(name: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        analyse_file(SAMPLES / "hostile" / name, name, None)

    assert refusal.value.message.code == REFUSED[name]
    assert all(text(refusal.value.message, language) for language in LANGUAGES)


@pytest.mark.parametrize("name", READABLE)
def test_an_odd_file_is_read_and_its_oddity_found(name: str) -> None:
    document = analyse_file(SAMPLES / "hostile" / name, name, None)

    found = [
        *document.findings,
        *process_findings(document.analysis, document.orientations, ProcessRules()),
    ]
    assert [finding.code for finding in found] == READABLE[name]
    assert all(text(finding.message, language) for finding in found for language in LANGUAGES)


@pytest.mark.parametrize("name", ["renamed.txt", "cube.stl", "cube"])
def test_the_bytes_say_the_format_and_the_name_does_not(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(hostile.binary(hostile.cube()))

    assert found_format(path, name) == "stl-binary"


def test_ascii_and_binary_stl_of_a_part_are_the_same_part(tmp_path: Path) -> None:
    triangles = hostile.cube(1 / 3)  # a number that neither text nor 32 bits hold exactly
    (tmp_path / "a").write_bytes(hostile.binary(triangles))
    (tmp_path / "b").write_text(hostile.ascii_text(triangles))

    (first, binary), (second, ascii_) = (read_soup(tmp_path / name, name) for name in "ab")

    assert (first, second) == ("stl-binary", "stl-ascii")
    np.testing.assert_array_equal(binary.points, ascii_.points)


@pytest.mark.parametrize("ending", ["\r", "\r\n"])
def test_ascii_stl_may_end_its_lines_as_it_likes(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "cube.stl"
    path.write_bytes(hostile.ascii_text(hostile.cube()).replace("\n", ending).encode())

    assert len(read_soup(path, "cube.stl")[1].faces) == 12


def test_text_behind_endfacet_and_endsolid_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "cube.stl"
    text_ = hostile.ascii_text(hostile.cube()).replace("endfacet", "endfacet here")
    path.write_text(text_.replace("endsolid cube", "endsolid of the cube, v1.2"))

    assert len(read_soup(path, "cube.stl")[1].faces) == 12


@pytest.mark.parametrize("cut", range(1, 1284, 53))
def test_no_cut_ascii_stl_is_taken_for_a_whole_one(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cube.stl"
    whole = hostile.ascii_text(hostile.cube()).removesuffix("endsolid cube\n")
    path.write_text(whole[:-cut])

    with pytest.raises(UnreadableFile):
        read_soup(path, "cube.stl")


@pytest.mark.parametrize("cut", [1, 2, 49, 50, 51, 100, 599, 600, 601, 640, 683])
def test_no_cut_binary_stl_is_taken_for_a_whole_one(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cube.stl"
    path.write_bytes(hostile.binary(hostile.cube())[:-cut])

    with pytest.raises(UnreadableFile) as refusal:
        read_soup(path, "cube.stl")

    assert refusal.value.message.code == "stl_truncated"


def test_more_triangles_than_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amcenter.intake.soup.MAX_TRIANGLES", 11)
    path = tmp_path / "cube.stl"
    path.write_bytes(hostile.binary(hostile.cube()))

    with pytest.raises(UnreadableFile, match="12 triangles, more than the 11"):
        read_soup(path, "cube.stl")


def test_obj_polygons_quads_and_backward_indices_make_the_same_cube(tmp_path: Path) -> None:
    corners = [(x, y, z) for z in (0, 9) for y in (0, 9) for x in (0, 9)]
    points = "".join(f"v {x} {y} {z} 0.5 0.5 0.5\n" for x, y, z in corners)
    quads = "f 1//1 3//1 4//1 2//1\nf 5/1/1 6/1/1 8/1/1 7/1/1\nf 1 2 6 5\nf 3 7 8 4\n"
    path = tmp_path / "cube.obj"
    path.write_text(
        f"# cube\nmtllib ../../etc/passwd\n{points}{quads}f -8 -4 -2 \\\n -6\nf 2 4 8 6\n"
    )

    document = analyse_file(path, "cube.obj", "mm")

    assert document.analysis.watertight
    assert document.analysis.volume_mm3 == pytest.approx(9**3)


def test_a_concave_obj_polygon_is_cut_inside_its_outline(tmp_path: Path) -> None:
    # An L of 3 unit squares as one polygon, seen from above and from below, in a tilted order.
    ring = [(1, 1), (1, 2), (0, 2), (0, 0), (2, 0), (2, 1)]
    points = "".join(f"v {x} {y} {z}\n" for z in (0, 5) for x, y in ring)
    sides = "".join(f"f {i + 1} {(i + 1) % 6 + 1} {(i + 1) % 6 + 7} {i + 7}\n" for i in range(6))
    path = tmp_path / "l.obj"
    path.write_text(f"{points}f 6 5 4 3 2 1\nf 7 8 9 10 11 12\n{sides}")

    document = analyse_file(path, "l.obj", "mm")

    as_sent = next(one for one in document.orientations if one.key == "z+")
    assert document.analysis.volume_mm3 == pytest.approx(3 * 5)
    assert as_sent.shadow_mm2 == pytest.approx(3)
    assert document.analysis.area_mm2 == pytest.approx(2 * 3 + 8 * 5)


def test_every_real_part_is_read_closed_and_placed() -> None:
    from amcenter.intake.analysis import analyse
    from amcenter.intake.tidy import tidy

    for path in sorted(data("real_parts").glob("*.stl")):
        _, soup = read_soup(path, path.name)
        analysis = analyse(tidy(soup, 1.0))
        assert analysis.watertight, path.name
        assert (analysis.volume_mm3 or 0.0) > 0.0, path.name
