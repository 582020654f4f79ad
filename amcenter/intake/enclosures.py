"""Which shells lie inside which others, and how often these go round them."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.boxes import boxes_of_groups, boxes_within


@dataclass(frozen=True, slots=True, eq=False)
class Enclosures:
    """Pairs of closed shells: ``inner`` (p,) lies in ``outer`` (p,), that goes round it ``turns``.

    ``turns`` is positive where the outer shell faces outwards.
    """

    inner: NDArray[np.int64]
    outer: NDArray[np.int64]
    turns: NDArray[np.int64]


def enclosures(
    points: NDArray[np.float64],
    faces: NDArray[np.int64],
    shell: NDArray[np.int64],
    volume_mm3: NDArray[np.float64],
) -> Enclosures:
    """Return which closed shells lie inside which others; ``volume_mm3`` (k,) is signed.

    A shell can only lie in a larger one whose box holds its own. For those that might, a vertical
    line is drawn through the widest triangle; just below where it enters the shell from above, the
    surfaces further up say what goes round: +1 each that looks up, -1 each that looks down. All
    lines are followed in one pass over the triangles, however many shells there are.
    """
    count = len(volume_mm3)
    inner, outer = boxes_within(*boxes_of_groups(points, faces, shell, count))
    larger = np.abs(volume_mm3[outer]) > np.abs(volume_mm3[inner])
    inner, outer = inner[larger], outer[larger]
    if len(inner) == 0:
        nothing = np.empty(0, np.int64)
        return Enclosures(nothing, nothing, nothing)
    probed = np.unique(inner)
    concerned = np.zeros(count, np.bool_)
    concerned[probed] = concerned[outer] = True
    places = _widest_middles(points, faces, shell, count)[probed]
    taken = faces[concerned[shell]]
    hits = _hits(points, taken, shell[concerned[shell]], places)
    return _enclosing(hits, probed, inner * count + outer, count)


def _enclosing(
    hits: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
    probed: NDArray[np.int64],
    possible: NDArray[np.int64],
    count: int,
) -> Enclosures:
    probe, hit, looks, z = hits
    own = hit == probed[probe]
    top = np.full(len(probed), -np.inf)
    np.maximum.at(top, probe[own], z[own])
    below = z < top[probe]
    following = np.full(len(probed), -np.inf)
    np.maximum.at(following, probe[below], z[below])
    above = (z > (top + following)[probe] / 2) & ~own
    pair, place = np.unique(probed[probe[above]] * count + hit[above], return_inverse=True)
    turns = np.bincount(place, looks[above], len(pair)).astype(np.int64)
    keep = (turns != 0) & np.isin(pair, possible)
    return Enclosures(pair[keep] // count, pair[keep] % count, turns[keep])


@njit(cache=True)
def _widest_middles(
    points: NDArray[np.float64], faces: NDArray[np.int64], shell: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    """Return per shell x and y of the middle of the triangle that looks widest from above."""
    widest, middle = np.full(count, -1.0), np.empty((count, 2))
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        width = abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
        number = shell[face]
        if width > widest[number]:
            widest[number] = width
            middle[number, 0] = (a[0] + b[0] + c[0]) / 3
            middle[number, 1] = (a[1] + b[1] + c[1]) / 3
    return middle


def _hits(
    points: NDArray[np.float64],
    faces: NDArray[np.int64],
    shell: NDArray[np.int64],
    places: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return where the vertical lines at ``places`` (q, 2) meet triangles.

    Per hit: the line, the shell, +1 if the triangle looks up there or -1, and the height.
    """
    order = np.argsort(places[:, 0], kind="stable")
    hits = _hits_sorted(points, faces, places[order])
    return order[hits[0]], shell[hits[1]], hits[2], hits[3]


@njit(cache=True)
def _hits_sorted(
    points: NDArray[np.float64], faces: NDArray[np.int64], places: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    size, found = 1024, 0
    lines, hit = np.empty(size, np.int64), np.empty(size, np.int64)
    looks, heights = np.empty(size, np.int64), np.empty(size)
    columns = places[:, 0].copy()
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        first = np.searchsorted(columns, min(a[0], b[0], c[0]))
        last = np.searchsorted(columns, max(a[0], b[0], c[0]), side="right")
        low, high = min(a[1], b[1], c[1]), max(a[1], b[1], c[1])
        for line in range(first, last):
            x, y = places[line]
            if y < low or y > high:
                continue
            look = _beyond(a, b, x, y) + _beyond(b, c, x, y) + _beyond(c, a, x, y)
            if look == 0:
                continue
            if found == size:
                size *= 2
                lines, hit = _longer(lines), _longer(hit)
                looks, heights = _longer(looks), _longer(heights)
            lines[found], hit[found], looks[found] = line, face, look
            heights[found] = _height(a, b, c, x, y)
            found += 1
    return lines[:found], hit[:found], looks[:found], heights[:found]


@njit(cache=True)
def _beyond(tail: NDArray[np.float64], head: NDArray[np.float64], x: float, y: float) -> int:
    """Return +1 if a side of a triangle passes a place upwards on its right, -1 if downwards.

    Ends are counted half open and the lower end is always taken first, so two triangles that share
    a side never both claim or both disown a place on it.
    """
    if (tail[1] > y) == (head[1] > y):
        return 0
    low, high = (tail, head) if tail[1] < head[1] else (head, tail)
    if low[0] + (y - low[1]) * ((high[0] - low[0]) / (high[1] - low[1])) <= x:
        return 0
    return 1 if head[1] > tail[1] else -1


@njit(cache=True)
def _height(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    c: NDArray[np.float64],
    x: float,
    y: float,
) -> float:
    ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    width = ux * vy - uy * vx
    low, high = min(a[2], b[2], c[2]), max(a[2], b[2], c[2])
    if width == 0:
        return float(low + high) / 2
    slope_x, slope_y = (uy * vz - uz * vy) / width, (uz * vx - ux * vz) / width
    height = a[2] - slope_x * (x - a[0]) - slope_y * (y - a[1])
    return float(max(low, min(high, height)))


@njit(cache=True)
def _longer(values: np.ndarray) -> np.ndarray:
    longer = np.empty(2 * len(values), values.dtype)
    longer[: len(values)] = values
    return longer
