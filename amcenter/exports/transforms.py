"""Where a point of a part lies in its build: the frames of the schedule and of the mesh joined."""

import math

import numpy as np
from numpy.typing import NDArray

from solver.builds import Placement

Transform = NDArray[np.float64]
"""(4, 3), millimetres: a row (x, y, z, 1) times it is the placed point, as 3MF writes it."""


def placed(
    placement: Placement, *, rotation: NDArray[np.float64], corner_mm: NDArray[np.float64]
) -> Transform:
    """Return where a placement puts the coordinates in which the part was sent.

    Parameters
    ----------
    placement
        Turns about Z and moves the origin of the orientation's frame.
    rotation
        (3, 3), stands the part up: ``rotation @ point``.
    corner_mm
        (3,), the origin of the orientation's frame, in coordinates after ``rotation``.
    """
    turn = about_z(placement.angle_mdeg)
    target_mm = np.array([placement.x_um, placement.y_um, placement.z_um]) / 1000
    return np.vstack([(turn @ rotation).T, target_mm - turn @ corner_mm])


def about_z(angle_mdeg: int) -> NDArray[np.float64]:
    """Return the (3, 3) rotation about Z, counterclockwise; quarter turns are exact."""
    quarters, rest_mdeg = divmod(angle_mdeg % 360_000, 90_000)
    cos = (1, 0, -1, 0)[quarters] if rest_mdeg == 0 else math.cos(math.radians(angle_mdeg / 1000))
    sin = (0, 1, 0, -1)[quarters] if rest_mdeg == 0 else math.sin(math.radians(angle_mdeg / 1000))
    return np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]], dtype=np.float64)
