"""How a part stands in an orientation: what hangs over, and what lies on the platform."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.analysis import Vector
from amcenter.intake.orientation import Orientation
from amcenter.intake.support import ANGLE_SLACK_DEG, LIMITS_DEG
from amcenter.intake.turned import PLATE_MM
from amcenter.intake.widths import vector

ANGLES_DEG = tuple(sorted(LIMITS_DEG))


@dataclass(frozen=True, slots=True)
class Region:
    """Some faces: their area, a point on the largest of them, and their box (file axes)."""

    area_mm2: float
    at_mm: Vector
    low_mm: Vector
    high_mm: Vector


@dataclass(frozen=True, slots=True)
class Overhang:
    """The faces that look down, are flatter than ``below_deg`` and do not lie on the platform."""

    below_deg: float
    region: Region


@dataclass(frozen=True, slots=True)
class Standing:
    """What a part shows to what it stands on, in the orientation with this ``key``."""

    key: str
    overhangs: tuple[Overhang, ...]
    """By growing angle, each with the faces of the ones before; none without area."""
    footing: Region | None
    """What lies flat on the platform."""


def standing_of(
    points: NDArray[np.float64],
    faces: NDArray[np.integer],
    normals: NDArray[np.float64],
    orientations: Sequence[Orientation],
) -> tuple[Standing, ...]:
    """Return how a closed mesh stands; ``normals`` (m, 3) are of length 1."""
    cosines = np.cos(np.radians(np.array(ANGLES_DEG) - ANGLE_SLACK_DEG))
    found = []
    for one in orientations:
        up, shift = np.array(one.rotation[2]), one.shift_mm[2]
        area, box, largest = _regions(points, faces, normals, up, shift, cosines)
        regions = [
            _region(points, faces, area[index], box[index], largest[index])
            for index in range(len(area))
        ]
        overhangs = tuple(
            Overhang(angle, region)
            for angle, region in zip(ANGLES_DEG, regions[:-1], strict=True)
            if region is not None
        )
        found.append(Standing(one.key, overhangs, regions[-1]))
    return tuple(found)


def _region(
    points: NDArray[np.float64],
    faces: NDArray[np.integer],
    area: float,
    box: NDArray[np.float64],
    largest: int,
) -> Region | None:
    if largest < 0:
        return None
    middle = points[faces[largest]].mean(axis=0)
    return Region(float(area), vector(middle), vector(box[0]), vector(box[1]))


@njit(cache=True)
def _regions(
    points: NDArray[np.float64],
    faces: NDArray[np.integer],
    normals: NDArray[np.float64],
    up: NDArray[np.float64],
    shift: float,
    cosines: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return area, box and largest face of the overhangs by angle, and last of the footing.

    Every face is summed at the smallest angle that it is flatter than; each larger angle then takes
    over what the one before has.
    """
    count = len(cosines)
    area, most = np.zeros(count + 1), np.zeros(count + 1)
    box = np.empty((count + 1, 2, 3))
    box[:, 0], box[:, 1] = np.inf, -np.inf
    largest = np.full(count + 1, -1)
    for face in range(len(faces)):
        x, y, z = normals[face, 0], normals[face, 1], normals[face, 2]
        down = -(x * up[0] + y * up[1] + z * up[2])
        if down < cosines[-1]:
            continue
        index = count
        for corner in faces[face]:
            height = (
                points[corner, 0] * up[0] + points[corner, 1] * up[1] + points[corner, 2] * up[2]
            )
            if height + shift >= PLATE_MM:
                index = 0
        if index == 0:
            while down < cosines[index]:
                index += 1
        own = _area(points, faces[face, 0], faces[face, 1], faces[face, 2])
        area[index] += own
        if own > most[index]:
            most[index], largest[index] = own, face
        for corner in faces[face]:
            for i in range(3):
                box[index, 0, i] = min(box[index, 0, i], points[corner, i])
                box[index, 1, i] = max(box[index, 1, i], points[corner, i])
    for index in range(1, count):
        area[index] += area[index - 1]
        if most[index - 1] > most[index]:
            most[index], largest[index] = most[index - 1], largest[index - 1]
        for i in range(3):
            box[index, 0, i] = min(box[index, 0, i], box[index - 1, 0, i])
            box[index, 1, i] = max(box[index, 1, i], box[index - 1, 1, i])
    return area, box, largest


@njit(cache=True)
def _area(points: NDArray[np.float64], a: int, b: int, c: int) -> float:
    ux, uy = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1]
    vx, vy = points[c, 0] - points[a, 0], points[c, 1] - points[a, 1]
    uz, vz = points[b, 2] - points[a, 2], points[c, 2] - points[a, 2]
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    return float(np.sqrt(x * x + y * y + z * z)) / 2
