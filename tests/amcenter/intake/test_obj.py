"""OBJ: points and faces however they are written; what is wrong is shown with its line."""

from pathlib import Path

import numpy as np
import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake import obj
from amcenter.intake.document import analyse_file
from amcenter.intake.formats import read_soup
from amcenter.intake.soup import Soup
from amcenter.messages import Message
from sample_parts.mesh_files import cube, obj_text

POINTS = "v 0 0 0\nv 20 0 0\nv 0 20 0\nv 0 0 20\n"
FACES = "f 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n"


def read(tmp_path: Path, text: str) -> Soup:
    path = tmp_path / "part.obj"
    path.write_bytes(text.encode())
    return read_soup(path, path.name)[1]


def refusal(tmp_path: Path, text: str) -> Message:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, text)
    return refused.value.message


def test_polygons_quads_and_backward_indices_make_the_same_cube(tmp_path: Path) -> None:
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


@pytest.mark.parametrize("ending", ["\r", "\r\n", " # why\n", "\n\n", "\t\n"])
def test_lines_may_end_as_they_like(tmp_path: Path, ending: str) -> None:
    soup = read(tmp_path, (POINTS + FACES).replace("\n", ending))

    np.testing.assert_array_equal(soup.points, [[0, 0, 0], [20, 0, 0], [0, 20, 0], [0, 0, 20]])
    np.testing.assert_array_equal(soup.faces, [[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])


@pytest.mark.parametrize("ending", ["\\\n", "\\\r\n", " \\\n "])
def test_a_backslash_continues_a_line(tmp_path: Path, ending: str) -> None:
    text = POINTS.replace(" ", f" {ending} ") + FACES + f"# not a face {ending} f 9 9 9\n"

    assert len(read(tmp_path, text).faces) == 4


def test_points_may_follow_their_faces(tmp_path: Path) -> None:
    assert len(read(tmp_path, FACES + POINTS).faces) == 4


def test_numbers_keep_all_their_digits(tmp_path: Path) -> None:
    text = POINTS.replace("v 0", "v 1e-3").replace("20", "0.1000000000000000055511151231257827")

    assert {0.1, 0.001} <= set(read(tmp_path, text + FACES).points.ravel().tolist())


def test_objects_count_before_groups(tmp_path: Path) -> None:
    objects = f"o one\n{POINTS}g a\n{FACES}g b\no two\n"

    assert read(tmp_path, objects).solids == 2
    assert read(tmp_path, objects.replace("o ", "# ")).solids == 2
    assert read(tmp_path, POINTS + FACES).solids == 1


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("v 1 2", "v 1 2"),
        ("v 1,5 2 3", "v 1,5 2 3"),
        ("f 1 2", "f 1 2"),
        ("f 1 b 3", "f 1 b 3"),
        ("f 1.0 2 3", "f 1.0 2 3"),
        ("f 1 2 3 \\ 4", "f 1 2 3 \\ 4"),
        ("v 1_0 2 3", "v 1_0 2 3"),
    ],
)
def test_a_wrong_line_is_shown(tmp_path: Path, line: str, found: str) -> None:
    refused = refusal(tmp_path, f"{POINTS}{line}\n{FACES}")

    assert (refused.code, refused.params) == ("obj_bad_line", {"line": 5, "found": found})


@pytest.mark.parametrize("index", [0, 5, -5, 10**17])
def test_a_wrong_index_is_shown_as_it_stands_in_the_file(tmp_path: Path, index: int) -> None:
    refused = refusal(tmp_path, f"{POINTS}{FACES}f 1 2 {index}\n")

    assert (refused.code, refused.params["index"]) == ("bad_index", index)


def test_more_of_everything_than_there_was_room_for_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Shortest lines, a face of a thousand corners, and numbers that only Python may read.
    monkeypatch.setattr(obj, "_MOST_DOUBTFUL", 3)
    ring = "".join(
        f"v {float(np.cos(t))!r} {float(np.sin(t))!r} 0\n" for t in np.arange(1000) * np.pi / 500
    )
    polygon = " ".join(str(number) for number in range(1, 1001))
    rest = "".join(f"v {n % 10} 0 1\n" for n in range(3000))

    soup = read(tmp_path, f"{ring}f {polygon}\n{rest}" + "f 1 2 3\n" * 3000)

    assert (len(soup.points), len(soup.faces)) == (4000, 998 + 3000)
    assert soup.points[999, 1] == np.sin(999 * np.pi / 500)


def test_a_concave_polygon_is_cut_inside_its_outline(tmp_path: Path) -> None:
    # An L of 3 unit squares as one polygon, seen from above and from below, in a tilted order.
    ring = [(1, 1), (1, 2), (0, 2), (0, 0), (2, 0), (2, 1)]
    points = "".join(f"v {x} {y} {z}\n" for z in (0, 5) for x, y in ring)
    sides = "".join(f"f {i + 1} {(i + 1) % 6 + 1} {(i + 1) % 6 + 7} {i + 7}\n" for i in range(6))
    path = tmp_path / "l.obj"
    path.write_text(f"{points}f 6 5 4 3 2 1\nf 7 8 9 10 11 12\n{sides}")

    document = analyse_file(path, "l.obj", "mm")

    assert document.analysis.volume_mm3 == pytest.approx(3 * 5)
    assert document.analysis.area_mm2 == pytest.approx(2 * 3 + 8 * 5)


def test_the_cube_is_the_cube(tmp_path: Path) -> None:
    soup = read(tmp_path, obj_text(cube(1 / 3)))

    np.testing.assert_array_equal(soup.points[soup.faces], cube(1 / 3))
