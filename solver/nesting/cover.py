"""Which cells of a grid come closer to a shape than a radius: exact, never too few.

Two shapes whose covers at radius ``gap / 2`` share no cell are at least the gap apart: the middle
between two nearer points would be closer than the radius to both shapes, and so would its cell.
"""

import math

import numpy as np
import shapely
from numba import njit
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

EPSILON_UM = 1e-3
"""Cells are this much smaller on every side, so what only touches a grid line does not cover the
cell behind it. Distances may be thrice as much short, far below the tolerance of the check."""


def segments(geometry: BaseGeometry) -> NDArray[np.float64]:
    """Return the straight lines (n, 4) of all rings: x1, y1, x2, y2."""
    rings = shapely.get_rings(shapely.get_parts(geometry))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    return np.hstack([points[:-1][same], points[1:][same]])


def cover(
    lines: NDArray[np.float64],
    *,
    rows: int,
    columns: int,
    pitch_um: tuple[int, int],
    radius_um: float,
) -> NDArray[np.bool_]:
    """Return the covered cells [row, column] of a grid whose first corner is the origin.

    ``lines`` are the ``segments`` of disjoint polygons; what lies outside the grid is ignored.
    """
    mask = np.zeros((rows, columns), np.bool_)
    _cover(lines, float(pitch_um[0]), float(pitch_um[1]), radius_um, mask)
    return mask


@njit(cache=True, nogil=True)
def _cover(lines, pitch_x, pitch_y, radius, mask):  # type: ignore[no-untyped-def] # numba
    rows, columns = mask.shape
    flips = np.zeros((rows, columns + 1), np.bool_)
    for i in range(lines.shape[0]):
        x1, y1, x2, y2 = lines[i, 0], lines[i, 1], lines[i, 2], lines[i, 3]
        if y1 > y2:
            x1, y1, x2, y2 = x2, y2, x1, y1
        _mark_near(x1, y1, x2, y2, pitch_x, pitch_y, radius, mask)
        _flip_right_of(x1, y1, x2, y2, pitch_x, pitch_y, flips)
    # No line runs through the cells that are still unmarked: each is wholly inside or outside.
    for row in range(rows):
        inside = False
        for column in range(columns):
            inside ^= flips[row, column]
            mask[row, column] |= inside


@njit(cache=True, nogil=True)
def _mark_near(x1, y1, x2, y2, pitch_x, pitch_y, radius, mask):  # type: ignore[no-untyped-def] # numba
    """Mark the cells that come within the radius of a line (y1 <= y2)."""
    rows, columns = mask.shape
    first_row = max(0, math.floor((y1 - radius) / pitch_y) - 1)
    last_row = min(rows - 1, math.floor((y2 + radius) / pitch_y) + 1)
    for row in range(first_row, last_row + 1):
        low = max(row * pitch_y + EPSILON_UM, y1 - radius)
        high = min((row + 1) * pitch_y - EPSILON_UM, y2 + radius)
        if low <= high:
            # What lies within the radius of a line is convex, so in this row it is one interval,
            # and its end is found at the height nearest to the end point that reaches furthest.
            right_y = min(max(y1 if x1 > x2 else y2, low), high)
            left_y = min(max(y1 if x1 < x2 else y2, low), high)
            if x1 == x2:
                right_y = left_y = min(max(y1, low), high)
            right = _reach(x1, y1, x2, y2, radius, right_y)
            left = -_reach(-x1, y1, -x2, y2, radius, left_y)
            first = max(0, math.floor((left + EPSILON_UM) / pitch_x))
            last = min(columns - 1, math.ceil((right - EPSILON_UM) / pitch_x) - 1)
            for column in range(first, last + 1):
                mask[row, column] = True


@njit(cache=True, nogil=True)
def _reach(x1, y1, x2, y2, radius, y):  # type: ignore[no-untyped-def] # numba
    """Return the largest x at height y within the radius of a line (y1 <= y2)."""
    best = -np.inf
    if abs(y - y1) <= radius + 1e-9:
        best = max(best, x1 + math.sqrt(max(0.0, radius * radius - (y - y1) * (y - y1))))
    if abs(y - y2) <= radius + 1e-9:
        best = max(best, x2 + math.sqrt(max(0.0, radius * radius - (y - y2) * (y - y2))))
    if y2 > y1:
        length = math.hypot(x2 - x1, y2 - y1)
        out_x, out_y = radius * (y2 - y1) / length, radius * (x1 - x2) / length
        along = (y - y1 - out_y) / (y2 - y1)
        if -1e-12 <= along <= 1 + 1e-12:
            best = max(best, x1 + out_x + along * (x2 - x1))
    return best


@njit(cache=True, nogil=True)
def _flip_right_of(x1, y1, x2, y2, pitch_x, pitch_y, flips):  # type: ignore[no-untyped-def] # numba
    """Toggle the first cell behind the line in every row whose middle the line crosses."""
    rows, ends = flips.shape
    first_row = max(0, math.floor(y1 / pitch_y) - 1)
    last_row = min(rows - 1, math.floor(y2 / pitch_y) + 1)
    for row in range(first_row, last_row + 1):
        middle = (row + 0.5) * pitch_y
        if y1 <= middle < y2:
            x = x1 + (middle - y1) * (x2 - x1) / (y2 - y1)
            column = math.ceil(x / pitch_x - 0.5)
            flips[row, min(max(column, 0), ends - 1)] ^= True
