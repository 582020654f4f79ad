"""Columns: every line leaves the material as often as it enters it."""

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from amcenter.errors import UnreadableFile
from amcenter.intake import columns
from amcenter.intake.columns import MOST_LINES, Columns, Grid, columns_of, columns_on, crossed_lines
from tests.amcenter.intake.meshes import box, rotation_of, tidied, turned

QUATERNIONS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.1)


def columns_through(mesh: trimesh.Trimesh, cell: float = 0.5) -> Columns:
    points = mesh.vertices - mesh.bounds[0]
    nx, ny = (int(size) for size in np.ceil(points.max(axis=0)[:2] / cell))
    return columns_of(points, mesh.faces, (cell, cell), (nx, ny))


def test_a_box_is_entered_below_and_left_above() -> None:
    found = columns_through(box((2, 3, 4)), 1.0)

    assert (found.nx, found.ny) == (2, 3)
    assert found.start.tolist() == [0, 2, 4, 6, 8, 10, 12]
    assert found.z.tolist() == [0.0, 4.0] * 6
    assert found.facing.tolist() == [-1, 1] * 6


def test_lines_that_are_not_wanted_are_empty() -> None:
    mesh = box((2, 3, 4))
    wanted = np.array([False, True, False, False, False, True])
    grid = Grid((0.0, 0.0), (1.0, 1.0), (2, 3))
    faces = np.array(mesh.faces, np.int32)

    found = columns_on(np.array(mesh.vertices), faces, grid, wanted=wanted)

    assert np.diff(found.start).tolist() == [0, 2, 0, 0, 0, 2]


def test_faces_above_the_top_are_left_out() -> None:
    mesh = box((2, 3, 4))
    grid = Grid((0.0, 0.0), (1.0, 1.0), (2, 3))
    faces = np.array(mesh.faces, np.int32)

    found = columns_on(np.array(mesh.vertices), faces, grid, top_mm=3.9)

    assert found.z.tolist() == [0.0] * 6


def test_a_grid_may_begin_anywhere() -> None:
    mesh = box((4, 4, 4))
    faces = np.array(mesh.faces, np.int32)
    grid = Grid((3.0, -1.0), (1.0, 1.0), (2, 2))

    lines = crossed_lines(np.array(mesh.vertices), faces, np.arange(12, dtype=np.int32), grid)

    # The lines stand at x 3.5 and 4.5, y -0.5 and 0.5.
    assert lines.tolist() == [0, 2, 0, 0]


@pytest.mark.parametrize("shape", [(0, 5), (MOST_LINES, 2)])
def test_a_grid_has_a_sane_number_of_cells(shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="grid"):
        Grid((0.0, 0.0), (1.0, 1.0), shape)


def test_crossings_are_sorted_in_long_lines_too() -> None:
    plates = [
        box((1, 1, 0.5), at=(0, 0, level)) for level in np.random.default_rng(1).permutation(90)
    ]
    mesh = trimesh.util.concatenate(plates)

    found = columns_through(mesh, 1.0)

    assert len(found.z) == 180
    assert (np.diff(found.z) > 0).all()
    assert found.facing.tolist() == [-1, 1] * 90
    heights = mesh.triangles[found.face][:, :, 2].mean(axis=1)
    assert heights == pytest.approx(found.z)


def test_a_bundle_of_faces_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    plates = trimesh.util.concatenate([box((1, 1, 0.5), at=(0, 0, level)) for level in range(9)])
    monkeypatch.setattr(columns, "MOST_CROSSINGS", 17)

    with pytest.raises(UnreadableFile) as refusal:
        columns_through(plates, 1.0)

    assert refusal.value.message.code == "stacked_faces"


@settings(deadline=None, max_examples=25)
@given(quaternion=QUATERNIONS, cell=st.floats(0.2, 2.0), sections=st.integers(3, 30))
def test_every_line_leaves_as_often_as_it_enters(
    quaternion: tuple[float, float, float, float], cell: float, sections: int
) -> None:
    ring = trimesh.creation.annulus(3, 8, 5, sections=sections)
    mesh = tidied(turned(ring, rotation_of(quaternion))).mesh

    found = columns_through(mesh, cell)

    depth = np.cumsum(np.append(0, found.facing))
    assert (depth[found.start] == 0).all()
    assert depth.max() <= 0


@settings(deadline=None, max_examples=10)
@given(quaternion=QUATERNIONS)
def test_what_lies_between_the_crossings_is_the_volume(
    quaternion: tuple[float, float, float, float],
) -> None:
    mesh = tidied(turned(trimesh.creation.torus(10, 4), rotation_of(quaternion))).mesh

    found = columns_through(mesh, 0.1)

    inside = float((found.z * found.facing).sum(dtype=np.float64))
    assert inside * 0.1**2 == pytest.approx(mesh.volume, rel=2e-3)
