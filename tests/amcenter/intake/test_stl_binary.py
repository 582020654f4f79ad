"""Binary STL: numpy-stl reads it once the count is known to explain every byte."""

import struct
from pathlib import Path

import numpy as np
import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake.formats import read_soup
from amcenter.intake.stl_binary import read_binary_stl, size_matches
from sample_parts.hostile_files import binary, cube


def test_every_corner_comes_through_bit_by_bit(tmp_path: Path) -> None:
    path = tmp_path / "cube.stl"
    path.write_bytes(binary(cube(0.1)))

    soup = read_binary_stl(path)

    expected = np.array(cube(0.1), dtype=np.float32).reshape(-1, 3).astype(np.float64)
    np.testing.assert_array_equal(soup.points, expected)


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
