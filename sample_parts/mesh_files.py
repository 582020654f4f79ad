"""The bytes of small mesh files, written by hand so that every one of them is known."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

Point = tuple[float, float, float]
Triangle = tuple[Point, Point, Point]

CORE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Target="/3D/3dmodel.model" Id="r0"
 Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>"""


def cube(size: float = 20.0, at: float = 0.0) -> list[Triangle]:
    """Return the twelve triangles of a cube, facing outwards."""
    low, high = at, at + size
    corners: list[Point] = [
        (x, y, z) for z in (low, high) for y in (low, high) for x in (low, high)
    ]
    faces = ["023", "031", "457", "476", "015", "054", "267", "273", "046", "062", "137", "175"]
    return [(corners[int(a)], corners[int(b)], corners[int(c)]) for a, b, c in map(tuple, faces)]


def inside_out(triangles: Sequence[Triangle]) -> list[Triangle]:
    """Return the same triangles facing the other way."""
    return [(c, b, a) for a, b, c in triangles]


def binary(triangles: Sequence[Triangle], count: int | None = None, header: bytes = b"") -> bytes:
    """Return a binary STL; ``count`` may lie."""
    stated = len(triangles) if count is None else count
    rows = b"".join(struct.pack("<12fH", 0, 0, 0, *a, *b, *c, 0) for a, b, c in triangles)
    return header.ljust(80, b"\0")[:80] + struct.pack("<I", stated) + rows


def ascii_text(triangles: Sequence[Triangle], name: str = "cube") -> str:
    """Return an ASCII STL."""
    lines = [f"solid {name}"]
    for triangle in triangles:
        lines += [" facet normal 0 0 0", "  outer loop"]
        lines += [f"   vertex {x} {y} {z}" for x, y, z in triangle]
        lines += ["  endloop", " endfacet"]
    return "\n".join([*lines, f"endsolid {name}", ""])


def package(model: str | bytes | None, rels: str | None = RELS) -> bytes:
    """Return a 3MF package around a model part."""
    entries: dict[str, str | bytes] = {}
    if rels is not None:
        entries["_rels/.rels"] = rels
    if model is not None:
        entries["3D/3dmodel.model"] = model
    return zipped(entries)


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP whose bytes do not depend on the time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def model(
    objects: str = "", items: str = '<item objectid="1"/>', head: str = "", attributes: str = ""
) -> str:
    """Return a 3MF model with a tetrahedron as object 1, or with other objects."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<model unit="millimeter" xmlns="{CORE}" '
        f"{attributes}><resources>{objects or tetrahedron()}</resources>"
        f"<build>{items}</build></model>"
    )


def tetrahedron(last: str = '<triangle v1="1" v2="2" v3="3"/>') -> str:
    """Return object 1; its last triangle may be another one."""
    return (
        '<object id="1" type="model"><mesh><vertices><vertex x="0" y="0" z="0"/>'
        '<vertex x="20" y="0" z="0"/><vertex x="0" y="20" z="0"/><vertex x="0" y="0" z="20"/>'
        '</vertices><triangles><triangle v1="0" v2="2" v3="1"/><triangle v1="0" v2="1" v3="3"/>'
        f'<triangle v1="0" v2="3" v3="2"/>{last}</triangles></mesh></object>'
    )


def uses(key: int, *others: int) -> str:
    """Return an object made of others."""
    parts = "".join(f'<component objectid="{other}"/>' for other in others)
    return f'<object id="{key}" type="model"><components>{parts}</components></object>'


def big_endian(triangles: Sequence[Triangle]) -> bytes:
    """Return a binary STL with all its numbers in the reverse order of bytes."""
    rows = b"".join(struct.pack(">12fH", 0, 0, 0, *a, *b, *c, 0) for a, b, c in triangles)
    return bytes(80) + struct.pack(">I", len(triangles)) + rows


def indexed(triangles: Sequence[Triangle]) -> tuple[list[Point], list[tuple[int, int, int]]]:
    """Return the distinct points of triangles, and the triangles by index into them."""
    points = sorted({point for triangle in triangles for point in triangle})
    place = {point: index for index, point in enumerate(points)}
    return points, [(place[a], place[b], place[c]) for a, b, c in triangles]


def obj_text(triangles: Sequence[Triangle]) -> str:
    """Return an OBJ."""
    points, faces = indexed(triangles)
    lines = [f"v {x!r} {y!r} {z!r}" for x, y, z in points]
    return "\n".join([*lines, *(f"f {a + 1} {b + 1} {c + 1}" for a, b, c in faces), ""])


def off_text(triangles: Sequence[Triangle]) -> str:
    """Return an OFF."""
    points, faces = indexed(triangles)
    lines = ["OFF", f"{len(points)} {len(faces)} 0", *(f"{x!r} {y!r} {z!r}" for x, y, z in points)]
    return "\n".join([*lines, *(f"3 {a} {b} {c}" for a, b, c in faces), ""])


def ply_head(encoding: str, points: int, faces: int, number: str = "double") -> str:
    """Return the header of a PLY."""
    axes = "".join(f"property {number} {axis}\n" for axis in "xyz")
    return (
        f"ply\nformat {encoding} 1.0\ncomment by hand\nelement vertex {points}\n{axes}"
        f"element face {faces}\nproperty list uchar int vertex_indices\nend_header\n"
    )


def ply(triangles: Sequence[Triangle], encoding: str = "ascii") -> bytes:
    """Return a PLY of one of the three encodings."""
    points, faces = indexed(triangles)
    head = ply_head(encoding, len(points), len(faces)).encode()
    if encoding == "ascii":
        lines = [f"{x!r} {y!r} {z!r}" for x, y, z in points]
        return head + "\n".join([*lines, *(f"3 {a} {b} {c}" for a, b, c in faces), ""]).encode()
    order = ">" if encoding == "binary_big_endian" else "<"
    rows = b"".join(struct.pack(f"{order}3d", *point) for point in points)
    return head + rows + b"".join(struct.pack(f"{order}B3i", 3, *face) for face in faces)


def threemf(triangles: Sequence[Triangle]) -> bytes:
    """Return a 3MF of one object."""
    points, faces = indexed(triangles)
    vertices = "".join(f'<vertex x="{x!r}" y="{y!r}" z="{z!r}"/>' for x, y, z in points)
    rows = "".join(f'<triangle v1="{a}" v2="{b}" v3="{c}"/>' for a, b, c in faces)
    mesh = f"<mesh><vertices>{vertices}</vertices><triangles>{rows}</triangles></mesh>"
    return package(model(f'<object id="1" type="model">{mesh}</object>'))
