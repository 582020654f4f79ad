"""Small STL files, written here so that their sizes are known."""

import struct
from collections.abc import Iterable

Triangle = tuple[tuple[float, float, float], ...]

_CORNERS = [(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)]
_SIDES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


def box(width: float, depth: float, height: float) -> list[Triangle]:
    """Return the 12 triangles of a box, all facing outwards."""
    points = [(x * width, y * depth, z * height) for x, y, z in _CORNERS]
    return [
        tuple(points[corner] for corner in corners)
        for a, b, c, d in _SIDES
        for corners in ((a, b, c), (a, c, d))
    ]


def stl(triangles: Iterable[Triangle]) -> bytes:
    """Return a binary STL."""
    faces = list(triangles)
    body = b"".join(
        struct.pack("<12fH", 0, 0, 0, *(value for point in face for value in point), 0)
        for face in faces
    )
    return b"\0" * 80 + struct.pack("<I", len(faces)) + body
