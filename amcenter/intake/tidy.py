"""From the triangles of a file to a mesh: points shared, nothing repeated, outside outwards.

Only what cannot change the shape is done here; holes are never filled and nothing is moved further
than the width of a rounding error.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from trimesh import Trimesh

from amcenter.errors import UnreadableFile
from amcenter.intake.edges import Edges, edges_of
from amcenter.intake.mass import Shells, shells_of
from amcenter.intake.soup import Soup
from amcenter.intake.weld import SNAP_SHARE, snap, weld_exactly
from amcenter.intake.winding import inside_count


@dataclass(frozen=True, slots=True, eq=False)
class TidyMesh:
    """A mesh in mm with what is known about its surface.

    ``shell`` (m,) numbers the connected shell of each triangle; ``cavity`` (k,) says which shells
    are hollow spaces inside others. ``turned`` counts shells that were inside out.
    """

    mesh: Trimesh
    edges: Edges
    shell: NDArray[np.int64]
    shells: Shells
    cavity: NDArray[np.bool_]
    closed: bool
    degenerate: int
    repeated: int
    turned: int
    snapped: bool
    solids: int


def tidy(soup: Soup, mm: float) -> TidyMesh:
    """Return the mesh of a soup whose unit has ``mm`` millimetres."""
    points, index = weld_exactly(soup.points, _groups_of_points(soup))
    faces, degenerate = _proper(index[soup.faces])
    if len(faces) == 0:
        raise UnreadableFile("only_degenerate", triangles=degenerate)
    edges = edges_of(faces)
    snapped = _snapped(points, faces, edges)
    if snapped is not None:
        faces, edges = snapped
        degenerate = len(soup.faces) - len(faces)
    points, faces, renumbered = _used(points * mm, faces)
    repeated = _repeated(faces) if edges.crowded or edges.twisted else 0
    closed = repeated == 0 and not edges.balance.any()
    shell = _shell_of_faces(faces, len(points))
    faces, cavity, turned = _outwards(points, faces, shell, closed)
    return TidyMesh(
        mesh=Trimesh(points, faces, process=False, validate=False),
        edges=edges_of(faces) if turned or renumbered else edges,
        shell=shell,
        shells=shells_of(points, faces, shell),
        cavity=cavity,
        closed=closed,
        degenerate=degenerate,
        repeated=repeated,
        turned=turned,
        snapped=snapped is not None,
        solids=soup.solids,
    )


def _groups_of_points(soup: Soup) -> NDArray[np.int64]:
    groups = np.zeros(len(soup.points), np.int64)
    if soup.groups is not None:
        groups[soup.faces] = soup.groups[:, None]
    return groups


def _proper(faces: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Return the triangles with three different points, and how many had not."""
    a, b, c = faces.T
    keep = (a != b) & (b != c) & (c != a)
    return faces[keep], int((~keep).sum())


def _snapped(
    points: NDArray[np.float64], faces: NDArray[np.int64], edges: Edges
) -> tuple[NDArray[np.int64], Edges] | None:
    """Return faces and edges with the seams closed, None unless that leaves fewer faults."""
    if edges.open == 0:
        return None
    within = SNAP_SHARE * float(np.linalg.norm(np.ptp(points, axis=0)))
    index = snap(points, edges.open_points, within)
    if index is None:
        return None
    joined, _ = _proper(index[faces])
    if len(joined) == 0:
        return None
    after = edges_of(joined)
    return (joined, after) if after.faults < edges.faults else None


def _used(
    points: NDArray[np.float64], faces: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], bool]:
    """Return only the points that faces use, the faces for them, and whether any were left out."""
    used = np.zeros(len(points), np.bool_)
    used[faces] = True
    if used.all():
        return points, faces, False
    return points[used], (np.cumsum(used) - 1)[faces], True


def _repeated(faces: NDArray[np.int64]) -> int:
    """Return how many triangles say the same as an earlier one (same points, same sense)."""
    first = faces.argmin(axis=1)
    rows = np.arange(len(faces))
    turned = np.column_stack([faces[rows, (first + step) % 3] for step in range(3)])
    order = np.lexsort(turned.T)
    return int((np.diff(turned[order], axis=0) == 0).all(axis=1).sum())


def _shell_of_faces(faces: NDArray[np.int64], points: int) -> NDArray[np.int64]:
    pairs = np.concatenate([faces[:, :2], faces[:, 1:]])
    touching = coo_array(
        (np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(points, points)
    )
    labels: NDArray[np.int64] = connected_components(touching, directed=False)[1].astype(np.int64)
    return labels[faces[:, 0]]


def _outwards(
    points: NDArray[np.float64], faces: NDArray[np.int64], shell: NDArray[np.int64], closed: bool
) -> tuple[NDArray[np.int64], NDArray[np.bool_], int]:
    """Turn shells that are inside out; return faces, which shells are cavities, how many turned.

    A shell that faces inwards is a cavity when it lies inside another one, else it is a mistake.
    """
    volume = shells_of(points, faces, shell).volume_mm3
    cavity = np.zeros(len(volume), np.bool_)
    if not closed:
        return faces, cavity, 0
    turn = np.full(len(volume), volume.sum() < 0)
    volume = np.where(turn, -volume, volume)
    for number in np.flatnonzero(volume < 0):
        own = shell == number
        probe = points[faces[own][0, 0]]
        cavity[number] = inside_count(points, faces[~own], probe) > 0
        turn[number] ^= not cavity[number]
    faces = np.where(turn[shell][:, None], faces[:, ::-1], faces)
    return faces, cavity, int(turn.sum())
