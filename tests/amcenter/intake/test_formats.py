"""Reading: what is right is read whole, what is not is refused with its code."""

import tomllib
from pathlib import Path

import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake.analysis import analyse
from amcenter.intake.document import analyse_file
from amcenter.intake.formats import found_format, read_soup
from amcenter.intake.tidy import tidy
from amcenter.messages import LANGUAGES, text
from sample_parts.hostile_files import all_files
from sample_parts.mesh_files import (
    ascii_text,
    big_endian,
    binary,
    cube,
    obj_text,
    off_text,
    ply,
    threemf,
)
from tests.amcenter.intake.meshes import SAMPLES, data

EXPECTED = tomllib.loads((SAMPLES / "hostile" / "hostile.toml").read_text(encoding="utf-8"))
REFUSED = {name: entry["refused"] for name, entry in EXPECTED.items() if "refused" in entry}
READABLE = {name: entry["findings"] for name, entry in EXPECTED.items() if "findings" in entry}


def test_every_hostile_file_is_listed_and_there() -> None:
    there = {path.name for path in (SAMPLES / "hostile").iterdir()} - {"hostile.toml"}

    assert there == set(EXPECTED) == {file.name for file in all_files()}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_code_and_a_sentence(name: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        analyse_file(SAMPLES / "hostile" / name, name, None)

    assert refusal.value.message.code == REFUSED[name]
    assert all(text(refusal.value.message, language) for language in LANGUAGES)


@pytest.mark.parametrize("name", READABLE)
def test_an_odd_file_is_read_and_its_oddity_found(name: str) -> None:
    document = analyse_file(SAMPLES / "hostile" / name, name, None)

    assert [finding.code for finding in document.findings] == READABLE[name]
    assert all(
        text(finding.message, language) for finding in document.findings for language in LANGUAGES
    )


@pytest.mark.parametrize("name", ["renamed.txt", "part.stl", "part.3mf", "part", "a/b\0.obj"])
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (binary(cube()), "stl-binary"),
        (binary(cube(), header=b"solid ply OFF"), "stl-binary"),
        (binary(cube()) + b"\0", "stl-binary"),
        (big_endian(cube()), "stl-binary"),
        (ascii_text(cube()).encode(), "stl-ascii"),
        (f"a note\n{ascii_text(cube())}".encode(), "stl-ascii"),
        (ascii_text(cube()).encode("utf-16"), "stl-ascii"),
        (obj_text(cube()).encode(), "obj"),
        (b"# a solid thing\nsolid as a rock\n" + obj_text(cube()).encode(), "obj"),
        (off_text(cube()).encode(), "off"),
        (ply(cube()), "ply"),
        (ply(cube(), "binary_big_endian"), "ply"),
        (threemf(cube()), "3mf"),
        (b"ISO-10303-21;\nHEADER;\n", "step"),
    ],
)
def test_the_bytes_say_the_format_and_the_name_does_not(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    path = tmp_path / "stored"
    path.write_bytes(content)

    assert found_format(path, name) == kind


def test_more_triangles_than_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amcenter.intake.soup.MAX_TRIANGLES", 11)
    path = tmp_path / "cube"
    texts = (ascii_text, obj_text, off_text)

    for content in (binary(cube()), ply(cube()), *(make(cube()).encode() for make in texts)):
        path.write_bytes(content)
        with pytest.raises(UnreadableFile, match=r"1[2] triangles, more than the 11"):
            read_soup(path, "cube")


def test_every_real_part_is_read_closed_and_placed() -> None:
    for path in sorted(data("real_parts").glob("*.stl")):
        _, soup = read_soup(path, path.name)
        analysis = analyse(tidy(soup, 1.0))
        assert analysis.watertight, path.name
        assert (analysis.volume_mm3 or 0.0) > 0.0, path.name
