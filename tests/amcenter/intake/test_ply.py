"""PLY: all three encodings; what the header states must be there before room is made for it."""

import struct
from math import cos, pi, sin
from pathlib import Path

import numpy as np
import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake import ply as ply_reader
from amcenter.intake.formats import read_soup
from amcenter.intake.soup import Soup
from amcenter.messages import Message
from sample_parts.mesh_files import cube, ply, ply_head

ENCODINGS = ["ascii", "binary_little_endian", "binary_big_endian"]


def read(tmp_path: Path, content: bytes) -> Soup:
    path = tmp_path / "part.ply"
    path.write_bytes(content)
    return read_soup(path, path.name)[1]


def refusal(tmp_path: Path, content: bytes) -> Message:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, content)
    return refused.value.message


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_gives_the_same_cube(tmp_path: Path, encoding: str) -> None:
    soup = read(tmp_path, ply(cube(1 / 3), encoding))

    np.testing.assert_array_equal(soup.points[soup.faces], cube(1 / 3))


@pytest.mark.parametrize("order", "<>")
def test_other_properties_and_elements_are_walked_past(tmp_path: Path, order: str) -> None:
    # Colours between the coordinates, a list before the corners, an element with a list, a quad.
    encoding = "binary_little_endian" if order == "<" else "binary_big_endian"
    head = (
        f"ply\r\nformat {encoding} 1.0\r\nobj_info x\r\nelement camera 2\r\n"
        "property list ushort double view\r\nproperty char kind\r\nelement vertex 4\r\n"
        "property float z\r\nproperty uchar red\r\nproperty float x\r\nproperty float y\r\n"
        "element face 2\r\nproperty list uchar float texcoord\r\n"
        "property list int16 uint8 vertex_index\r\nproperty int flags\r\nelement edge 1\r\n"
        "property int one\r\nend_header\r\n"
    )
    cameras = struct.pack(f"{order}H2db", 2, 1.5, 2.5, -1) + struct.pack(f"{order}Hb", 0, 3)
    corners = [(0, 0, 5), (1, 0, 5), (1, 1, 5), (0, 1, 5)]
    points = b"".join(struct.pack(f"{order}fBff", z, 255, x, y) for x, y, z in corners)
    quad = struct.pack(f"{order}B2fh4Bi", 2, 0.5, 0.5, 4, 0, 1, 2, 3, 7)
    triangle = struct.pack(f"{order}Bh3Bi", 0, 3, 3, 2, 1, 7)

    soup = read(tmp_path, head.encode() + cameras + points + quad + triangle + b"edge")

    np.testing.assert_array_equal(soup.points, corners)
    np.testing.assert_array_equal(soup.faces, [[0, 1, 2], [0, 2, 3], [3, 2, 1]])
    assert soup.remarks == ()


def test_text_rows_have_lists_and_other_properties_too(tmp_path: Path) -> None:
    head = (
        "ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\n"
        "property float z\nproperty list uchar int near\nelement face 2\n"
        "property list uchar int vertex_indices\nproperty float quality\nend_header\n"
    )
    rows = "0 0 5 2 1 3\n1 0 5 0\n1 1 5 1 9\n0 1 5 0\n4 0 1 2 3 0.5 and more\n3 3 2 1\nnan\n\n"

    soup = read(tmp_path, (head + rows).encode())

    np.testing.assert_array_equal(soup.points, [[0, 0, 5], [1, 0, 5], [1, 1, 5], [0, 1, 5]])
    np.testing.assert_array_equal(soup.faces, [[0, 1, 2], [0, 2, 3], [3, 2, 1]])


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("element", ["vertex 8", "face 12"])
@pytest.mark.parametrize("count", [1000, 2**31, 2**32 - 1, 2**40, 10**18 - 1])
def test_a_count_beyond_the_file_is_refused_before_any_room_is_made(
    tmp_path: Path, encoding: str, element: str, count: int
) -> None:
    name = element.split()[0]
    content = ply(cube(), encoding).replace(element.encode(), f"{name} {count}".encode())

    refused = refusal(tmp_path, content)

    if not (name == "face" and count > 10_000_000):
        assert (refused.code, refused.params) == (
            "ply_truncated",
            {"element": name, "count": count},
        )
    else:
        assert refused.code == "too_many_triangles"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("cut", [1, 5, 13, 100, 250])
def test_no_cut_file_is_taken_for_a_whole_one(tmp_path: Path, encoding: str, cut: int) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path, ply(cube(), encoding).rstrip()[:-cut])


def test_polygons_larger_than_thought_are_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Room is made for triangles: a face of a hundred corners does not fit at first.
    monkeypatch.setattr(ply_reader, "_MOST_DOUBTFUL", 3)
    ring = [(cos(turn * pi / 50), sin(turn * pi / 50)) for turn in range(100)]
    points = "".join(f"{x!r} {y!r} 0\n" for x, y in ring)
    face = f"100 {' '.join(map(str, range(100)))}\n"

    soup = read(tmp_path, f"{ply_head('ascii', 100, 1)}{points}{face}".encode())

    assert len(soup.faces) == 98
    np.testing.assert_array_equal(soup.points[:, :2], ring)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"format ascii 1.0", b"format ascii 2.0"),
        (b"format ascii 1.0\n", b""),
        (b"element vertex 8", b"element vertex -8"),
        (b"element vertex 8", b"element vertex 8.0"),
        (b"element vertex 8", b"element vertex 1" + b"0" * 18),
        (b"property double x", b"property list float int x"),
        (b"property double x", b"vertex"),
        (b"element face 12", b"element nothing 99999999999\nelement face 12"),
    ],
)
def test_a_header_that_cannot_be_meant_is_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    assert refusal(tmp_path, ply(cube()).replace(old, new)).code == "ply_bad_header"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"vertex_indices", b"corners"),
        (b"property list uchar int vertex_indices", b"property int vertex_indices"),
        (b"uchar int vertex", b"uchar float vertex"),
        (b"property double z", b"property double y"),
        (b"element face", b"element vertex"),
    ],
)
def test_tables_without_a_surface_are_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    assert refusal(tmp_path, ply(cube()).replace(old, new)).code == "ply_no_faces"


@pytest.mark.parametrize(("size", "refused"), [(12, None), (13, "ply_extra_bytes")])
def test_bytes_behind_the_last_row_may_be_rows(
    tmp_path: Path, size: int, refused: str | None
) -> None:
    content = ply(cube(), "binary_little_endian") + b"\1" * size

    if refused is None:
        assert [one.code for one in read(tmp_path, content).remarks] == ["tail_ignored"]
    else:
        assert refusal(tmp_path, content).code == refused
