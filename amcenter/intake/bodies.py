"""The bodies of a file: separate solids, each with the cavities in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amcenter.intake.boxes import boxes_of_groups
from amcenter.intake.tidy import TidyMesh

MAX_BODIES = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """A closed mesh by bodies.

    ``body`` (m,) numbers the body of each triangle; ``low`` and ``high`` (b, 3) are the corners of
    its box (mm), ``volume_mm3`` (b,) is without its cavities.
    """

    points: NDArray[np.float64]
    faces: NDArray[np.int64]
    body: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    volume_mm3: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.volume_mm3)


def bodies_of(tidied: TidyMesh) -> Bodies | None:
    """Return the bodies of a mesh; None where they cannot be told: it is open, or has too many."""
    solids = int((~tidied.cavity).sum())
    if not tidied.closed or not 0 < solids <= MAX_BODIES:
        return None
    points = np.asarray(tidied.mesh.vertices, dtype=np.float64)
    faces = np.asarray(tidied.mesh.faces, dtype=np.int64)
    owner = _owners(tidied)
    body_of_shell = (np.cumsum(~tidied.cavity) - 1)[owner]
    body = body_of_shell[tidied.shell]
    volume = np.bincount(body_of_shell, tidied.shells.volume_mm3, solids).astype(np.float64)
    return Bodies(points, faces, body, *boxes_of_groups(points, faces, body, solids), volume)


def _owners(tidied: TidyMesh) -> NDArray[np.int64]:
    """Return for each shell the solid shell it belongs to: a cavity to the one around it."""
    owner = np.where(tidied.cavity, tidied.around, np.arange(len(tidied.cavity)))
    while tidied.cavity[owner].any():  # a cavity right inside a cavity is one with it
        owner = np.where(tidied.cavity[owner], tidied.around[owner], owner)
    return owner
