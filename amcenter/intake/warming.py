"""Running everything once on small files, so that no child has to load a compiled kernel."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from amcenter.intake.answers import Request
from amcenter.intake.formats import read_soup
from amcenter.intake.previews.clustering import cell_for, clustered
from amcenter.intake.previews.surface import Surface
from amcenter.intake.repair.warming import warm_repair
from amcenter.intake.stl_writing import binary_stl
from amcenter.intake.tasks import analyse
from amcenter.intake.tiny_files import tiny_files

Mesh = tuple[NDArray[np.float64], NDArray[np.int64]]

PYRAMID = (
    np.array([[0, 0, 0], [30, 0, 0], [0, 30, 0], [0, 0, 20]], dtype=np.float64),
    np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]]),
)
RING_STEPS = 72
"""Of a ring with more than the 5,000 points from which on hulls are made in another way."""
CRUMBS = 8


def warm_up() -> None:
    """Analyse a hollow pyramid, an open one with crumbs and a ring; read every format."""
    with TemporaryDirectory() as folder:
        for path in _written(_analysed_files(), folder):
            for _ in analyse(Request("analyse", path, path.name, {"pictures": True})):
                pass
        for path in _written(dict(tiny_files()), folder):
            read_soup(path, path.name)
    points, faces = PYRAMID
    pyramid = Surface(points, faces.astype(np.int32))
    clustered(pyramid, cell_for(pyramid, 4))
    warm_repair()


def _written(files: dict[str, bytes], folder: str) -> Iterator[Path]:
    for name, content in files.items():
        path = Path(folder, name)
        path.write_bytes(content)
        yield path


def _analysed_files() -> dict[str, bytes]:
    return {
        "hollow.stl": binary_stl(*_hollow()),
        "open.stl": _ascii_stl(*_open()),
        "ring.stl": binary_stl(*_ring()),
    }


def _hollow() -> Mesh:
    points, faces = PYRAMID
    return np.concatenate([points, 0.25 * points + 3.0]), np.concatenate(
        [faces, faces[:, ::-1] + len(points)]
    )


def _open() -> Mesh:
    """Return a pyramid without a side, and many triangles that share nothing with anybody."""
    points, faces = PYRAMID
    crumbs = np.arange(1, CRUMBS + 1)[:, None, None] * 40.0 + points[:3]
    corners = np.concatenate([points[faces[1:]], crumbs])
    return corners.reshape(-1, 3), np.arange(3 * len(corners)).reshape(-1, 3)


def _ring() -> Mesh:
    """Return a torus of two times ``RING_STEPS``² triangles."""
    turn = np.arange(RING_STEPS) * (2 * np.pi / RING_STEPS)
    around, about = (grid.ravel() for grid in np.meshgrid(turn, turn, indexing="ij"))
    radius = 20 + 5 * np.cos(about)
    points = np.stack([radius * np.cos(around), radius * np.sin(around), 5 * np.sin(about)], axis=1)
    number = np.arange(RING_STEPS**2).reshape(RING_STEPS, RING_STEPS)
    a, b, c, d = (
        np.roll(number, (-along, -up), (0, 1)).ravel()
        for along, up in ((0, 0), (1, 0), (1, 1), (0, 1))
    )
    return points, np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)])


def _ascii_stl(points: NDArray[np.float64], faces: NDArray[np.int64]) -> bytes:
    lines = ["solid open"]
    for triangle in points[faces]:
        corners = "".join(f" vertex {x:g} {y:g} {z:g}" for x, y, z in triangle)
        lines.append(f"facet normal 0 0 0 outer loop{corners} endloop endfacet")
    return "\n".join([*lines, "endsolid open"]).encode()
