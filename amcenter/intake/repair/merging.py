"""One body out of bodies that share room."""

import numpy as np
from manifold3d import Error, Manifold, Mesh64, OpType
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from amcenter.intake.bodies import Bodies
from amcenter.intake.boxes import boxes_overlapping
from amcenter.intake.repair.surface import Surface, surface_of

MAX_PAIRS = 10_000
SHARED_SHARE = 1e-7
"""Bodies that share less of their volume than this only touch."""


def with_bodies_united(bodies: Bodies) -> tuple[Surface | None, int]:
    """Return a closed surface with bodies that share room made one, and how many they were.

    None if there are no such bodies.
    """
    one, other = boxes_overlapping(bodies.low, bodies.high)
    if not 0 < len(one) <= MAX_PAIRS:
        return None, 0
    joined = coo_array((np.ones(len(one)), (one, other)), shape=(len(bodies), len(bodies)))
    cluster = connected_components(joined, directed=False)[1]
    kept = np.ones(len(bodies.faces), np.bool_)
    points, faces, united = [bodies.points], [], 0
    for number in np.flatnonzero(np.bincount(cluster) > 1):
        members = np.flatnonzero(cluster == number)
        union = _union(bodies, members)
        if union is None:
            continue
        kept &= ~np.isin(bodies.body, members)
        faces.append(union[1] + sum(map(len, points)))
        points.append(union[0])
        united += len(members)
    if united == 0:
        return None, 0
    return surface_of(np.concatenate(points), np.concatenate([bodies.faces[kept], *faces])), united


def _union(
    bodies: Bodies, members: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]] | None:
    """Return points and triangles of the union; None if the bodies share nothing."""
    solids = [_solid(bodies, bodies.body == member) for member in members]
    if any(solid.status() != Error.NoError for solid in solids):
        return None
    union = Manifold.batch_boolean(solids, OpType.Add)
    apart_mm3 = float(bodies.volume_mm3[members].sum())
    if union.status() != Error.NoError or union.volume() > apart_mm3 * (1 - SHARED_SHARE):
        return None
    mesh = union.to_mesh64()
    return (
        np.asarray(mesh.vert_properties, np.float64)[:, :3],
        np.asarray(mesh.tri_verts, np.int64),
    )


def _solid(bodies: Bodies, own: NDArray[np.bool_]) -> Manifold:
    used, faces = np.unique(bodies.faces[own], return_inverse=True)
    return Manifold(Mesh64(bodies.points[used], faces.reshape(-1, 3).astype(np.uint64)))
