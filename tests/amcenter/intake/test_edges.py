"""Edges, shells and handles of triangles."""

from collections import defaultdict

import numpy as np
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from amcenter.intake.analysis import analyse
from amcenter.intake.connected import shell_of_faces
from amcenter.intake.edges import edges_of
from amcenter.intake.soup import Soup
from amcenter.intake.tidy import tidy
from tests.amcenter.intake.meshes import box, inside_out, tidied

TRIANGLES = st.lists(
    st.tuples(*[st.integers(0, 9)] * 3).filter(lambda face: len(set(face)) == 3),
    min_size=1,
    max_size=40,
)


@given(faces=TRIANGLES)
def test_every_side_is_on_its_edge(faces: list[tuple[int, int, int]]) -> None:
    sides = defaultdict(list)
    for number, face in enumerate(faces):
        for tail, head in zip(face, (*face[1:], face[0]), strict=True):
            sides[min(tail, head), max(tail, head)].append((number, 1 if tail < head else -1))

    edges = edges_of(np.array(faces))

    ends = np.append(edges.start[1:], len(edges.face))
    stretches = [range(*pair) for pair in zip(edges.start, ends, strict=True)]
    found = {
        (int(low), int(high)): [(int(edges.face[at]), int(edges.sense[at])) for at in stretch]
        for low, high, stretch in zip(edges.low, edges.high, stretches, strict=True)
    }
    assert found == dict(sides)
    assert list(found) == sorted(found)
    counts = [len(sides[edge]) for edge in sorted(sides)]
    balances = [sum(sense for _, sense in sides[edge]) for edge in sorted(sides)]
    assert edges.sides.tolist() == counts
    assert edges.balance.tolist() == balances
    assert edges.open == counts.count(1)
    assert edges.crowded == sum(count > 2 for count in counts)
    twisted = [two for two in zip(counts, balances, strict=True) if two[0] == 2 and two[1]]
    assert edges.twisted == len(twisted)
    assert edges.unbalanced == sum(balance != 0 for balance in balances)


def test_a_fan_of_very_many_triangles_round_one_point_is_no_trouble() -> None:
    # A pyramid over a polygon: the sides of all triangles meet in point 0.
    corners = 100_000
    ring = np.arange(1, corners + 1)
    fan = np.column_stack([np.zeros(corners, np.int64), ring, np.roll(ring, -1)])

    edges = edges_of(fan)

    assert (len(edges.low), edges.open, edges.faults) == (2 * corners, corners, corners)


@given(faces=TRIANGLES)
def test_triangles_with_a_common_point_are_of_one_shell(
    faces: list[tuple[int, int, int]],
) -> None:
    groups = [set(face) for face in faces]
    merged: list[set[int]] = []
    for group in groups:
        touching = [other for other in merged if other & group]
        merged = [other for other in merged if not other & group]
        merged.append(group.union(*touching))

    shell, count = shell_of_faces(np.array(faces), 10)

    assert count == len(merged)
    assert list(dict.fromkeys(shell.tolist())) == list(range(count))
    for face, number in zip(faces, shell, strict=True):
        (whole,) = (group for group in merged if face[0] in group)
        assert {other for other, own in zip(faces, shell, strict=True) if own == number} == {
            other for other in faces if other[0] in whole
        }


def grid_of_tunnels(rows: int, columns: int) -> trimesh.Trimesh:
    """A plate of unit cells with a square tunnel through every second one each way."""
    filled = np.ones((2 * rows + 1, 2 * columns + 1, 1), np.bool_)
    filled[1::2, 1::2] = False
    return trimesh.Trimesh(*_skin(filled), process=False)


def _skin(filled: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The squares between full and empty cells, as two triangles each."""
    padded = np.pad(filled, 1)
    corners = []
    for axis in range(3):
        u, v = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
        for way in (1, -1):
            bare = padded & ~np.roll(padded, -way, axis)
            for cell in np.argwhere(bare):
                at = cell + np.eye(3)[axis] * (way == 1)
                square = [at, at + u, at + u + v, at + v][::way]
                corners.append([square[0], square[1], square[2]])
                corners.append([square[0], square[2], square[3]])
    points = np.array(corners, dtype=np.float64).reshape(-1, 3)
    return points, np.arange(len(points)).reshape(-1, 3)


@pytest.mark.parametrize(
    ("mesh", "genus"),
    [
        (box((1, 2, 3)), 0),
        (trimesh.creation.icosphere(3), 0),
        (trimesh.creation.annulus(5, 10, 20), 1),
        (grid_of_tunnels(1, 2), 2),
        (grid_of_tunnels(3, 4), 12),
    ],
)
def test_the_genus_counts_the_holes_that_go_through(mesh: trimesh.Trimesh, genus: int) -> None:
    assert analyse(tidied(mesh)).genus == genus


def test_the_genus_of_several_shells_is_that_of_all_together() -> None:
    ring = trimesh.creation.annulus(5, 10, 20)
    far = ring.copy().apply_translation([50, 0, 0])
    hollow = inside_out(box((1, 1, 1), at=(6, 1, -1)))

    assert analyse(tidied(ring, far, box((3, 3, 3), at=(100, 0, 0)), hollow)).genus == 2


def test_where_cubes_share_a_corner_or_an_edge_the_genus_is_unknown() -> None:
    corner = analyse(tidied(box((1, 1, 1)), box((1, 1, 1), at=(1, 1, 1))))
    edge = analyse(tidied(box((1, 1, 1)), box((1, 1, 1), at=(1, 1, 0))))

    assert (corner.watertight, corner.genus) == (True, None)
    assert (edge.watertight, edge.genus) == (True, None)


def test_open_shells_are_counted() -> None:
    whole = box((1, 1, 1))
    lid = trimesh.Trimesh(np.add(whole.vertices, [5, 0, 0]), whole.faces[2:], process=False)
    tray = trimesh.Trimesh(np.add(whole.vertices, [9, 0, 0]), whole.faces[1:], process=False)

    analysis = analyse(tidied(whole, lid, tray))

    assert (analysis.open_shells, analysis.bodies, analysis.genus) == (2, 3, None)
    assert analyse(tidied(whole)).open_shells == 0


def test_points_that_no_triangle_uses_do_not_disturb_the_numbers_of_edges() -> None:
    cube = box((1, 1, 1))
    points = np.vstack([[9.0, 9, 9], cube.vertices, [8.0, 8, 8]])

    found = tidy(Soup(points, np.asarray(cube.faces) + 1), 1.0)

    assert len(found.mesh.vertices) == 8
    assert np.array_equal(found.edges.low, edges_of(np.asarray(found.mesh.faces)).low)
    assert np.array_equal(found.edges.high, edges_of(np.asarray(found.mesh.faces)).high)
