"""How much support a part needs as it stands: the empty room below its steep undersides."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.columns import Grid, columns_on, crossed_lines
from amcenter.intake.turned import FaceSums, Turned

LIMITS_DEG = (60.0, 45.0, 30.0)
"""Undersides flatter than this from the horizontal need support: the limits of the processes."""
ANGLE_SLACK_DEG = 0.5
"""Faces at the limit itself (45° lattices) must not flip with the last digit."""
SAMPLES = 16_000
"""Lines below all undersides."""
MOST_CELLS = 1 << 19


@dataclass(frozen=True, slots=True)
class Support:
    """What a part needs where undersides flatter than ``overhang_deg`` must be carried."""

    overhang_deg: float
    volume_mm3: float
    """Room to fill with support, down to the platform or to the part below."""
    area_mm2: float
    """Area that rests on it."""


def supports_of(turned: Turned, faces: NDArray[np.int32], sums: FaceSums) -> tuple[Support, ...]:
    """Return the support of a standing mesh for each of ``LIMITS_DEG``.

    The prisms from the undersides down to the platform are exact. The gaps, which may end on the
    part, are measured along lines on a grid and corrected by what the same lines say of the prisms
    (the regression estimator of sampling theory: Cochran, Sampling Techniques, chapter 7). So the
    volume is exact where everything reaches the platform, else right within one percent. Of a mesh
    that is not closed it is an estimate.
    """
    volumes = _volumes_mm3(turned, faces, sums)
    return tuple(
        Support(limit, float(volume), float(area))
        for limit, volume, area in zip(LIMITS_DEG, volumes, sums.area_mm2, strict=True)
    )


def _volumes_mm3(turned: Turned, faces: NDArray[np.int32], sums: FaceSums) -> NDArray[np.float64]:
    if sums.flat_mm2[0] == 0.0:
        return np.zeros(len(LIMITS_DEG))
    grid = _grid(sums)
    wanted = crossed_lines(turned.points, faces, sums.needing, grid) > 0
    columns = columns_on(turned.points, faces, grid, wanted=wanted, top_mm=float(sums.high_mm[2]))
    samples = _samples(
        columns.start, columns.z, columns.facing, sums.steepness[columns.face], len(LIMITS_DEG)
    )
    count, height, gap, height_squared, height_gap = samples
    count = np.maximum(count, 1.0)
    mean_height, mean_gap = height / count, gap / count
    spread = height_squared / count - mean_height**2
    together = height_gap / count - mean_height * mean_gap
    # Where all undersides lie at one height, lines tell nothing that the area does not.
    known = spread > 1e-9 * mean_height**2
    slope = np.where(known, together / np.where(known, spread, 1.0), 0.0)
    volumes: NDArray[np.float64] = sums.flat_mm2 * mean_gap + np.clip(slope, 0.0, 1.0) * (
        sums.prism_mm3 - sums.flat_mm2 * mean_height
    )
    return np.maximum(volumes, 0.0)


def _grid(sums: FaceSums) -> Grid:
    """Return a grid with ``SAMPLES`` lines to the area of the undersides."""
    width, depth = np.maximum(sums.high_mm - sums.low_mm, 1e-9)[:2]
    cell = max(np.sqrt(sums.flat_mm2[0] / SAMPLES), np.sqrt(width * depth / MOST_CELLS))
    nx, ny = max(round(width / cell), 1), max(round(depth / cell), 1)
    corner = float(sums.low_mm[0]), float(sums.low_mm[1])
    return Grid(corner, (float(width / nx), float(depth / ny)), (nx, ny))


@njit(cache=True)
def _samples(
    start: NDArray[np.int64],
    z: NDArray[np.float32],
    facing: NDArray[np.int8],
    steepness: NDArray[np.int8],
    limits: int,
) -> NDArray[np.float64]:
    """Sum over the lines below undersides, per limit (columns): 1, height, gap, height², both.

    The gap below an underside that lies inside of another body is nothing.
    """
    sums = np.zeros((5, limits))
    for line in range(len(start) - 1):
        below, inside = 0.0, 0
        for crossing in range(start[line], start[line + 1]):
            height = float(z[crossing])
            gap = height - below if inside <= 0 else 0.0
            for limit in range(steepness[crossing]):
                sums[0, limit] += 1
                sums[1, limit] += height
                sums[2, limit] += gap
                sums[3, limit] += height * height
                sums[4, limit] += height * gap
            inside -= facing[crossing]
            below = height
    return sums
