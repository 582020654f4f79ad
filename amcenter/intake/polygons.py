"""Cutting plane polygons into triangles, nearly all of them without leaving compiled code."""

import numpy as np
from manifold3d import triangulate
from numba import njit
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake.soup import require_count, require_indices

_MOST_FANS_TRIED = 16


def triangles_of(
    points: NDArray[np.float64], corners: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the triangles (m, 3) of polygons in their order.

    ``corners`` (k,) are the points of all polygons one after the other, ``sizes`` (p,) how many
    each of them has, at least three. A polygon of n corners becomes n - 2 triangles.
    """
    require_count(int(sizes.sum()) - 2 * len(sizes))
    require_indices(corners, len(points))
    if (sizes == 3).all():
        return corners.reshape(-1, 3)
    triangles, difficult = _fans(points, corners, sizes)
    first_corner = np.cumsum(sizes) - sizes
    for polygon in difficult:
        ring = corners[first_corner[polygon] :][: sizes[polygon]]
        first = first_corner[polygon] - 2 * polygon
        triangles[first : first + len(ring) - 2] = _cut(points[ring], ring)
    return triangles


@njit(cache=True)
def _fans(
    points: NDArray[np.float64], corners: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cut polygons into fans; return the triangles and which polygons no fan covers.

    A fan is right if no triangle of it faces against the polygon; one around another corner may be.
    """
    triangles = np.empty((len(corners) - 2 * len(sizes), 3), np.int64)
    difficult = np.empty(len(sizes), np.int64)
    begin = count = hard = 0
    for polygon in range(len(sizes)):
        size = sizes[polygon]
        ring = corners[begin : begin + size]
        hub = _hub(points, ring) if size > 3 else 0
        if hub < 0:
            difficult[hard] = polygon
            hard += 1
            hub = 0
        for step in range(1, size - 1):
            triangles[count, 0] = ring[hub]
            triangles[count, 1] = ring[(hub + step) % size]
            triangles[count, 2] = ring[(hub + step + 1) % size]
            count += 1
        begin += size
    return triangles, difficult[:hard]


@njit(cache=True)
def _hub(points: NDArray[np.float64], ring: NDArray[np.int64]) -> int:
    """Return the corner whose fan covers the polygon, -1 if none of the first ones does."""
    normal = np.zeros(3)
    for step in range(1, len(ring) - 1):
        normal += _cross(points, ring[0], ring[step], ring[step + 1])
    if not np.isfinite(normal).all():  # refused later
        return 0
    for hub in range(min(len(ring), _MOST_FANS_TRIED)):
        fits = True
        for step in range(1, len(ring) - 1):
            b, c = ring[(hub + step) % len(ring)], ring[(hub + step + 1) % len(ring)]
            if (_cross(points, ring[hub], b, c) * normal).sum() < 0.0:
                fits = False
                break
        if fits:
            return hub
    return -1


@njit(cache=True)
def _cross(points: NDArray[np.float64], a: int, b: int, c: int) -> NDArray[np.float64]:
    ux, uy, uz = points[b] - points[a]
    vx, vy, vz = points[c] - points[a]
    return np.array([uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx])


def _cut(corners: NDArray[np.float64], ring: NDArray[np.int64]) -> NDArray[np.int64]:
    """Cut a polygon in its own plane."""
    spokes = corners[1:] - corners[0]
    normal = np.cross(spokes[:-1], spokes[1:]).sum(axis=0)
    drop = int(np.abs(normal).argmax())
    flat = np.delete(corners, drop, axis=1)
    # Dropping an axis mirrors the plane when the normal points against the remaining axes.
    if (normal[drop] > 0) != (drop != 1):
        flat = flat[:, ::-1]
    cut = np.asarray(triangulate([np.ascontiguousarray(flat)]), np.int64).reshape(-1, 3)
    if len(cut) != len(ring) - 2:
        raise UnreadableFile("bad_polygon", corners=len(ring))
    return ring[cut]
