"""Which of some two hundred directions deserve an exact measurement."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from amcenter.intake.directions import (
    AXES,
    all_around,
    distinct,
    resting_directions,
    wall_directions,
)
from amcenter.intake.hull import Hull
from amcenter.intake.normals import NormalGroups, extents, overhang
from amcenter.intake.support import ANGLE_SLACK_DEG, LIMITS_DEG

MAX_FACE_ORIENTATIONS = 4
MAX_TILTED_ORIENTATIONS = 4
APART = float(np.cos(np.radians(8.0)))
"""Two candidates closer than this to each other tell the same."""
HEIGHT_WEIGHT = 0.1
WORTH = 0.01
"""By how much (a hundredth of the room of its box) a tilt must be better than standing flat."""


def candidates(groups: NormalGroups, hull: Hull) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield keys and upward directions: flat faces to rest on, then tilts that pay, best first.

    The axes of the file are left out: they are always measured.
    """
    axes = np.array(list(AXES.values()))
    resting = distinct(resting_directions(hull), axes)
    around = np.concatenate([wall_directions(groups), all_around()])
    upwards = np.concatenate([axes, resting, around])
    cost = _cost(groups, hull, upwards)
    flat = len(axes) + len(resting)
    faces = _best(upwards[len(axes) : flat], cost[len(axes) : flat], axes, MAX_FACE_ORIENTATIONS)
    yield from ((f"face{number}", up) for number, up in enumerate(faces, start=1))
    pays = (cost < cost[:flat].min(axis=0) - WORTH).any(axis=1)
    taken = np.concatenate([axes, faces])
    tilted = _best(upwards[pays], cost[pays], taken, MAX_TILTED_ORIENTATIONS)
    yield from ((f"tilt{number}", up) for number, up in enumerate(tilted, start=1))


def _best(
    upwards: NDArray[np.float64],
    cost: NDArray[np.float64],
    taken: NDArray[np.float64],
    most: int,
) -> NDArray[np.float64]:
    """Return the best directions, each limit of overhang (columns of ``cost``) choosing in turn."""
    chosen: list[NDArray[np.float64]] = []
    # Rounded, so that equally good ones keep their order on every machine.
    for index in np.argsort(np.round(cost, 9), axis=0, kind="stable").ravel():
        near = np.array([*taken, *chosen]) @ upwards[index]
        if len(chosen) < most and near.max() < APART:
            chosen.append(upwards[index])
    return np.array(chosen).reshape(-1, 3)


def _cost(groups: NormalGroups, hull: Hull, upwards: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return about what each direction costs at each limit (d, l): support, and height."""
    lowest, highest = extents(hull.corners, upwards)
    limits = [limit - ANGLE_SLACK_DEG for limit in LIMITS_DEG]
    found = overhang(groups, upwards, lowest, limits)
    box = np.ptp(hull.corners, axis=0)
    room, diagonal = max(float(np.prod(box)), 1e-12), float(np.linalg.norm(box))
    weighed: NDArray[np.float64] = (
        found.volume_mm3 / room + HEIGHT_WEIGHT * ((highest - lowest) / diagonal)[:, None]
    )
    return weighed
