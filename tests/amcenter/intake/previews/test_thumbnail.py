"""Thumbnails: what is seen, from where, and that it can be seen."""

import io

import numpy as np
import pytest
import trimesh
from numpy.typing import NDArray
from PIL import Image

from amcenter.intake.previews.surface import Surface
from amcenter.intake.previews.thumbnail import best_view, thumbnail_png, view
from amcenter.intake.previews.zbuffer import nearest_faces
from tests.amcenter.intake.meshes import SAMPLES
from tests.amcenter.intake.previews.shapes import surface

WHITE, DARK = 255.0, 27.0
"""Luminance of the pages on which thumbnails lie."""


def picture(shown: Surface) -> NDArray[np.float64]:
    """Return red, green, blue and alpha (rows, columns, 4) of a thumbnail."""
    content = thumbnail_png(shown, shown)
    return np.asarray(Image.open(io.BytesIO(content)), dtype=np.float64)


def test_a_ball_covers_a_disc_within_the_margin() -> None:
    found = picture(surface(trimesh.creation.icosphere(5, radius=7)))

    assert found.shape == (256, 256, 4)
    # A disc of 256 - 2 · 12 pixels.
    assert found[:, :, 3].sum() / 255 == pytest.approx(np.pi * 116**2, rel=0.005)
    assert not found[:12, :, 3].any()
    assert not found[:, -12:, 3].any()


def test_the_same_mesh_gives_the_same_bytes() -> None:
    ball = surface(trimesh.creation.icosphere(3))

    assert thumbnail_png(ball, ball) == thumbnail_png(ball, ball)


def test_a_part_is_seen_on_a_white_and_on_a_dark_page() -> None:
    found = picture(surface(trimesh.load_mesh(SAMPLES / "valve_body.stl")))
    solid = found[found[:, :, 3] == 255]
    luminance = solid[:, :3] @ (0.2126, 0.7152, 0.0722)

    assert luminance.max() < WHITE - 20
    assert luminance.min() > DARK + 15
    assert luminance.max() - luminance.min() > 100


def test_the_three_sides_of_a_box_have_three_shades() -> None:
    found = picture(surface(trimesh.creation.box((20, 20, 20))))
    shades, counts = np.unique(found[found[:, :, 3] == 255][:, 1], return_counts=True)
    sides = np.sort(shades[np.argsort(counts)[-3:]])

    assert np.diff(sides).min() > 25


def test_the_inside_is_seen_only_through_holes_and_looks_different() -> None:
    box = trimesh.creation.box((20, 20, 20))
    lid = box.face_normals[:, 2] > 0.5
    open_box = trimesh.Trimesh(box.vertices, box.faces[~lid], process=False)

    def brownish(found: NDArray[np.float64]) -> int:
        return int((found[:, :, 0] > found[:, :, 2] + 10).sum())

    assert brownish(picture(surface(box))) == 0
    assert brownish(picture(surface(open_box))) > 1000


def test_the_usual_view_is_from_above_and_in_front() -> None:
    axes = best_view(surface(trimesh.creation.icosphere(3)))

    right, down, towards = axes
    assert np.allclose(axes @ axes.T, np.eye(3))
    assert np.allclose(np.cross(right, down), -towards)
    assert (towards[1] < 0, towards[2] > 0, down[2] < 0) == (True, True, True)
    assert np.array_equal(axes, view(-60, 28))


def test_a_box_that_is_open_below_is_seen_from_below() -> None:
    terminal_box = trimesh.load_mesh(SAMPLES / "terminal_box.stl")
    upright = best_view(surface(terminal_box))
    terminal_box.apply_transform(trimesh.transformations.rotation_matrix(np.pi, (1, 0, 0)))
    fallen = best_view(surface(terminal_box))

    assert upright[2, 2] > 0
    assert fallen[2, 2] < 0


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_nearer_of_two_faces_is_seen_whatever_their_order(order: tuple[int, int]) -> None:
    corners = np.array([[0, 0], [8, 0], [0, 8]])
    far = np.column_stack([corners, [0, 0, 0]])
    near = np.column_stack([corners, [1, 1, 1]])
    seen = np.concatenate([far, near]).astype(np.float64)
    faces = np.array([[0, 1, 2], [3, 4, 5]], np.int32)[list(order)]

    owner, depth = nearest_faces(seen, faces, 8)

    assert faces[owner[1, 1]].tolist() == [3, 4, 5]
    assert depth[1, 1] == 1
    assert owner[7, 7] == -1
