"""Which side of a closed shell is material, told from how shells lie inside each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amcenter.intake.enclosures import Enclosures, enclosures


@dataclass(frozen=True, slots=True, eq=False)
class Nest:
    """Per closed shell (k,): whether it has to be turned, whether it is then a cavity, and where.

    ``around`` is the smallest shell that it lies in, its own number where it lies in none.
    """

    turn: NDArray[np.bool_]
    cavity: NDArray[np.bool_]
    around: NDArray[np.int64]


def nest_of(
    points: NDArray[np.float64],
    faces: NDArray[np.int64],
    shell: NDArray[np.int64],
    volume_mm3: NDArray[np.float64],
) -> Nest:
    """Return what every closed shell is; ``volume_mm3`` (k,) is signed.

    Outermost shells must face outwards. Where one does not, nothing within it can be trusted
    either, and every second shell becomes a cavity. Within one that does, a shell that faces
    inwards is a cavity if there is material around it, else it is a mistake; one that faces
    outwards in material is a second body there.
    """
    count = len(volume_mm3)
    nest = Nest(volume_mm3 < 0, np.zeros(count, np.bool_), np.arange(count))
    if count == 1:
        return nest
    found = enclosures(points, faces, shell, volume_mm3)
    # By inner shell, the largest first, and for each of them its outer shells, the largest first.
    size = np.abs(volume_mm3)
    order = np.lexsort((-size[found.outer], found.inner, -size[found.inner]))
    begins = np.flatnonzero(np.diff(found.inner[order], prepend=-1))
    for chain in np.split(order, begins[1:]) if len(order) else ():
        inner = int(found.inner[chain[0]])
        _settle(nest, inner, found, chain, bool(volume_mm3[inner] < 0))
    return nest


def _settle(
    nest: Nest, inner: int, found: Enclosures, chain: NDArray[np.int64], inwards: bool
) -> None:
    """Decide about a shell whose enclosing ones, the largest first, are decided."""
    outer = found.outer[chain]
    nest.around[inner] = outer[-1]
    if nest.turn[outer[0]]:
        nest.cavity[inner] = len(outer) % 2 == 1
    else:
        around = np.where(nest.turn[outer], -found.turns[chain], found.turns[chain]).sum()
        nest.cavity[inner] = inwards and around > 0
    nest.turn[inner] = inwards != nest.cavity[inner]
