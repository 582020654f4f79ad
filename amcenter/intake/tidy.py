"""From the triangles of a file to a mesh: points shared, nothing repeated, outside outwards.

Only what cannot change the shape is done here; holes are never filled and nothing is moved further
than the width of a rounding error.
"""

from dataclasses import dataclass, replace

import numpy as np
from numba import njit
from numpy.typing import NDArray
from trimesh import Trimesh

from amcenter.errors import UnreadableFile
from amcenter.intake.connected import shell_of_faces
from amcenter.intake.edges import Edges, edges_of
from amcenter.intake.mass import Shells, shells_of
from amcenter.intake.outwards import Nest, nest_of
from amcenter.intake.soup import Soup
from amcenter.intake.weld import SNAP_SHARE, snap, weld_exactly


@dataclass(frozen=True, slots=True, eq=False)
class TidyMesh:
    """A mesh in mm with what is known about its surface.

    ``shell`` (m,) numbers the connected shell of each triangle; ``cavity`` (k,) says which shells
    are hollow spaces inside others, ``around`` (k,) in which shell each lies (in none: its own
    number). ``turned`` counts shells that were inside out.
    """

    mesh: Trimesh
    edges: Edges
    shell: NDArray[np.int64]
    shells: Shells
    cavity: NDArray[np.bool_]
    around: NDArray[np.int64]
    closed: bool
    degenerate: int
    repeated: int
    turned: int
    snapped: bool
    solids: int


def tidy(soup: Soup, mm: float) -> TidyMesh:
    """Return the mesh of a soup whose unit has ``mm`` millimetres."""
    points, index = _welded(soup)
    faces, used = _proper(soup.faces, index, len(points))
    if len(faces) == 0:
        raise UnreadableFile("only_degenerate", triangles=len(soup.faces))
    edges = edges_of(faces)
    snapped = _snapped(points, faces, edges)
    if snapped is not None:
        faces, used, edges = snapped
    degenerate = len(soup.faces) - len(faces)
    points = points * mm
    if not used.all():
        points, faces = points[used], (np.cumsum(used) - 1)[faces]
        edges = _renumbered(edges, used)
    repeated = _repeated(faces, edges)
    closed = repeated == 0 and edges.unbalanced == 0
    shell, count = shell_of_faces(faces, len(points))
    shells = shells_of(points, faces, shell, count)
    nest = nest_of(points, faces, shell, shells.volume_mm3) if closed else _unknown(count)
    if nest.turn.any():
        faces, edges, shells = _turned(faces, shell, shells, nest.turn)
    return TidyMesh(
        mesh=Trimesh(points, faces, process=False, validate=False),
        edges=edges,
        shell=shell,
        shells=shells,
        cavity=nest.cavity,
        around=nest.around,
        closed=closed,
        degenerate=degenerate,
        repeated=repeated,
        turned=int(nest.turn.sum()),
        snapped=snapped is not None,
        solids=soup.solids,
    )


def _welded(soup: Soup) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    if soup.joined:
        return soup.points, np.arange(len(soup.points))
    return weld_exactly(soup.points, _groups_of_points(soup))


def _groups_of_points(soup: Soup) -> NDArray[np.int64]:
    groups = np.zeros(len(soup.points), np.int64)
    if soup.groups is not None:
        groups[soup.faces] = soup.groups[:, None]
    return groups


@njit(cache=True)
def _proper(
    faces: NDArray[np.int64], index: NDArray[np.int64], points: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the triangles with three different points, renumbered, and which points they use."""
    proper = np.empty((len(faces), 3), np.int64)
    used = np.zeros(points, np.bool_)
    count = 0
    for face in range(len(faces)):
        a, b, c = index[faces[face, 0]], index[faces[face, 1]], index[faces[face, 2]]
        if a == b or b == c or c == a:
            continue
        proper[count, 0], proper[count, 1], proper[count, 2] = a, b, c
        used[a] = used[b] = used[c] = True
        count += 1
    return proper[:count], used


def _snapped(
    points: NDArray[np.float64], faces: NDArray[np.int64], edges: Edges
) -> tuple[NDArray[np.int64], NDArray[np.bool_], Edges] | None:
    """Return faces, points and edges with the seams closed, None if that leaves as many faults."""
    if edges.open == 0:
        return None
    within = SNAP_SHARE * float(np.linalg.norm(np.ptp(points, axis=0)))
    index = snap(points, edges.open_points, within)
    if index is None:
        return None
    joined, used = _proper(faces, index, len(points))
    if len(joined) == 0:
        return None
    after = edges_of(joined)
    return (joined, used, after) if after.faults < edges.faults else None


def _renumbered(edges: Edges, used: NDArray[np.bool_]) -> Edges:
    """Return the edges with only the used points counted; their order stays."""
    number = np.cumsum(used) - 1
    return replace(edges, low=number[edges.low], high=number[edges.high])


def _repeated(faces: NDArray[np.int64], edges: Edges) -> int:
    """Return how many triangles say the same as an earlier one (same points, same sense).

    Every edge of such a triangle has too many sides, or two that run the same way.
    """
    if edges.crowded == 0 and edges.twisted == 0:
        return 0
    suspect = (edges.sides > 2) | ((edges.sides == 2) & (edges.balance != 0))
    faces = faces[np.unique(edges.face[np.repeat(suspect, edges.sides)])]
    first = faces.argmin(axis=1)
    rows = np.arange(len(faces))
    turned = np.column_stack([faces[rows, (first + step) % 3] for step in range(3)])
    order = np.lexsort(turned.T)
    return int((np.diff(turned[order], axis=0) == 0).all(axis=1).sum())


def _unknown(shells: int) -> Nest:
    """Return the nest of shells that are not closed: nothing is turned, nothing a cavity."""
    none = np.zeros(shells, np.bool_)
    return Nest(turn=none, cavity=none, around=np.arange(shells))


def _turned(
    faces: NDArray[np.int64], shell: NDArray[np.int64], shells: Shells, turn: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], Edges, Shells]:
    """Return the same with some shells turned inside out."""
    faces = np.where(turn[shell][:, None], faces[:, ::-1], faces)
    way = np.where(turn, -1.0, 1.0)
    volume, moment = shells.volume_mm3 * way, shells.moment_mm4 * way[:, None]
    return faces, edges_of(faces), Shells(volume, moment, shells.area_mm2)
