"""Meshes with known faults, and what a repair makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import trimesh
from numpy.typing import NDArray

from amcenter.intake.repair.ladder import repaired
from amcenter.intake.repair.proposal import MeshFigures, figures_of
from amcenter.intake.soup import Soup
from amcenter.intake.tidy import tidy
from amcenter.messages import Message
from tests.amcenter.intake.meshes import box

Triangles = NDArray[np.float64]
"""(m, 3, 3): the corners of each."""


def cube(at: Sequence[float] = (0.0, 0.0, 0.0), size: float = 10.0) -> Triangles:
    return np.array(box((size, size, size), at).triangles)


def facing(triangles: Triangles, direction: Sequence[float]) -> NDArray[np.bool_]:
    """Which triangles face along a direction."""
    a, b, c = (triangles[:, corner] for corner in range(3))
    normals = np.cross(b - a, c - a)
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    return np.asarray(normals @ np.array(direction) > 0.999)


def inside_out(triangles: Triangles) -> Triangles:
    return triangles[:, ::-1]


def soup_of(*bodies: Triangles) -> Soup:
    corners = np.concatenate(bodies).reshape(-1, 3)
    return Soup(corners, np.arange(len(corners)).reshape(-1, 3))


@dataclass(frozen=True)
class Healed:
    """A mesh after its repair, read again."""

    before: MeshFigures
    after: MeshFigures
    actions: tuple[Message, ...]

    @property
    def codes(self) -> list[str]:
        return [action.code for action in self.actions]


def healed(*bodies: Triangles) -> Healed:
    soup = soup_of(*bodies)
    repair = repaired(soup, 1.0)
    again = tidy(Soup(repair.surface.points, repair.surface.faces), 1.0)
    return Healed(figures_of(tidy(soup, 1.0)), figures_of(again), repair.actions)


def open_box() -> Triangles:
    triangles = cube()
    return triangles[~facing(triangles, (0, 0, 1))]


def with_junction() -> Triangles:
    """A cube of which one triangle is cut in the middle of a side, its neighbour is not."""
    first, *others = cube()
    a, b, c = first
    middle = (a + b) / 2
    return np.array([(a, middle, c), (middle, b, c), *others])


def burst(gap_mm: float) -> Triangles:
    """A cube whose six faces have moved outwards by half a gap each."""
    triangles = cube()
    moved = triangles.copy()
    for axis in range(3):
        for side in (1.0, -1.0):
            direction = np.eye(3)[axis] * side
            moved[facing(triangles, direction)] += direction * gap_mm / 2
    return moved


def turned_about(triangles: Triangles, numbers: Sequence[int]) -> Triangles:
    mixed = triangles.copy()
    mixed[list(numbers)] = mixed[list(numbers)][:, ::-1]
    return mixed


def tube_without_an_end() -> Triangles:
    triangles = np.array(trimesh.creation.annulus(3.0, 5.0, 20.0, sections=32).triangles)
    return triangles[~facing(triangles, (0, 0, 1))]
