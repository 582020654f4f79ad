"""What a reader gives: the triangles of a file as they are, checked, in the unit of the file."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake.weld import joined_corners
from amcenter.messages import Message

MAX_TRIANGLES = 10_000_000
MAX_COORDINATE = 1e7
"""In the unit of the file: ten kilometres when that is a millimetre."""


@dataclass(frozen=True, slots=True, eq=False)
class Soup:
    """Triangles by index into corner points; neighbours need not share their points yet.

    ``points`` (n, 3) in the unit of the file, ``faces`` (m, 3); ``solids`` is how many solids,
    objects or instances the file names. ``unit`` is None where the format has none. ``groups`` (m,)
    keeps triangles apart that the file keeps apart: points are never joined across groups.
    ``joined``: no two points are the same and each is used, so there is nothing left to weld.
    ``remarks`` are what is odd about the file but does not keep it from being read.
    """

    points: NDArray[np.float64]
    faces: NDArray[np.int64]
    solids: int = 1
    unit: str | None = None
    groups: NDArray[np.int64] | None = None
    joined: bool = False
    remarks: tuple[Message, ...] = ()


def checked(soup: Soup) -> Soup:
    """Return the soup if it has triangles and every corner is a usable number, else refuse it."""
    require_count(len(soup.faces))
    if not soup.joined:
        require_indices(soup.faces, len(soup.points))
    used = soup.points if soup.joined else soup.points[_mentioned(soup)]
    strange, largest, widest = _range(np.ascontiguousarray(used))
    if strange:
        raise UnreadableFile("not_finite", points=strange)
    if largest > MAX_COORDINATE:
        raise UnreadableFile("coordinates_too_large", largest=f"{largest:.3g}")
    if widest == 0.0:
        raise UnreadableFile("no_size", triangles=len(soup.faces))
    return soup


@njit(cache=True)
def _range(points: NDArray[np.float64]) -> tuple[int, float, float]:
    """Return how many points are not finite, the largest coordinate and the widest extent."""
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    strange = 0
    for point in range(len(points)):
        usable = True
        for axis in range(3):
            value = points[point, axis]
            usable &= abs(value) < np.inf  # NaN is not
            low[axis] = min(low[axis], value)
            high[axis] = max(high[axis], value)
        strange += not usable
    if strange:
        return strange, np.inf, np.inf
    return 0, max(-low.min(), high.max()), (high - low).max()


def require_count(triangles: int) -> None:
    """Refuse a number of triangles that is none or more than can be worked with."""
    if triangles == 0:
        raise UnreadableFile("no_triangles")
    if triangles > MAX_TRIANGLES:
        raise UnreadableFile("too_many_triangles", triangles=triangles, limit=MAX_TRIANGLES)


def _mentioned(soup: Soup) -> NDArray[np.bool_]:
    mentioned = np.zeros(len(soup.points), np.bool_)
    mentioned[soup.faces] = True
    return mentioned


def require_indices(faces: NDArray[np.int64], points: int) -> None:
    """Refuse faces that name a point which is not there."""
    lowest, highest = int(faces.min()), int(faces.max())
    if lowest < 0 or highest >= points:
        raise UnreadableFile("bad_index", index=lowest if lowest < 0 else highest, points=points)


def joined_soup(
    corners: NDArray[np.float32], solids: int = 1, remarks: Sequence[Message] = ()
) -> Soup:
    """Return the soup of separate triangles (m, 3, 3), as STL has them, with their corners joined.

    Corners are the same when all their bits are; 0 and -0 count as equal.
    """
    points, faces = joined_corners(corners)
    return Soup(points, faces, solids, joined=True, remarks=tuple(remarks))
