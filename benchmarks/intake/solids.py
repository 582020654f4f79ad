"""The generated files that everything is measured on; made once and kept."""

import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import cos, pi, sin
from pathlib import Path

import numpy as np
from manifold3d import Manifold
from numpy.typing import NDArray

Corners = NDArray[np.float32]

BIG, SMALL = 30.0, 10.0
"""Radii of the torus (mm)."""
TORI = {"1k": (25, 20), "100k": (250, 200), "1M": (1000, 500), "5M": (2500, 1000)}
"""Steps around the ring and around its section; two triangles for each pair of steps."""
GYROIDS = {"100k": (3, 10), "1M": (4, 22), "5M": (6, 26)}
"""Periods along an edge, and steps of the grid in each."""
NESTED = 10
"""Components in each of three levels of the nested 3MF: a thousand instances."""


@dataclass(frozen=True)
class Solids:
    """The folder of generated files; a file is made when it is first asked for."""

    folder: Path

    def torus(self, size: str) -> Path:
        """Return a torus as binary STL."""
        return self._made(f"torus_{size}.stl", lambda path: write_stl(path, torus(*TORI[size])))

    def gyroid(self, size: str) -> Path:
        """Return a cube of gyroid wall as binary STL."""
        return self._made(
            f"gyroid_{size}.stl", lambda path: write_stl(path, gyroid(*GYROIDS[size]))
        )

    def ascii_torus(self, size: str) -> Path:
        """Return the torus as ASCII STL."""
        return self._made(
            f"torus_{size}_ascii.stl", lambda path: write_ascii(path, torus(*TORI[size]))
        )

    def torus_3mf(self, size: str) -> Path:
        """Return the torus as 3MF."""
        return self._made(f"torus_{size}.3mf", lambda path: write_3mf(path, *TORI[size]))

    def nested_3mf(self) -> Path:
        """Return a 3MF of a thousand pyramids, in components of components of components."""
        return self._made("nested.3mf", write_nested_3mf)

    def _made(self, name: str, write: Callable[[Path], None]) -> Path:
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".part")
            write(unfinished)
            unfinished.rename(path)
        return path


def torus_volume_mm3(around: int, across: int) -> float:
    """Return the volume of the triangulated torus: its quads are plane (Pappus, polygonal)."""
    section = across / 2 * SMALL**2 * sin(2 * pi / across)
    return around * sin(2 * pi / around) * section * BIG


def torus_shadow_mm2(around: int) -> float:
    """Return the area of its shadow along its axis: a ring of polygons."""
    ring = (BIG + SMALL) ** 2 - (BIG - SMALL) ** 2
    return around / 2 * sin(2 * pi / around) * ring


