"""Running the kernels of a repair once, so that no repair has to load a compiled one."""

from itertools import pairwise

import numpy as np

from amcenter.intake.repair.curved import least_area
from amcenter.intake.repair.ladder import repaired
from amcenter.intake.soup import Soup

_POINTS = np.array([[x, y, z] for z in (0, 9) for x, y in ((0, 0), (9, 0), (9, 9), (0, 9))], float)
_RINGS = ((3, 2, 1, 0), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7))


def warm_repair() -> None:
    """Close a block that lacks a triangle, and a bent ring."""
    faces = np.array([(a, *pair) for a, *rest in _RINGS for pair in pairwise(rest)])
    repaired(Soup(_POINTS, faces[1:]), 1.0)
    least_area(_POINTS[[0, 1, 6, 7]], np.zeros((4, 4), np.bool_))
