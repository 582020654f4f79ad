"""ASCII STL: lenient where nothing can be lost, strict everywhere else."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amcenter.errors import UnreadableFile
from amcenter.intake import stl_ascii
from amcenter.intake.formats import read_soup
from amcenter.intake.soup import Soup
from amcenter.messages import Message
from sample_parts.mesh_files import ascii_text, binary, cube
from tests.amcenter.intake.meshes import SAMPLES

TEXT = ascii_text(cube())
UNFINISHED = TEXT.removesuffix("endsolid cube\n")


def read(tmp_path: Path, text: str | bytes) -> Soup:
    path = tmp_path / "cube.stl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_soup(path, path.name)[1]


def refusal(tmp_path: Path, text: str | bytes) -> Message:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, text)
    return refused.value.message


def test_ascii_and_binary_stl_of_a_part_are_the_same_part(tmp_path: Path) -> None:
    triangles = cube(1 / 3)  # a number that neither text nor 32 bits hold exactly
    (tmp_path / "b").write_bytes(binary(triangles))

    text, bytes_ = read(tmp_path, ascii_text(triangles)), read_soup(tmp_path / "b", "b")[1]

    np.testing.assert_array_equal(text.points, bytes_.points)
    np.testing.assert_array_equal(text.faces, bytes_.faces)


@given(numbers=st.lists(st.floats(-1e7, 1e7), min_size=9, max_size=9), style=st.integers(1, 25))
def test_every_number_has_the_bits_that_python_gives_it(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[float], style: int
) -> None:
    words = [f"{number:.{style}g}" for number in numbers]
    a, b, c = (" ".join(words[index : index + 3]) for index in (0, 3, 6))
    facet = f"facet normal 0 0 0 outer loop vertex {a} vertex {b} vertex {c} endloop endfacet"
    path = tmp_path_factory.getbasetemp() / "numbers.stl"
    path.write_text(f"solid x\n{facet}\nendsolid x\n")

    soup = stl_ascii.read_ascii_stl(path)

    expected = np.array([float(word) for word in words], np.float32).reshape(3, 3)
    np.testing.assert_array_equal(soup.points[soup.faces[0]], expected + 0.0)


@pytest.mark.parametrize("ending", ["\r", "\r\n", "\n\n", " \t\n"])
def test_lines_may_end_as_they_like(tmp_path: Path, ending: str) -> None:
    assert len(read(tmp_path, TEXT.replace("\n", ending)).faces) == 12


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_text_may_begin_with_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    text = TEXT if encoding != "utf-16-be" else "\ufeff" + TEXT

    soup = read(tmp_path, text.encode(encoding))

    assert (len(soup.faces), soup.remarks) == (12, ())


def test_half_a_letter_of_utf16_is_no_text(tmp_path: Path) -> None:
    assert refusal(tmp_path, TEXT.encode("utf-16")[:-1]).code == "unknown_format"


def test_text_behind_closing_words_is_ignored(tmp_path: Path) -> None:
    text = TEXT.replace("endfacet", "endfacet here").replace("endsolid", "endsolid of, v1.2")

    assert len(read(tmp_path, text).faces) == 12


@pytest.mark.parametrize("before", ["# a comment\n", "\n\nexported: 12.1\r\n  ", "endsolid\n"])
def test_what_stands_before_the_first_solid_is_remarked(tmp_path: Path, before: str) -> None:
    soup = read(tmp_path, before + TEXT)

    assert (len(soup.faces), soup.solids) == (12, 1)
    assert [one.code for one in soup.remarks] == ["stl_unusual_start"]


def test_a_missing_first_line_is_remarked(tmp_path: Path) -> None:
    soup = read(tmp_path, TEXT.partition("\n")[2])

    assert (len(soup.faces), soup.solids) == (12, 1)
    assert [one.code for one in soup.remarks] == ["stl_unusual_start"]


@pytest.mark.parametrize("name", ["endsolid facet vertex 1 2 3", "", "facet", "x" * 5000, "1\t2"])
def test_a_name_goes_to_the_end_of_its_line_whatever_it_says(tmp_path: Path, name: str) -> None:
    assert len(read(tmp_path, ascii_text(cube(), name)).faces) == 12


def test_every_solid_of_a_file_counts(tmp_path: Path) -> None:
    soup = read(tmp_path, TEXT + ascii_text(cube(5.0, 40.0)) + "solid nothing\nendsolid\n")

    assert (len(soup.faces), soup.solids) == (24, 3)


@pytest.mark.parametrize("normal", ["nan nan nan", "-1.#IND 0 x", "1,0 0,0 0,0"])
def test_normals_are_not_even_looked_at(tmp_path: Path, normal: str) -> None:
    assert len(read(tmp_path, TEXT.replace("normal 0 0 0", f"normal {normal}")).faces) == 12


@given(cut=st.integers(1, len(UNFINISHED) - len("solid cube\n")))
def test_no_cut_file_is_taken_for_a_whole_one(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.stl"
    path.write_text(UNFINISHED[:-cut])

    with pytest.raises(UnreadableFile) as refused:
        read_soup(path, "cube.stl")

    assert refused.value.message.code == "stl_text_truncated"


def test_a_cut_file_says_how_many_triangles_are_whole(tmp_path: Path) -> None:
    # A line for the name, seven for each facet; five whole facets and the first words of a sixth.
    text = "\n".join(TEXT.splitlines()[: 1 + 5 * 7 + 2])

    assert refusal(tmp_path, text).params == {"line": 38, "triangles": 5}


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_a_wrong_number_is_shown_with_its_line(tmp_path: Path, ending: str) -> None:
    lines = TEXT.splitlines()
    lines[19 - 1] = "   vertex 1.5 2,5 3.5"

    refused = refusal(tmp_path, ending.join(lines))

    assert (refused.code, refused.params) == ("stl_bad_number", {"line": 19, "found": "2,5"})


@pytest.mark.parametrize(
    ("old", "new", "wanted", "found"),
    [
        ("outer loop", "inner loop", "outer", "inner"),
        ("facet normal", "facet", "normal", "0"),
        ("  endloop\n", "   vertex 1 1 1\n  endloop\n", "endloop", "vertex"),
        ("endfacet", "end facet", "endfacet", "end"),
        ("endsolid cube", "solid cube", "facet", "solid"),
        ("endfacet", "endfacet\n\a\x1b[2J", "facet", "\ufffd\ufffd[2J"),
    ],
)
def test_a_wrong_word_is_shown_with_what_was_wanted(
    tmp_path: Path, old: str, new: str, wanted: str, found: str
) -> None:
    refused = refusal(tmp_path, TEXT.replace(old, new, 1))

    assert refused.code == "stl_syntax"
    assert (refused.params["wanted"], refused.params["found"]) == (wanted, found)


def test_numbers_that_nobody_is_sure_of_may_be_more_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 1/3 with thirty digits, and a table that is full after each facet
    monkeypatch.setattr(stl_ascii, "_MOST_DOUBTFUL", 9)
    text = TEXT.replace("20.0", "16777217.000000000000000000000")

    soup = read(tmp_path, text.replace("16777217", "1677721"))

    assert soup.points.max() == 1677721.0


def test_the_sample_parts_written_as_text_are_the_same_parts(tmp_path: Path) -> None:
    _, soup = read_soup(SAMPLES / "witness_bar.stl", "witness_bar.stl")
    triangles = [tuple(map(tuple, corners)) for corners in soup.points[soup.faces].tolist()]

    again = read(tmp_path, ascii_text(triangles))

    np.testing.assert_array_equal(again.points, soup.points)
    np.testing.assert_array_equal(again.faces, soup.faces)
