"""PLY, as text or binary: the corner points and the faces."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake import ply_rows as walks
from amcenter.intake.decimals import first_unreadable
from amcenter.intake.mapped_text import Text
from amcenter.intake.ply_header import MAX_HEADER_BYTES, Element, Header, read_header
from amcenter.intake.polygons import triangles_of
from amcenter.intake.soup import Soup, require_count
from amcenter.messages import Message

_CORNER_LISTS = {"vertex_indices", "vertex_index"}
_MOST_DOUBTFUL = 3 * 10_000
_KINDS = {"i": walks.SIGNED, "u": walks.UNSIGNED, "f": walks.FLOAT}


@dataclass(slots=True, eq=False)
class _Body:
    """What has been read so far, and where the next element begins."""

    content: Text
    at: int
    points: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 3)))
    corners: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    sizes: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def require_bytes(self, element: Element, row_bytes: int) -> None:
        """Refuse more rows than can stand in what is left of the file, before making room."""
        if element.count * row_bytes > len(self.content) - self.at:
            raise UnreadableFile("ply_truncated", element=element.name[:40], count=element.count)


def read_ply(path: Path) -> Soup:
    """Return the faces of a PLY, polygons cut into triangles."""
    content: Text = np.asarray(np.memmap(path, np.uint8, mode="r"))
    header = read_header(content[:MAX_HEADER_BYTES].tobytes())
    body = _Body(content, header.bytes)
    for element in _needed(header):
        if header.encoding == "ascii":
            _read_text(body, element)
        elif any(one.length_type for one in element.properties):
            _read_lists(body, element, big=header.encoding == "binary_big_endian")
        else:
            _read_table(body, element, ">" if header.encoding == "binary_big_endian" else "<")
    require_count(len(body.sizes))
    faces = triangles_of(body.points, body.corners, body.sizes)
    return Soup(body.points, faces, remarks=_remarks(header, body))


def _needed(header: Header) -> tuple[Element, ...]:
    """Return the elements up to the last of the two that matter."""
    names = [element.name for element in header.elements]
    if names.count("vertex") != 1 or names.count("face") != 1:
        raise UnreadableFile("ply_no_faces")
    vertex, face = names.index("vertex"), names.index("face")
    axes = [one.name for one in header.elements[vertex].properties if not one.length_type]
    lists = [one.name in _CORNER_LISTS for one in header.elements[face].properties]
    if sum(lists) != 1 or any(axes.count(axis) != 1 for axis in "xyz"):
        raise UnreadableFile("ply_no_faces")
    require_count(header.elements[face].count)
    return header.elements[: max(vertex, face) + 1]


def _table(element: Element) -> NDArray[np.int64]:
    """Return the properties as ``ply_rows`` wants them."""
    rows = []
    for one in element.properties:
        role = walks.IGNORED
        if element.name == "vertex" and one.name in ("x", "y", "z") and not one.length_type:
            role = "xyz".index(one.name)
        elif element.name == "face" and one.name in _CORNER_LISTS:
            if one.length_type is None or one.type[0] == "f":
                raise UnreadableFile("ply_no_faces")
            role = walks.CORNERS
        length = one.length_type or "u0"
        kinds = _KINDS[one.type[0]], int(one.type[1]), _KINDS[length[0]], int(length[1])
        rows.append((*kinds, role))
    return np.array(rows, np.int64).reshape(-1, 5)


def _read_table(body: _Body, element: Element, order: str) -> None:
    """Read rows of bytes that are all of the same length."""
    body.require_bytes(element, element.least_row_bytes)
    names = [f"{number} {one.name}" for number, one in enumerate(element.properties)]
    types = [order + one.type for one in element.properties]
    row = np.dtype(list(zip(names, types, strict=True)))
    stop = body.at + element.count * row.itemsize
    if element.name == "vertex":
        rows = body.content[body.at : stop].view(row)
        columns = [rows[name] for axis in "xyz" for name in names if name.split(" ")[1] == axis]
        with np.errstate(invalid="ignore"):  # some NaN complain; they are refused later
            body.points = np.stack(columns, axis=1).astype(np.float64)
    body.at = stop


def _read_lists(body: _Body, element: Element, *, big: bool) -> None:
    """Read rows of bytes with lists in them."""
    body.require_bytes(element, element.least_row_bytes)
    if element.name == "face" and (corners := _only_triangles(body, element, big=big)) is not None:
        body.corners, body.sizes = corners, np.full(element.count, 3)
        return
    table, faces = _table(element), element.count if element.name == "face" else 0
    corners, sizes = np.empty(3 * faces, np.int64), np.empty(faces, np.int64)
    counts, ended = np.zeros(4, np.int64), walks.FULL
    while ended == walks.FULL:
        ended, body.at = walks.binary_rows(
            body.content, body.at, element.count, table, big, counts, corners, sizes
        )
        corners = _with_room(corners, ended)
    _require_whole(ended, element, int(counts[0]))
    if element.name == "vertex":
        raise UnreadableFile("ply_no_faces")
    if faces:
        body.corners, body.sizes = corners[: counts[1]], sizes


def _only_triangles(body: _Body, element: Element, *, big: bool) -> NDArray[np.int64] | None:
    """Return the corners of faces that have no other list and three corners each, else None."""
    if sum(one.length_type is not None for one in element.properties) != 1:
        return None
    order, fields = ">" if big else "<", []
    for number, one in enumerate(element.properties):
        if one.length_type is not None:
            fields += [("length", order + one.length_type), ("corners", order + one.type, (3,))]
        else:
            fields.append((f"other {number}", order + one.type))
    row = np.dtype(fields)
    stop = body.at + element.count * row.itemsize
    if stop > len(body.content):
        return None
    rows = body.content[body.at : stop].view(row)
    if _table(element)[:, 4].max() != walks.CORNERS or not (rows["length"] == 3).all():
        return None
    body.at = stop
    return rows["corners"].astype(np.int64).reshape(-1)


def _read_text(body: _Body, element: Element) -> None:
    # A row takes a figure and a blank for each of its properties.
    body.require_bytes(element, 2 * len(element.properties) - 1)
    table, faces = _table(element), element.count if element.name == "face" else 0
    points = np.empty((element.count if element.name == "vertex" else 0, 3))
    corners, sizes = np.empty(3 * faces, np.int64), np.empty(faces, np.int64)
    doubtful = np.empty((_MOST_DOUBTFUL, 3), np.int64)
    counts, ended = np.zeros(4, np.int64), walks.FULL
    while ended == walks.FULL:
        ended, body.at = walks.text_rows(
            body.content, body.at, element.count, table, counts, points, corners, sizes, doubtful
        )
        _settle(body.content, doubtful[: counts[3]], points.reshape(-1), element)
        if counts[3] + 3 <= len(doubtful):
            corners = _with_room(corners, ended)
        counts[3] = 0
    _require_whole(ended, element, int(counts[0]))
    if element.name == "vertex":
        body.points = points
    if faces:
        body.corners, body.sizes = corners[: counts[1]], sizes


def _with_room(corners: NDArray[np.int64], ended: int) -> NDArray[np.int64]:
    return np.concatenate([corners, np.empty_like(corners)]) if ended == walks.FULL else corners


def _settle(
    text: Text, doubtful: NDArray[np.int64], numbers: NDArray[np.float64], element: Element
) -> None:
    exact = np.empty(len(doubtful))
    wrong = first_unreadable((text[a:b].tobytes() for _, a, b in doubtful.tolist()), exact)
    if wrong is not None:
        row = int(doubtful[wrong, 0]) // 3
        raise UnreadableFile("ply_bad_row", element=element.name, row=row + 1)
    numbers[doubtful[:, 0]] = exact


def _require_whole(ended: int, element: Element, rows: int) -> None:
    name = element.name[:40]
    if ended == walks.ENDS_EARLY:
        raise UnreadableFile("ply_truncated", element=name, count=element.count)
    if ended != walks.WHOLE:
        raise UnreadableFile("ply_bad_row", element=name, row=rows + 1)


def _least_bytes(element: Element) -> int:
    """Return what a binary row takes at least, three corners of a face included."""
    lists = [one for one in element.properties if one.name in _CORNER_LISTS]
    return element.least_row_bytes + sum(3 * int(one.type[1]) for one in lists)


def _remarks(header: Header, body: _Body) -> tuple[Message, ...]:
    """Return what is odd about bytes that no element explains; refuse them if they may be rows."""
    names = [element.name for element in header.elements]
    last = max(names.index("vertex"), names.index("face"))
    tail = body.content[body.at :].tobytes() if last + 1 == len(names) else b""
    if not tail or (header.encoding == "ascii" and not tail.strip()):
        return ()
    if header.encoding == "ascii" or len(tail) >= _least_bytes(header.elements[last]):
        raise UnreadableFile("ply_extra_bytes", bytes=len(tail))
    return (Message("tail_ignored", {"bytes": len(tail)}),)
