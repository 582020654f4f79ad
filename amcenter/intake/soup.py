"""What a reader gives: the triangles of a file as they are, checked, in the unit of the file."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile

MAX_TRIANGLES = 10_000_000
MAX_COORDINATE = 1e7
"""In the unit of the file: ten kilometres when that is a millimetre."""


@dataclass(frozen=True, slots=True, eq=False)
class Soup:
    """Triangles by index into corner points; neighbours need not share their points yet.

    ``points`` (n, 3) in the unit of the file, ``faces`` (m, 3); ``solids`` is how many solids,
    objects or instances the file names. ``unit`` is None where the format has none. ``groups`` (m,)
    keeps triangles apart that the file keeps apart: points are never joined across groups.
    """

    points: NDArray[np.float64]
    faces: NDArray[np.int64]
    solids: int = 1
    unit: str | None = None
    groups: NDArray[np.int64] | None = None


def checked(soup: Soup) -> Soup:
    """Return the soup if it has triangles and every corner is a usable number, else refuse it."""
    require_count(len(soup.faces))
    _require_indices(soup)
    used = soup.points[_mentioned(soup)]
    finite = np.isfinite(used)
    if not finite.all():
        raise UnreadableFile("not_finite", points=int((~finite).any(axis=1).sum()))
    largest = float(np.abs(used).max())
    if largest > MAX_COORDINATE:
        raise UnreadableFile("coordinates_too_large", largest=f"{largest:.3g}")
    if float(np.ptp(used, axis=0).max()) == 0.0:
        raise UnreadableFile("no_size", triangles=len(soup.faces))
    return soup


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


def _require_indices(soup: Soup) -> None:
    lowest, highest = int(soup.faces.min()), int(soup.faces.max())
    if lowest < 0 or highest >= len(soup.points):
        wrong = lowest if lowest < 0 else highest
        raise UnreadableFile("bad_index", index=wrong, points=len(soup.points))


def soup_of_corners(corners: NDArray[np.float32], solids: int = 1) -> Soup:
    """Return the soup of separate triangles (m, 3, 3), as STL has them."""
    with np.errstate(invalid="ignore"):  # some NaN complain; they are refused later
        points = corners.reshape(-1, 3).astype(np.float64)
    return Soup(points, np.arange(len(points), dtype=np.int64).reshape(-1, 3), solids)
