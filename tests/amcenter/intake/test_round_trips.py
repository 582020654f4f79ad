"""A set of triangles is the same in every format; damage is refused or read, never a crash."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amcenter.errors import Refusal
from amcenter.intake.formats import READERS, read_soup
from amcenter.intake.soup import checked
from sample_parts.mesh_files import (
    Triangle,
    ascii_text,
    binary,
    cube,
    obj_text,
    off_text,
    ply,
    threemf,
)

WRITERS: dict[str, Callable[[list[Triangle]], bytes]] = {
    "stl-binary": binary,
    "stl-ascii": lambda triangles: ascii_text(triangles).encode(),
    "3mf": threemf,
    "obj": lambda triangles: obj_text(triangles).encode(),
    "off": lambda triangles: off_text(triangles).encode(),
    "ply": ply,
    "ply little": lambda triangles: ply(triangles, "binary_little_endian"),
    "ply big": lambda triangles: ply(triangles, "binary_big_endian"),
}
COORDINATES = st.floats(-1000.0, 1000.0, width=32).map(lambda number: number + 0.0)
POINTS = st.tuples(COORDINATES, COORDINATES, COORDINATES)
TRIANGLES = st.lists(st.tuples(POINTS, POINTS, POINTS), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats") / "part"


@given(triangles=TRIANGLES.filter(lambda found: len({p for t in found for p in t}) > 1))
def test_every_format_gives_back_the_same_triangles(path: Path, triangles: list[Triangle]) -> None:
    expected = np.array(triangles)

    for kind, write in WRITERS.items():
        path.write_bytes(write(triangles))
        found, soup = read_soup(path, "part")
        assert found == kind.split()[0]
        np.testing.assert_array_equal(soup.points[soup.faces], expected)


@pytest.mark.parametrize("kind", WRITERS)
@given(data=st.data())
@settings(max_examples=60)
def test_damage_is_refused_or_read(path: Path, kind: str, data: st.DataObject) -> None:
    content = bytearray(WRITERS[kind](cube()))
    for _ in range(data.draw(st.integers(1, 4), label="flips")):
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content[: data.draw(st.integers(1, len(content)), label="length")])

    with suppress(Refusal):
        read_soup(path, "part.stl")
    with suppress(Refusal):  # also where the first bytes no longer name the format
        checked(READERS[kind.split()[0]](path))
