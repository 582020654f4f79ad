"""Parts as binary STL, written so that the same part gives the same bytes."""

from pathlib import Path

import numpy as np
from manifold3d import Manifold
from numpy.typing import NDArray
from stl import Mesh


def corners_of(body: Manifold, scale: float = 1.0) -> NDArray[np.float32]:
    """Return the triangles (m, 3, 3) of a body in the 32 bits of STL."""
    mesh = body.to_mesh64()
    points = (np.asarray(mesh.vert_properties)[:, :3] * scale).astype(np.float32)
    return points[np.asarray(mesh.tri_verts)]


def write_stl(path: Path, corners: NDArray[np.float32]) -> None:
    """Write triangles (m, 3, 3) as binary STL, in a fixed order."""
    corners = corners[np.lexsort(corners.reshape(-1, 9).round(3).T[::-1])]
    written = Mesh(np.zeros(len(corners), dtype=Mesh.dtype))
    written.vectors[:] = corners
    header = b"amcenter sample part".ljust(80)
    path.write_bytes(header + len(corners).to_bytes(4, "little") + written.data.tobytes())
