"""Alike bodies of a file counted together: what a pre-plated set is made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from trimesh import Trimesh

from amcenter.intake.bodies import Bodies, bodies_of
from amcenter.intake.linked import groups_of
from amcenter.intake.rigid import Relation, relation
from amcenter.intake.tidy import TidyMesh

MAX_KINDS = 100
MAX_TURNS = 200
"""Bodies that are compared as they might be turned; hundredths of a second each. What is beyond
counts as different."""
SAME_SHARE = 1e-4
"""Volumes and distances that differ by less than this, against the whole, are the same."""


@dataclass(frozen=True, slots=True)
class BodyKind:
    """Bodies that are alike, up to how they lie; linked bodies count as one."""

    count: int
    bodies: int
    """In each of them: more than one only where bodies are linked."""
    volume_mm3: float
    box_mm: tuple[float, float, float]
    """Of the first one, along the axes of the file."""


@dataclass(frozen=True, slots=True, eq=False)
class Specimen:
    """A kind with the first of its bodies: points (n, 3) in the axes of the file, triangles."""

    kind: BodyKind
    points: NDArray[np.float64]
    faces: NDArray[np.int64]


def kinds_of(tidied: TidyMesh) -> tuple[BodyKind, ...]:
    """Return the kinds of bodies where a mesh has several, nothing where they cannot be told."""
    bodies = bodies_of(tidied)
    if bodies is None or len(bodies) == 1:
        return ()
    return tuple(one.kind for one in specimens_of(bodies) or ())


def specimens_of(bodies: Bodies) -> list[Specimen] | None:
    """Return the kinds of bodies as they appear in the file; None if they are too many."""
    shapes = _Shapes(bodies, groups_of(bodies))
    alike: dict[tuple[int, int], list[list[int]]] = {}
    found: list[list[int]] = []
    for group in range(len(shapes)):
        candidates = alike.setdefault(shapes.size(group), [])
        for same in candidates:
            if shapes.alike(same[0], group):
                same.append(group)
                break
        else:
            if len(found) == MAX_KINDS:
                return None
            candidates.append([group])
            found.append(candidates[-1])
    return [shapes.specimen(same[0], len(same)) for same in found]


class _Shapes:
    """The groups of bodies, cut out of their file one by one."""

    def __init__(self, bodies: Bodies, group_of_body: NDArray[np.int64]) -> None:
        self._bodies = bodies
        self._turns_left = MAX_TURNS
        group = group_of_body[bodies.body]
        count = int(group.max()) + 1
        self._faces = np.split(
            bodies.faces[np.argsort(group, kind="stable")],
            np.cumsum(np.bincount(group, minlength=count))[:-1],
        )
        self._volume_mm3 = np.bincount(group_of_body, bodies.volume_mm3, count)
        self._members = np.bincount(group_of_body, minlength=count)

    def __len__(self) -> int:
        return len(self._faces)

    def size(self, group: int) -> tuple[int, int]:
        """Return what alike groups have in common exactly: triangles and bodies."""
        return len(self._faces[group]), int(self._members[group])

    def alike(self, one: int, other: int) -> bool:
        difference = abs(self._volume_mm3[one] - self._volume_mm3[other])
        if difference > SAME_SHARE * abs(self._volume_mm3[one]):
            return False
        if same_but_for_a_shift(self._points(one), self._points(other)):
            return True
        self._turns_left -= 1
        if self._turns_left < 0:
            return False
        return relation(self._mesh(one), self._mesh(other)) is Relation.SAME

    def specimen(self, group: int, count: int) -> Specimen:
        used, faces = np.unique(self._faces[group], return_inverse=True)
        points = self._bodies.points[used]
        x, y, z = (float(size) for size in np.ptp(points, axis=0))
        volume_mm3 = float(self._volume_mm3[group])
        kind = BodyKind(count, int(self._members[group]), volume_mm3, (x, y, z))
        return Specimen(kind, points, faces.reshape(-1, 3))

    def _mesh(self, group: int) -> Trimesh:
        used, faces = np.unique(self._faces[group], return_inverse=True)
        return Trimesh(self._bodies.points[used], faces.reshape(-1, 3), process=False)

    def _points(self, group: int) -> NDArray[np.float64]:
        return self._bodies.points[np.unique(self._faces[group])]


def same_but_for_a_shift(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Return whether two sets of points lie alike: much the most frequent case, told quickly."""
    if len(one) != len(other):
        return False
    within_mm = SAME_SHARE * float(np.linalg.norm(np.ptp(one, axis=0)))
    here, there = one - one.min(axis=0), other - other.min(axis=0)
    distance, _ = cKDTree(here).query(there, distance_upper_bound=within_mm)
    return bool(np.isfinite(distance).all())