def torus_mesh(around: int, across: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return points (n, 3) and triangles (m, 3) of the torus; ``across`` is a multiple of four."""
    u, v = np.meshgrid(
        np.arange(around) * 2 * pi / around, np.arange(across) * 2 * pi / across, indexing="ij"
    )
    wide = BIG + SMALL * np.cos(v)
    points = np.stack([wide * np.cos(u), wide * np.sin(u), SMALL * np.sin(v)], axis=-1)
    i, j = (grid.ravel() for grid in np.mgrid[:around, :across])
    here, beyond = i * across, (i + 1) % around * across
    a, b, c, d = here + j, beyond + j, beyond + (j + 1) % across, here + (j + 1) % across
    faces = np.stack([np.stack([a, b, c], axis=-1), np.stack([a, c, d], axis=-1)], axis=1)
    return points.reshape(-1, 3), faces.reshape(-1, 3)


def torus(around: int, across: int) -> Corners:
    """Return the triangles of the torus."""
    points, faces = torus_mesh(around, across)
    return points.astype(np.float32)[faces]


def gyroid(periods: int, steps: int) -> Corners:
    """Return the triangles of a cube of gyroid wall, 10 mm a period, about 1.5 mm thick."""
    cell = 10.0
    grow = 1.5 * 2 * pi / cell

    def beyond(level: float) -> Manifold:
        def above(x: float, y: float, z: float) -> float:
            a, b, c = (2 * pi * value / cell for value in (x, y, z))
            return sin(a) * cos(b) + sin(b) * cos(c) + sin(c) * cos(a) - level

        bounds = [-0.137 * cell] * 3 + [(periods + 0.113) * cell] * 3
        return Manifold.level_set(above, bounds, cell / steps)

    side = periods * cell
    wall = (beyond(-0.75 * grow) - beyond(0.75 * grow)) ^ Manifold.cube((side, side, side))
    mesh = max(wall.decompose(), key=lambda piece: piece.volume()).to_mesh64()
    points = np.asarray(mesh.vert_properties)[:, :3].astype(np.float32)
    return points[np.asarray(mesh.tri_verts)]


def write_stl(path: Path, corners: Corners) -> None:
    """Write a binary STL with the normals of its triangles."""
    records = np.zeros(len(corners), [("n", "<f4", 3), ("corners", "<f4", (3, 3)), ("a", "<u2")])
    records["corners"] = corners
    records["n"] = _normals(corners)
    path.write_bytes(bytes(80) + struct.pack("<I", len(corners)) + records.tobytes())


def write_ascii(path: Path, corners: Corners) -> None:
    """Write an ASCII STL with the nine digits that bring every float32 back."""
    with path.open("w") as file:
        file.write("solid torus\n")
        for normal, triangle in zip(_normals(corners).tolist(), corners.tolist(), strict=True):
            vertices = "".join("   vertex {:.9g} {:.9g} {:.9g}\n".format(*one) for one in triangle)
            file.write(
                " facet normal {:.6g} {:.6g} {:.6g}\n  outer loop\n".format(*normal)
                + vertices
                + "  endloop\n endfacet\n"
            )
        file.write("endsolid torus\n")


def _normals(corners: Corners) -> Corners:
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-30)


RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Target="/3D/3dmodel.model" '
    'Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>'
)
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="model" '
    'ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/></Types>'
)
MODEL = (
    '<?xml version="1.0" encoding="UTF-8"?><model unit="millimeter" xml:lang="en-US" '
    'xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">\n'
)


def write_3mf(path: Path, around: int, across: int) -> None:
    """Write the torus as 3MF."""
    points, faces = torus_mesh(around, across)
    _write_package(path, _torus_model(points.astype(np.float32), faces))


def _torus_model(points: Corners, faces: NDArray[np.int64]) -> Iterator[str]:
    yield MODEL + '<resources><object id="1" type="model"><mesh><vertices>\n'
    for x, y, z in points.tolist():
        yield f'<vertex x="{x:.9g}" y="{y:.9g}" z="{z:.9g}"/>\n'
    yield "</vertices><triangles>\n"
    for a, b, c in faces.tolist():
        yield f'<triangle v1="{a}" v2="{b}" v3="{c}"/>\n'
    yield "</triangles></mesh></object></resources>"
    yield '<build><item objectid="1"/></build></model>\n'


def write_nested_3mf(path: Path) -> None:
    """Write ``NESTED`` x ``NESTED`` x ``NESTED`` pyramids along x, y and z."""
    _write_package(path, _nested_model())


def _nested_model() -> Iterator[str]:
    yield MODEL + '<resources><object id="1" type="model"><mesh><vertices>'
    for x, y, z in ((0, 0, 0), (5, 0, 0), (0, 5, 0), (0, 0, 5)):
        yield f'<vertex x="{x}" y="{y}" z="{z}"/>'
    yield "</vertices><triangles>"
    for a, b, c in ((0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3)):
        yield f'<triangle v1="{a}" v2="{b}" v3="{c}"/>'
    yield "</triangles></mesh></object>"
    for level, step in enumerate(((10, 0, 0), (0, 10, 0), (0, 0, 10)), start=2):
        yield f'<object id="{level}" type="model"><components>'
        for index in range(NESTED):
            shift = " ".join(str(index * part) for part in step)
            yield f'<component objectid="{level - 1}" transform="1 0 0 0 1 0 0 0 1 {shift}"/>'
        yield "</components></object>"
    yield '</resources><build><item objectid="4"/></build></model>'


def _write_package(path: Path, model: Iterator[str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONSHIPS)
        with archive.open("3D/3dmodel.model", "w", force_zip64=True) as file:
            file.writelines(text.encode() for text in model)
