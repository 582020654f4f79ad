"""Meshes with walls, pins, holes and rooms of known size."""

from collections.abc import Sequence

import numpy as np
import trimesh

from amcenter.intake.features import Features, features_of
from tests.amcenter.intake.meshes import box, inside_out, tidied


def features(*meshes: trimesh.Trimesh) -> Features:
    """The features of meshes as one part; they must be closed."""
    found = features_of(tidied(*meshes), ())
    assert found is not None
    return found


def shell_box() -> trimesh.Trimesh:
    """A closed box of 40 x 30 x 20 with walls of 1.5 all round."""
    inner = box((37, 27, 17), at=(1.5, 1.5, 1.5))
    return trimesh.util.concatenate([box((40, 30, 20)), inside_out(inner)])


def ball(radius: float) -> trimesh.Trimesh:
    return trimesh.creation.icosphere(subdivisions=4, radius=radius)


def rod(radius: float, height: float, at: Sequence[float]) -> trimesh.Trimesh:
    """An upright round rod; ``at`` is the middle of its foot."""
    mesh = trimesh.creation.cylinder(radius=radius, height=height, sections=96)
    mesh.apply_translation(np.array(at) + np.array((0, 0, height / 2)))
    return mesh


def without(mesh: trimesh.Trimesh, *others: trimesh.Trimesh) -> trimesh.Trimesh:
    return trimesh.boolean.difference([mesh, *others], engine="manifold")


def together(*meshes: trimesh.Trimesh) -> trimesh.Trimesh:
    return trimesh.boolean.union(list(meshes), engine="manifold")
