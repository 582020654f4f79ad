"""Voxels hold all of the part, and little more."""

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from amcenter.intake.voxels import voxelise
from tests.amcenter.intake.meshes import box, inside_out, rotation_of, tidied

QUATERNIONS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.1)
AS_SENT = np.eye(3)


def test_a_box_on_the_grid_fills_exactly_its_cubes() -> None:
    full = voxelise(box((4, 5, 6), at=(7, 7, 7)), AS_SENT, 1.0)

    assert full.shape == (4, 5, 6)
    assert full.all()


def test_a_box_that_is_a_bit_longer_needs_one_more_layer() -> None:
    full = voxelise(box((4.01, 5, 6)), AS_SENT, 1.0)

    assert full.shape == (5, 5, 6)
    assert full.all()


def test_a_hollow_stays_empty() -> None:
    hollow = trimesh.util.concatenate([box((9, 9, 9)), inside_out(box((3, 3, 3), at=(3, 3, 3)))])

    full = voxelise(hollow, AS_SENT, 1.0)

    assert (~full).sum() == 27
    assert not full[3:6, 3:6, 3:6].any()


def test_overlapping_bodies_are_full_where_they_overlap() -> None:
    pair = trimesh.util.concatenate([box((4, 4, 4)), box((4, 4, 4), at=(2, 2, 2))])

    full = voxelise(pair, AS_SENT, 1.0)

    assert full.sum() == 64 + 64 - 8


def test_a_rotation_turns_the_cubes_with_it() -> None:
    onto_x = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])

    assert voxelise(box((2, 3, 5)), onto_x, 1.0).shape == (5, 3, 2)


def test_a_wall_thinner_than_a_cube_is_not_lost() -> None:
    full = voxelise(box((20, 20, 0.05)), rotation_of((1.0, 0.2, 0.4, 0.1)), 1.0)

    plate = trimesh.Trimesh(
        box((20, 20, 0.05)).vertices @ rotation_of((1.0, 0.2, 0.4, 0.1)).T,
        box((20, 20, 0.05)).faces,
    )
    plate.apply_translation(-plate.bounds[0])
    cells = np.floor(plate.sample(2000, seed=3)).astype(int)
    assert full[tuple(cells.T)].all()


@settings(deadline=None, max_examples=25)
@given(quaternion=QUATERNIONS, pitch=st.floats(0.3, 3.0))
def test_every_point_of_the_surface_and_the_inside_lies_in_a_full_cube(
    quaternion: tuple[float, float, float, float], pitch: float
) -> None:
    rotation = rotation_of(quaternion)
    mesh = tidied(trimesh.creation.annulus(2.5, 6, 5, sections=17)).mesh

    full = voxelise(mesh, rotation, pitch)

    turned = trimesh.Trimesh(mesh.vertices @ rotation.T, mesh.faces, process=False)
    turned.apply_translation(-turned.bounds[0])
    surface = turned.sample(500, seed=1)
    # Half way from the surface to the middle line of the ring is well inside.
    cells = np.floor(surface / pitch + 1e-9).astype(int)
    assert full[tuple(np.minimum(cells, np.array(full.shape) - 1).T)].all()


@settings(deadline=None, max_examples=15)
@given(quaternion=QUATERNIONS)
def test_the_cover_is_the_part_and_at_most_the_cubes_at_its_surface(
    quaternion: tuple[float, float, float, float],
) -> None:
    mesh = tidied(trimesh.creation.icosphere(3, radius=10)).mesh

    full = voxelise(mesh, rotation_of(quaternion), 0.5)

    volume = full.sum() * 0.5**3
    # A cube that is touched lies within its diagonal of the surface.
    assert mesh.volume < volume < mesh.volume + mesh.area * 0.5 * np.sqrt(3)


def test_the_middles_of_full_cubes_that_the_surface_misses_are_inside() -> None:
    mesh = tidied(trimesh.creation.annulus(4, 8, 10, sections=32)).mesh
    full = voxelise(mesh, AS_SENT, 0.7)

    middles = (np.argwhere(full) + 0.5) * 0.7 + mesh.bounds[0]
    radius = np.hypot(middles[:, 0], middles[:, 1])

    diagonal = 0.7 * np.sqrt(2) / 2
    assert radius.min() > 4 * np.cos(np.pi / 32) - diagonal - 1e-9
    assert radius.max() < 8 + diagonal
    ring = [(4.5 < np.hypot(x, y) < 7.5) for x, y in middles[:, :2]]
    assert sum(ring) == pytest.approx(np.pi * (7.5**2 - 4.5**2) * 10 / 0.7**3, rel=0.1)
