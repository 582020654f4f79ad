"""A small file of every text and binary format, to run its reader once before it is needed."""

import io
from collections.abc import Mapping
from zipfile import ZipFile

from amcenter.intake.threemf_model import CORE
from amcenter.intake.threemf_package import MODEL_RELATIONSHIP

_PYRAMID = "0 0 0 30 0 0 30 30 0 0 30 0 9 9 20"
_POINTS = [_PYRAMID.split()[first : first + 3] for first in range(0, 15, 3)]
_FACES = ("3 2 1 0", "0 1 4", "1 2 4", "2 3 4", "3 0 4")
"""The foot is a square, so that polygons are cut too."""


def tiny_files() -> Mapping[str, bytes]:
    """Return the same pyramid by file name."""
    points = [" ".join(point) for point in _POINTS]
    faces = [f"{len(face.split())} {face}" for face in _FACES]
    body = "\n".join([*points, *faces, ""])
    ascii_ply = f"{_ply_head('ascii')}{body}"
    return {
        "pyramid.obj": _obj(points).encode(),
        "pyramid.off": f"OFF\n5 5 0\n{body}".encode(),
        "pyramid.ply": ascii_ply.encode(),
        "binary.ply": _binary_ply(),
        "pyramid.3mf": _package(),
    }


def _obj(points: list[str]) -> str:
    faces = [" ".join(str(int(corner) + 1) for corner in face.split()) for face in _FACES]
    return "\n".join([*(f"v {point}" for point in points), *(f"f {face}" for face in faces), ""])


def _ply_head(encoding: str) -> str:
    axes = "".join(f"property uchar {axis}\n" for axis in "xyz")
    lists = "property list uchar uchar vertex_indices"
    return (
        f"ply\nformat {encoding} 1.0\nelement vertex 5\n{axes}element face 5\n{lists}\nend_header\n"
    )


def _binary_ply() -> bytes:
    points = bytes(int(number) for point in _POINTS for number in point)
    faces = [bytes(map(int, face.split())) for face in _FACES]
    rows = b"".join(bytes([len(face)]) + face for face in faces)
    return _ply_head("binary_little_endian").encode() + points + rows


def _package() -> bytes:
    vertices = "".join(f'<vertex x="{x}" y="{y}" z="{z}"/>' for x, y, z in _POINTS)
    corners = [face.split() for face in ("1 2 0", "3 0 2", *_FACES[1:])]
    rows = "".join(f'<triangle v1="{b}" v2="{a}" v3="{c}"/>' for a, b, c in corners)
    mesh = f"<mesh><vertices>{vertices}</vertices><triangles>{rows}</triangles></mesh>"
    model = (
        f'<model xmlns="{CORE}"><resources><object id="1">{mesh}</object></resources>'
        '<build><item objectid="1"/></build></model>'
    )
    relationship = f'<Relationship Target="/m.model" Id="r" Type="{MODEL_RELATIONSHIP}"/>'
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("_rels/.rels", f"<Relationships>{relationship}</Relationships>")
        archive.writestr("m.model", model)
    return packed.getvalue()
