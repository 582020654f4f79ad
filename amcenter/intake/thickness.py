"""The width of walls, and of gaps between walls, over the whole surface."""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.spans import Spans
from amcenter.intake.widths import Samples, joined

FACING = -0.9
"""Cosine between normals of two surfaces that face each other: a wall's sides, not a wedge's."""


def between_walls(ways: Sequence[Spans], normals: NDArray[np.float64]) -> Samples:
    """Return the widths between surfaces that face each other, in material or in gaps.

    ``normals`` (m, 3) are of length 1. Every surface is measured along the axis that it looks along
    most, so that each square millimetre counts once.
    """
    axis_of_face = np.abs(normals).argmax(axis=1)
    return joined([_along(spans, normals, axis_of_face) for spans in ways])


def _along(spans: Spans, normals: NDArray[np.float64], axis_of_face: NDArray[np.int64]) -> Samples:
    width = widths(
        spans.high_mm - spans.low_mm, spans.low_face, spans.high_face, normals, spans.axis, FACING
    )
    found = np.isfinite(width)
    low = np.flatnonzero(found & (axis_of_face[spans.low_face] == spans.axis))
    high = np.flatnonzero(found & (axis_of_face[spans.high_face] == spans.axis))
    face = np.concatenate([spans.low_face[low], spans.high_face[high]])
    cell_mm2 = spans.cell_mm[0] * spans.cell_mm[1]
    return Samples(
        width_mm=np.concatenate([width[low], width[high]]),
        area_mm2=cell_mm2 / np.abs(normals[face, spans.axis]),
        point_mm=np.concatenate(
            [spans.points(low, spans.low_mm[low]), spans.points(high, spans.high_mm[high])]
        ),
        face=face,
    )


@njit(cache=True)
def widths(
    length: NDArray[np.float64],
    low_face: NDArray[np.integer],
    high_face: NDArray[np.integer],
    normals: NDArray[np.float64],
    axis: int,
    facing: float,
) -> NDArray[np.float64]:
    """Return for each span the width between its end faces, infinite where they do not face.

    With ``d`` the difference of the normals it is ``2 L |d_axis| / |d|²``: between parallel planes
    their distance, across a cylinder or sphere its diameter however far the line passes from the
    middle, in a wedge the ball that touches both its sides.
    """
    found = np.full(len(length), np.inf)
    for span in range(len(length)):
        cosine = squared = 0.0
        for i in range(3):
            low, high = normals[low_face[span], i], normals[high_face[span], i]
            cosine += low * high
            squared += (low - high) ** 2
        if cosine < facing:
            along = normals[low_face[span], axis] - normals[high_face[span], axis]
            found[span] = 2 * length[span] * abs(along) / squared
    return found
