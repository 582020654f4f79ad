"""The room that bodies fill together, where they overlap counted once."""

from dataclasses import dataclass

import numpy as np
from manifold3d import Error, Manifold, Mesh64, OpType
from numpy.typing import NDArray

from amcenter.intake.boxes import boxes_of_groups, boxes_overlapping
from amcenter.intake.tidy import TidyMesh

MAX_UNITED_TRIANGLES = 200_000
_OVERLAP_SHARE = 1e-6
"""Of the volume: bodies that share less than this only touch."""


@dataclass(frozen=True, slots=True)
class Union:
    volume_mm3: float
    overlapping: bool


def union_of(tidied: TidyMesh) -> Union | None:
    """Return what the bodies of a closed mesh fill together, None where that is not known.

    Only bodies whose boxes overlap are united, and only if they have not too many triangles for
    that; a surface that crosses itself within one body is not seen here.
    """
    volume = float(tidied.shells.volume_mm3.sum())
    body = _body_of_shells(tidied)
    meeting = _meeting(tidied, body)
    if len(meeting) == 0:
        return Union(volume, overlapping=False)
    concerned = np.isin(body, meeting)[tidied.shell]
    if int(concerned.sum()) > MAX_UNITED_TRIANGLES:
        return None
    bodies = [_manifold(tidied, body[tidied.shell] == number) for number in meeting]
    if any(one.status() is not Error.NoError for one in bodies):
        return None
    apart = sum(one.volume() for one in bodies)
    shared = apart - Manifold.batch_boolean(bodies, OpType.Add).volume()
    if shared <= _OVERLAP_SHARE * apart:
        return Union(volume, overlapping=False)
    return Union(volume - shared, overlapping=True)


def _body_of_shells(tidied: TidyMesh) -> NDArray[np.int64]:
    """Return per shell the shell that is its body: a cavity belongs to the one around it."""
    body = np.arange(len(tidied.cavity))
    body[tidied.cavity] = tidied.around[tidied.cavity]
    return body


def _meeting(tidied: TidyMesh, body: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the bodies whose box overlaps that of another."""
    points = np.asarray(tidied.mesh.vertices, dtype=np.float64)
    faces = np.asarray(tidied.mesh.faces, dtype=np.int64)
    numbers = np.unique(body)
    low, high = boxes_of_groups(points, faces, tidied.shell, len(body))
    first, second = boxes_overlapping(low[numbers], high[numbers])
    meeting: NDArray[np.int64] = numbers[np.unique(np.concatenate([first, second]))]
    return meeting


def _manifold(tidied: TidyMesh, own: NDArray[np.bool_]) -> Manifold:
    points = np.asarray(tidied.mesh.vertices, dtype=np.float64)
    used, faces = np.unique(np.asarray(tidied.mesh.faces)[own], return_inverse=True)
    return Manifold(Mesh64(points[used], faces.reshape(-1, 3).astype(np.uint64)))
