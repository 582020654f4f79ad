"""Surfaces with known measures."""

import numpy as np
import trimesh

from amcenter.intake.previews.surface import Surface


def surface(mesh: trimesh.Trimesh) -> Surface:
    return Surface(np.array(mesh.vertices, np.float64), np.array(mesh.faces, np.int32))


def mesh_of(found: Surface) -> trimesh.Trimesh:
    return trimesh.Trimesh(found.points, found.faces, process=False)


def fine_box(*sides: float, times: int) -> Surface:
    """Return a box about the origin, every triangle of it divided into four so many times."""
    box = trimesh.creation.box(sides)
    for _ in range(times):
        box = box.subdivide()
    return surface(box)
