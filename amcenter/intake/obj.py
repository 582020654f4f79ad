"""Wavefront OBJ: corner points and faces, nothing else of it matters here."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from manifold3d import triangulate
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake.soup import MAX_TRIANGLES, Soup, require_count

Polygon = tuple[int, ...]


def read_obj(path: Path) -> Soup:
    """Return the faces of an OBJ, polygons cut into triangles."""
    points: list[tuple[float, float, float]] = []
    triangles: list[Polygon] = []
    polygons: list[Polygon] = []
    solids = 0
    for line, words in _statements(path):
        if words[0] == "v":
            points.append(_point(words, line))
        elif words[0] == "f":
            face = _face(words, len(points), line)
            (triangles if len(face) == 3 else polygons).append(face)
        elif words[0] in {"o", "g"}:
            solids += 1
        if len(triangles) + len(polygons) > MAX_TRIANGLES:
            require_count(len(triangles) + len(polygons))
    return _soup(points, triangles, polygons, max(solids, 1))


def _statements(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the words of each statement; a backslash continues a line."""
    kept = ""
    with path.open(encoding="utf-8", errors="replace") as file:
        for line, text in enumerate(file, start=1):
            text = kept + text.partition("#")[0].rstrip()
            kept = text[:-1] + " " if text.endswith("\\") else ""
            if not kept and (words := text.split()):
                yield line, words


def _point(words: list[str], line: int) -> tuple[float, float, float]:
    try:
        x, y, z = (float(word) for word in words[1:4])
    except ValueError:
        raise UnreadableFile("obj_bad_line", line=line, found=" ".join(words)[:40]) from None
    return x, y, z


def _face(words: list[str], points: int, line: int) -> Polygon:
    """Return a face by index from 0; the file counts from 1, or backwards from the last point."""
    if len(words) < 4:
        raise UnreadableFile("obj_bad_line", line=line, found=" ".join(words)[:40])
    try:
        stated = [int(word.partition("/")[0]) for word in words[1:]]
    except ValueError:
        raise UnreadableFile("obj_bad_line", line=line, found=" ".join(words)[:40]) from None
    indices = tuple(index - 1 if index > 0 else points + index for index in stated)
    for index, number in zip(indices, stated, strict=True):
        # A number behind the last point may still come true: points may follow their faces.
        if number == 0 or index < 0:
            raise UnreadableFile("bad_index", index=number, points=points)
    return indices


def _soup(
    points: list[tuple[float, float, float]],
    triangles: list[Polygon],
    polygons: list[Polygon],
    solids: int,
) -> Soup:
    require_count(len(triangles) + len(polygons))
    corners = np.array(points, dtype=np.float64).reshape(-1, 3)
    highest = max(max(face) for faces in (triangles, polygons) for face in faces)
    if highest >= len(corners):
        raise UnreadableFile("bad_index", index=highest + 1, points=len(corners))
    cut = [triangle for polygon in polygons for triangle in _triangles(corners, polygon)]
    return Soup(corners, np.array(triangles + cut, dtype=np.int64).reshape(-1, 3), solids)


def _triangles(points: NDArray[np.float64], polygon: Polygon) -> list[Polygon]:
    """Cut a polygon into triangles, in its own plane when it is not convex."""
    corners = points[list(polygon)]
    fan: list[Polygon] = [(polygon[0], b, c) for b, c in pairwise(polygon[1:])]
    crosses = np.cross(corners[1:-1] - corners[0], corners[2:] - corners[0])
    normal = crosses.sum(axis=0)
    if not np.isfinite(normal).all() or (crosses @ normal >= 0).all():
        return fan
    drop = int(np.abs(normal).argmax())
    flat = np.delete(corners, drop, axis=1)
    # Dropping an axis mirrors the plane when the normal points against the remaining axes.
    turned = (normal[drop] > 0) == (drop != 1)
    if not turned:
        flat = flat[:, ::-1]
    cut = triangulate([np.ascontiguousarray(flat)])
    return [(polygon[a], polygon[b], polygon[c]) for a, b, c in cut.tolist()]
