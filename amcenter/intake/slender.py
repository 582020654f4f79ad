"""What is narrow two ways at once: pins and struts in material, holes and channels in gaps."""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.spans import Spans
from amcenter.intake.thickness import widths
from amcenter.intake.widths import Samples, joined

WIDEST_MM = 6.0
MOST_CHORDS = 300_000
"""Of a lattice with more of them only every second, third ... chord is looked at."""
BLUNT = -0.5
"""Cosine between the normals at both ends of a chord near the edge of a round section."""
CROSSING = 0.7
"""Two chords measure different sides of a section unless they look the same way."""
STRAIGHT = 0.22
"""Sine of 12.7°: how far sides may lean along a pin; what is blunter is a tip, not a pin."""


def narrow_both_ways(ways: Sequence[Spans], normals: NDArray[np.float64]) -> Samples:
    """Return the widths of sections that are narrow in two directions.

    From the middle of every short span two others are looked up. Where two of the three look
    across and the sides run along the direction that is left, the larger one is the width. Exact
    for round and for rectangular sections whose sides lie along the lines; a square that stands on
    its corner is taken for up to twice as wide as it is.
    """
    width = [
        widths(
            spans.high_mm - spans.low_mm,
            spans.low_face,
            spans.high_face,
            normals,
            spans.axis,
            BLUNT,
        )
        for spans in ways
    ]
    return joined(
        [
            _from(ways[axis], ways[other], width[axis], width[other], normals)
            for axis in range(3)
            for other in range(3)
            if axis != other
        ]
    )


def _from(
    spans: Spans,
    others: Spans,
    width: NDArray[np.float64],
    other_width: NDArray[np.float64],
    normals: NDArray[np.float64],
) -> Samples:
    short = np.flatnonzero(width <= WIDEST_MM)
    stride = -(-len(short) // MOST_CHORDS) or 1
    short = short[::stride]
    middles = spans.points(short, (spans.low_mm[short] + spans.high_mm[short]) / 2)
    i = (middles[:, (others.axis + 1) % 3] / others.cell_mm[0]).astype(np.int64)
    j = (middles[:, (others.axis + 2) % 3] / others.cell_mm[1]).astype(np.int64)
    line = np.minimum(i, others.nx - 1) * others.ny + np.minimum(j, others.ny - 1)
    found = _sections(
        (short, spans.low_face, spans.high_face, width),
        (others.start, others.low_mm, others.high_mm, others.low_face, others.high_face),
        other_width,
        line,
        middles[:, others.axis],
        normals,
    )
    narrow = np.flatnonzero(found <= WIDEST_MM)
    cell_mm2 = spans.cell_mm[0] * spans.cell_mm[1]
    return Samples(
        width_mm=found[narrow],
        area_mm2=np.full(len(narrow), stride * cell_mm2),
        point_mm=middles[narrow],
        face=spans.low_face[short[narrow]],
    )


Chords = tuple[NDArray[np.int64], NDArray[np.integer], NDArray[np.integer], NDArray[np.float64]]
Table = tuple[
    NDArray[np.int64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.integer],
    NDArray[np.integer],
]


@njit(cache=True)
def _sections(
    chords: Chords,
    table: Table,
    other_width: NDArray[np.float64],
    line: NDArray[np.int64],
    along: NDArray[np.float64],
    normals: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the larger width of two chords through one point, infinite if they show no section.

    ``chords`` are chosen spans with their faces and widths, ``table`` the spans of the lines across
    them; chord ``n`` is met on ``line[n]`` at ``along[n]``.
    """
    chosen, low_face, high_face, width = chords
    start, low, high, other_low_face, other_high_face = table
    found = np.full(len(chosen), np.inf)
    for index in range(len(chosen)):
        other = -1
        for span in range(start[line[index]], start[line[index] + 1]):
            if low[span] <= along[index] <= high[span]:
                other = span
                break
        if other < 0 or other_width[other] > WIDEST_MM:
            continue
        chord = chosen[index]
        if _cross(
            normals,
            low_face[chord],
            high_face[chord],
            other_low_face[other],
            other_high_face[other],
        ):
            found[index] = max(width[chord], other_width[other])
    return found


@njit(cache=True)
def _cross(normals: NDArray[np.float64], a: int, b: int, c: int, d: int) -> bool:
    """Return whether chords between faces a, b and c, d measure two sides of one section.

    They do if they look across each other and all four faces run along what is left.
    """
    ux, uy, uz = _difference(normals, a, b)
    vx, vy, vz = _difference(normals, c, d)
    if abs(ux * vx + uy * vy + uz * vz) > CROSSING:
        return False
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    reach = STRAIGHT * np.sqrt(x * x + y * y + z * z)
    for face in (a, b, c, d):
        if abs(normals[face, 0] * x + normals[face, 1] * y + normals[face, 2] * z) >= reach:
            return False
    return True


@njit(cache=True)
def _difference(normals: NDArray[np.float64], one: int, other: int) -> tuple[float, float, float]:
    """Return the direction from one normal to another, of length 1."""
    x = normals[one, 0] - normals[other, 0]
    y = normals[one, 1] - normals[other, 1]
    z = normals[one, 2] - normals[other, 2]
    length = np.sqrt(x * x + y * y + z * z)
    return x / length, y / length, z / length
