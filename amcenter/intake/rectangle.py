"""The smallest rectangle around points in a plane."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

_ROUNDING = 1e-13


@njit(cache=True)
def least_rectangle(points: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return area and direction (cosine, sine) of the smallest rectangle around points (n, 2).

    It has a side along a side of the convex hull (Freeman & Shapira 1975,
    doi:10.1145/360881.360919), so each of them is tried, with three corners that only walk on.
    """
    ring = _convex_ring(points)
    count = len(ring)
    best, cosine, sine = np.inf, 1.0, 0.0
    far = high = low = 1
    for at in range(count):
        tail, head = ring[at], ring[(at + 1) % count]
        length = np.hypot(head[0] - tail[0], head[1] - tail[1])
        if length == 0:
            continue
        x, y = (head[0] - tail[0]) / length, (head[1] - tail[1]) / length
        far = _furthest(ring, max(far, at + 1), x, y)
        high = _furthest(ring, max(high, far), -y, x)
        low = _furthest(ring, max(low, high), -x, -y)
        wide = _along(ring, far, x, y) - _along(ring, low, x, y)
        area = wide * (_along(ring, high, -y, x) - _along(ring, at, -y, x))
        if area < best:
            best, cosine, sine = area, x, y
    return best if count > 2 else 0.0, cosine, sine


@njit(cache=True)
def _along(ring: NDArray[np.float64], corner: int, x: float, y: float) -> float:
    point = ring[corner % len(ring)]
    return float(point[0] * x + point[1] * y)


@njit(cache=True)
def _furthest(ring: NDArray[np.float64], corner: int, x: float, y: float) -> int:
    """Return the corner furthest along a direction, walking on from one that lies before it."""
    for _ in range(len(ring)):
        if _along(ring, corner + 1, x, y) < _along(ring, corner, x, y):
            break
        corner += 1
    return corner


@njit(cache=True)
def _convex_ring(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the corners of the convex hull, anticlockwise (Andrew 1979, monotone chain)."""
    by_y = np.argsort(points[:, 1], kind="mergesort")
    order = by_y[np.argsort(points[by_y, 0], kind="mergesort")]
    ring = np.empty((2 * len(points), 2))
    straight = _ROUNDING * max(np.ptp(points[:, 0]), np.ptp(points[:, 1])) ** 2
    count = 0
    for way in (order, order[::-1].copy()):
        kept = count + 1  # the corner that begins a chain stays
        for at in way:
            x, y = points[at]
            while count > kept and _needless(ring[count - 2], ring[count - 1], x, y, straight):
                count -= 1
            ring[count] = x, y
            count += 1
        count -= 1  # it begins the other chain
    return ring[:count]


@njit(cache=True)
def _needless(
    before: NDArray[np.float64], last: NDArray[np.float64], x: float, y: float, straight: float
) -> bool:
    """Return whether the way to a point does not turn left at the corner before it.

    A bend within the rounding error, where a walk round the ring could get stuck, counts as none;
    a way back does not.
    """
    ux, uy, vx, vy = last[0] - before[0], last[1] - before[1], x - last[0], y - last[1]
    turn = ux * vy - uy * vx
    return bool(turn <= 0 or (turn <= straight and ux * vx + uy * vy >= 0))
