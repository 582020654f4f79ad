"""Small meshes with known figures."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import trimesh
from numpy.typing import NDArray
from shapely import Polygon

from amcenter.intake.soup import Soup
from amcenter.intake.tidy import TidyMesh, tidy

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "sample_parts"


def data(*parts: str) -> Path:
    """A path in the benchmark data; the test is skipped where that is absent."""
    folder = Path(os.environ.get("AMCENTER_DATA", ROOT.parent / "shared" / "data"))
    path = folder.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no benchmark data at {path}")
    return path


def soup(*meshes: trimesh.Trimesh) -> Soup:
    """The triangles of meshes as a file with separate facets would hold them."""
    corners = np.concatenate([np.asarray(mesh.triangles) for mesh in meshes]).reshape(-1, 3)
    return Soup(corners, np.arange(len(corners)).reshape(-1, 3))


def tidied(*meshes: trimesh.Trimesh) -> TidyMesh:
    return tidy(soup(*meshes), 1.0)


def box(size: Sequence[float], at: Sequence[float] = (0.0, 0.0, 0.0)) -> trimesh.Trimesh:
    """A box by its size and lower corner."""
    mesh = trimesh.creation.box(extents=size)
    mesh.apply_translation(np.array(at) + np.array(size) / 2)
    return mesh


def inside_out(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
    return trimesh.Trimesh(mesh.vertices, mesh.faces[:, ::-1], process=False)


def turned(mesh: trimesh.Trimesh, rotation: NDArray[np.float64]) -> trimesh.Trimesh:
    return trimesh.Trimesh(mesh.vertices @ rotation.T, mesh.faces, process=False)


def c_shape() -> trimesh.Trimesh:
    """A C on its back: 30 x 10, foot and roof 5 high, gap 10 x 20 wide below the roof."""
    ring = [(0, 0), (30, 0), (30, 5), (10, 5), (10, 15), (30, 15), (30, 20), (0, 20)]
    flat = trimesh.creation.extrude_polygon(_polygon(ring), 10.0)
    # x stays, the ring's y becomes the height, the extrusion runs along -y.
    return turned(flat, np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]]))


def _polygon(ring: Sequence[tuple[float, float]]) -> Polygon:
    return Polygon(ring)


def rotation_of(quaternion: Sequence[float]) -> NDArray[np.float64]:
    """A rotation matrix from four numbers that are not all zero."""
    matrix: NDArray[np.float64] = trimesh.transformations.quaternion_matrix(quaternion)[:3, :3]
    return matrix
