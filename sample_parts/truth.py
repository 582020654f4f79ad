"""Independent figures of an STL: exact rational arithmetic on the numbers in the file.

Nothing here is shared with the product. Volumes are sums of tetrahedra in fractions, so they are
exact; areas are sums of square roots of exact fractions; connections are counted on exact points.
"""

import struct
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from math import fsum, sqrt
from pathlib import Path

Point = tuple[float, float, float]
Triangle = tuple[Point, Point, Point]


def triangles_of(path: Path) -> list[Triangle]:
    """Return the triangles of a binary STL that have three different points."""
    data = path.read_bytes()
    (count,) = struct.unpack_from("<I", data, 80)
    found = []
    for index in range(count):
        numbers = struct.unpack_from("<9f", data, 84 + 50 * index + 12)
        a, b, c = (
            (numbers[i] + 0.0, numbers[i + 1] + 0.0, numbers[i + 2] + 0.0) for i in (0, 3, 6)
        )
        if a != b and b != c and c != a:
            found.append((a, b, c))
    return found


def volume_mm3(triangles: Iterable[Triangle]) -> float:
    """Return the signed volume, exact before it is rounded once."""
    total = Fraction(0)
    for a, b, c in triangles:
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = (tuple(map(Fraction, p)) for p in (a, b, c))
        total += ax * (by * cz - bz * cy) - ay * (bx * cz - bz * cx) + az * (bx * cy - by * cx)
    return float(total / 6)


def area_mm2(triangles: Iterable[Triangle]) -> float:
    """Return the area, each triangle rounded once."""
    return fsum(sqrt(_squared_double_area(triangle)) / 2 for triangle in triangles)


def box_mm(triangles: Iterable[Triangle]) -> list[float]:
    """Return the extents of the box."""
    points = [point for triangle in triangles for point in triangle]
    return [float(Fraction(max(axis)) - Fraction(min(axis))) for axis in zip(*points, strict=True)]


def is_closed(triangles: Iterable[Triangle]) -> bool:
    """Return whether every edge is run through as often forwards as backwards."""
    balance: Counter[tuple[Point, Point]] = Counter()
    for a, b, c in triangles:
        for start, end in ((a, b), (b, c), (c, a)):
            balance[min(start, end), max(start, end)] += 1 if start < end else -1
    return not any(balance.values())


def bodies(triangles: Iterable[Triangle]) -> int:
    """Return how many connected pieces of surface there are."""
    parent: dict[Point, Point] = {}

    def root(point: Point) -> Point:
        parent.setdefault(point, point)
        while parent[point] != point:
            parent[point] = parent[parent[point]]
            point = parent[point]
        return point

    for a, b, c in triangles:
        parent[root(a)] = root(b)
        parent[root(b)] = root(c)
    return sum(parent[point] == point for point in parent)


def genus(triangles: Iterable[Triangle]) -> int:
    """Return how many handles all closed pieces have together, by Euler's formula.

    Points minus edges plus triangles is twice the number of pieces less twice that of handles.
    """
    known = list(triangles)
    points = {point for triangle in known for point in triangle}
    edges = {
        (min(start, end), max(start, end))
        for a, b, c in known
        for start, end in ((a, b), (b, c), (c, a))
    }
    return bodies(known) - (len(points) - len(edges) + len(known)) // 2


def _squared_double_area(triangle: Triangle) -> float:
    a, b, c = (tuple(map(Fraction, point)) for point in triangle)
    u, v = (tuple(q - p for p, q in zip(a, other, strict=True)) for other in (b, c))
    cross = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
    return float(sum(component * component for component in cross))
