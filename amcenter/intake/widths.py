"""How wide something is over a part: the least, percentiles by area, and where it is narrow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.analysis import Vector
from amcenter.intake.findings import FaceRange

LADDER_MM = np.concatenate(
    [np.arange(1, 40) * 0.05, np.arange(8, 20) * 0.25, np.arange(5, 21), [25, 30, 40, 50]]
)
"""Widths by which places are told apart; limits of design rules usually lie on them."""
SLACK_MM = 0.001
"""What misses a width by less than a rounding error of the file has that width."""
PATCH_MM2 = 0.5
"""Less surface than this says nothing yet: sharp edges run out to nothing on every part."""
FEWEST_SAMPLES = 4
FACES_BELOW_MM = 10.0
MOST_RANGES = 2_000


@dataclass(frozen=True, slots=True)
class Level:
    """Where the width is below ``below_mm`` and not below the level before it."""

    below_mm: float
    area_mm2: float
    low_mm: Vector
    high_mm: Vector
    """The box around the places, in the axes of the file."""
    faces: tuple[FaceRange, ...]


@dataclass(frozen=True, slots=True)
class Widths:
    """Widths over a surface, percentiles by area."""

    cell_mm: float
    """Distance of the lines that were measured along; what is smaller may lie between them."""
    area_mm2: float
    """The surface that has a width: something opposite that faces it."""
    min_mm: float
    least_mm: float
    """The width that a patch of 0.5 mm² falls below: where a rule looks, because the least of all
    may be the tip of a wedge."""
    p01_mm: float
    p05_mm: float
    p50_mm: float
    at_mm: Vector
    """Where it is least, in the axes of the file."""
    levels: tuple[Level, ...]
    faces_complete: bool
    """Whether ``levels`` name all faces narrower than 10 mm; otherwise the narrowest of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Measured widths: each (n,) stands for some area around a point (n, 3) on a face."""

    width_mm: NDArray[np.float64]
    area_mm2: NDArray[np.float64]
    point_mm: NDArray[np.float64]
    face: NDArray[np.integer]


def joined(parts: Sequence[Samples]) -> Samples:
    return Samples(
        width_mm=np.concatenate([part.width_mm for part in parts]),
        area_mm2=np.concatenate([part.area_mm2 for part in parts]),
        point_mm=np.concatenate([part.point_mm for part in parts]),
        face=np.concatenate([part.face for part in parts]),
    )


def widths_of(samples: Samples, *, origin_mm: NDArray[np.float64], cell_mm: float) -> Widths | None:
    """Return the widths that samples tell; None of no samples.

    ``origin_mm`` is where the points of the samples are measured from.
    """
    if len(samples.width_mm) == 0:
        return None
    order = np.argsort(samples.width_mm)
    width, area = samples.width_mm[order], np.cumsum(samples.area_mm2[order])
    total = float(area[-1])
    patch = min(max(PATCH_MM2, FEWEST_SAMPLES * cell_mm**2), total)

    def below(part_mm2: float) -> float:
        return float(width[min(int(np.searchsorted(area, part_mm2)), len(width) - 1)])

    kept, complete = _capped(tuple(_levels(samples, origin_mm)))
    return Widths(
        cell_mm=cell_mm,
        area_mm2=total,
        min_mm=float(width[0]),
        least_mm=below(patch),
        p01_mm=below(0.01 * total),
        p05_mm=below(0.05 * total),
        p50_mm=below(0.5 * total),
        at_mm=vector(samples.point_mm[samples.width_mm.argmin()] + origin_mm),
        levels=kept,
        faces_complete=complete,
    )


def _levels(samples: Samples, origin_mm: NDArray[np.float64]) -> Iterator[Level]:
    """Yield the levels that are not empty."""
    area, box, level_of_face = _gather(
        samples.width_mm, samples.area_mm2, samples.point_mm, samples.face, LADDER_MM - SLACK_MM
    )
    for level, below_mm in enumerate(LADDER_MM):
        if area[level] > 0:
            named = below_mm <= FACES_BELOW_MM
            yield Level(
                below_mm=round(float(below_mm), 2),
                area_mm2=float(area[level]),
                low_mm=vector(box[level, 0] + origin_mm),
                high_mm=vector(box[level, 1] + origin_mm),
                faces=face_ranges(np.flatnonzero(level_of_face == level)) if named else (),
            )


@njit(cache=True)
def _gather(
    width: NDArray[np.float64],
    area: NDArray[np.float64],
    point: NDArray[np.float64],
    face: NDArray[np.integer],
    ladder: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int16]]:
    """Return the area and the box of each level, and per face the narrowest level it is in."""
    level_of_face = np.full(face.max() + 1, len(ladder), np.int16)
    areas = np.zeros(len(ladder))
    box = np.empty((len(ladder), 2, 3))
    box[:, 0], box[:, 1] = np.inf, -np.inf
    for sample in range(len(width)):
        level = np.searchsorted(ladder, width[sample], side="right")
        if level == len(ladder):
            continue
        areas[level] += area[sample]
        level_of_face[face[sample]] = min(level, level_of_face[face[sample]])
        for axis in range(3):
            box[level, 0, axis] = min(box[level, 0, axis], point[sample, axis])
            box[level, 1, axis] = max(box[level, 1, axis], point[sample, axis])
    return areas, box, level_of_face


def _capped(levels: tuple[Level, ...]) -> tuple[tuple[Level, ...], bool]:
    """Return the levels with as many faces as a document may name, the narrowest first."""
    left = MOST_RANGES
    kept = []
    for level in levels:
        kept.append(
            Level(level.below_mm, level.area_mm2, level.low_mm, level.high_mm, level.faces[:left])
        )
        left -= len(kept[-1].faces)
    return tuple(kept), kept == list(levels)


def face_ranges(faces: NDArray[np.int64]) -> tuple[FaceRange, ...]:
    """Return face numbers, in any order and repeated, as ranges."""
    sorted_faces = np.unique(faces)
    breaks = np.flatnonzero(np.diff(sorted_faces) > 1)
    first = sorted_faces[np.concatenate([[0], breaks + 1])] if len(sorted_faces) else sorted_faces
    last = sorted_faces[np.concatenate([breaks, [len(sorted_faces) - 1]])] if len(first) else first
    return tuple(zip(first.tolist(), last.tolist(), strict=True))


def vector(values: NDArray[np.float64]) -> Vector:
    """Return a point as three plain numbers, to the nearest micrometre."""
    x, y, z = (round(float(value), 3) + 0.0 for value in values)
    return x, y, z
