"""OFF: counts that the file holds, comments and colours that do not matter."""

from pathlib import Path

import numpy as np
import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake.formats import read_soup
from amcenter.intake.soup import Soup
from sample_parts.mesh_files import cube, off_text


def read(tmp_path: Path, text: str) -> Soup:
    path = tmp_path / "part.off"
    path.write_text(text)
    return read_soup(path, path.name)[1]


def test_the_cube_is_the_cube(tmp_path: Path) -> None:
    soup = read(tmp_path, off_text(cube(1 / 3)))

    np.testing.assert_array_equal(soup.points[soup.faces], cube(1 / 3))


@pytest.mark.parametrize("head", ["OFF 4 2 0", "OFF\n# by hand\n\n4 2", "COFF\n4 2 5 # edges"])
def test_comments_colours_and_polygons_are_known(tmp_path: Path, head: str) -> None:
    points = "0 0 0 255 0 0\n# half way\n\n1 0 0\n1 1 0 # the far corner\n0 1 0.1e1\n"

    soup = read(tmp_path, f"{head}\n{points}4 0 1 2 3 0.5 0.5\n3 0 2 3")

    np.testing.assert_array_equal(soup.points, [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 1]])
    assert len(soup.faces) == 3


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("8 12 0", "9 12 0", "off_truncated"),
        ("8 12 0", "8 13 0", "off_truncated"),
        ("8 12 0", "8 999999 0", "off_truncated"),
        ("8 12 0", "8 0 0", "no_triangles"),
        ("\n3 ", "\n2 ", "off_bad_line"),
        ("\n3 0", "\n3 8", "bad_index"),
        ("\n3 0", "\n3 -1", "bad_index"),
        ("20.0 20.0 20.0", "20.0 2_0.0 20.0", "off_bad_line"),
    ],
)
def test_what_is_not_there_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, off_text(cube()).replace(old, new))

    assert refused.value.message.code == code
