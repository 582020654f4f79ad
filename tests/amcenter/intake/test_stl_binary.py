"""Binary STL: the stated number of triangles must explain every byte."""

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stl import Mesh
from stl.stl import Mode

from amcenter.errors import UnreadableFile
from amcenter.intake.formats import read_soup
from amcenter.intake.stl_binary import read_binary_stl, size_matches
from sample_parts.mesh_files import big_endian, binary, cube
from tests.amcenter.intake.meshes import SAMPLES


@pytest.mark.parametrize("name", ["witness_bar", "gyroid_core"])
def test_every_corner_is_the_one_that_numpy_stl_reads(name: str) -> None:
    path = SAMPLES / f"{name}.stl"
    with path.open("rb") as file:
        other = Mesh.from_file(str(path), fh=file, mode=Mode.BINARY)

    soup = read_binary_stl(path)

    np.testing.assert_array_equal(soup.points[soup.faces], other.vectors.astype(np.float64))


def test_corners_are_joined_and_none_is_left_over(tmp_path: Path) -> None:
    path = tmp_path / "cube.stl"
    path.write_bytes(binary(cube(0.1)))

    soup = read_binary_stl(path)

    expected = np.array(cube(0.1), dtype=np.float32).astype(np.float64)
    np.testing.assert_array_equal(soup.points[soup.faces], expected)
    assert (len(soup.points), soup.joined) == (8, True)


def test_a_signalling_nan_is_refused_like_any_other(tmp_path: Path) -> None:
    data = bytearray(binary(cube()))
    data[96:100] = struct.pack("<I", 0x7F800001)
    path = tmp_path / "nan.stl"
    path.write_bytes(data)

    with pytest.raises(UnreadableFile, match="1 corner points"):
        read_soup(path, path.name)


@pytest.mark.parametrize(("extra", "matches"), [(0, True), (1, False), (-1, False), (50, False)])
def test_the_size_matches_to_the_byte_or_not_at_all(extra: int, matches: bool) -> None:
    data = binary(cube())

    assert size_matches(data[:84], len(data) + extra) is matches


@given(cut=st.integers(1, 683))
def test_no_cut_file_is_taken_for_a_whole_one(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.stl"
    path.write_bytes(binary(cube())[:-cut])

    with pytest.raises(UnreadableFile) as refusal:
        read_soup(path, "cube.stl")

    assert refusal.value.message.code == "stl_truncated"


@pytest.mark.parametrize("tail", [b"\0", b"\r\n", b"x" * 49, bytes(50), bytes(100_000)])
def test_a_tail_that_holds_no_triangle_is_remarked(tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "cube.stl"
    path.write_bytes(binary(cube()) + tail)

    _, soup = read_soup(path, "cube.stl")

    assert len(soup.faces) == 12
    assert [(one.code, one.params) for one in soup.remarks] == [
        ("tail_ignored", {"bytes": len(tail)})
    ]


@pytest.mark.parametrize("tail", [b"x" * 50, bytes(99) + b"x"])
def test_a_tail_that_may_be_a_triangle_is_refused(tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "cube.stl"
    path.write_bytes(binary(cube()) + tail)

    with pytest.raises(UnreadableFile, match="states 12 triangles"):
        read_soup(path, "cube.stl")


def test_reversed_bytes_are_read_as_the_same_triangles(tmp_path: Path) -> None:
    path = tmp_path / "cube.stl"
    path.write_bytes(big_endian(cube(0.1)))

    _, soup = read_soup(path, "cube")

    expected = np.array(cube(0.1), dtype=np.float32).astype(np.float64)
    np.testing.assert_array_equal(soup.points[soup.faces], expected)
    assert [one.code for one in soup.remarks] == ["stl_big_endian"]


def test_colours_in_the_attribute_bytes_change_nothing(tmp_path: Path) -> None:
    plain, coloured = tmp_path / "plain.stl", tmp_path / "coloured.stl"
    plain.write_bytes(binary(cube()))
    data = bytearray(binary(cube()))
    data[84 + 48 :: 50] = b"\xff" * 12
    coloured.write_bytes(data)

    first, second = read_binary_stl(plain), read_binary_stl(coloured)

    np.testing.assert_array_equal(first.points, second.points)
    np.testing.assert_array_equal(first.faces, second.faces)
