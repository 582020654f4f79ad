"""The rims of holes: loops of edges that lack a triangle."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.edges import Edges


def hole_loops(edges: Edges, points: int) -> list[NDArray[np.int64]]:
    """Return the loops of points around holes, each in the sense in which it is to be filled.

    Where more sides of an edge run one way than the other, that many are missing the other way;
    filling every loop closes the surface. A loop visits no point twice: where rims touch, they are
    separate loops.
    """
    balance = edges.balance
    forth, back = np.maximum(-balance, 0), np.maximum(balance, 0)
    tails = np.concatenate([np.repeat(edges.low, forth), np.repeat(edges.high, back)])
    heads = np.concatenate([np.repeat(edges.high, forth), np.repeat(edges.low, back)])
    if len(tails) == 0:
        return []
    order, ends = _simple_loops(tails, heads, points)
    return [loop for loop in np.split(order, ends)[:-1] if len(loop) > 2]


@njit(cache=True)
def _leading_on(
    tails: NDArray[np.int64], heads: NDArray[np.int64], points: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where edges lead to, by the points that they leave, and where those of each begin."""
    first = np.zeros(points + 1, np.int64)
    for edge in range(len(tails)):
        first[tails[edge] + 1] += 1
    first = np.cumsum(first)
    filled = first[:-1].copy()
    leading = np.empty(len(tails), np.int64)
    for edge in range(len(tails)):
        leading[filled[tails[edge]]] = heads[edge]
        filled[tails[edge]] += 1
    return leading, first


@njit(cache=True)
def _simple_loops(
    tails: NDArray[np.int64], heads: NDArray[np.int64], points: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Chain directed edges to loops: their points in order, and where each loop ends.

    One walks on and keeps the way in mind; when one comes to a point of it again, the loop from
    there to there is complete and taken out of the way.
    """
    leading, first = _leading_on(tails, heads, points)
    used = first[:-1].copy()
    place = np.full(points, -1, np.int64)
    way = np.empty(len(tails) + 1, np.int64)
    order, ends = np.empty(len(tails), np.int64), np.empty(len(tails), np.int64)
    done = loops = 0
    for begin in tails:
        point, length = begin, 0
        while True:
            start = place[point]
            if start >= 0:
                order[done : done + length - start] = way[start:length]
                place[way[start:length]] = -1
                done += length - start
                ends[loops] = done
                loops += 1
                length = start
            if used[point] == first[point + 1]:
                break
            place[point], way[length] = length, point
            length += 1
            used[point] += 1
            point = leading[used[point] - 1]
        place[way[:length]] = -1
    return order[:done].copy(), ends[:loops].copy()
