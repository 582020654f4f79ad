"""Writing meshes as binary STL; the same mesh gives the same bytes."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from stl import Mode
from stl.mesh import Mesh


class _UndatedMesh(Mesh):
    def get_header(self, name: bytes | str) -> str:
        return "amcenter, in millimetres".ljust(80)  # its own one has the time in it


def binary_stl(points: NDArray[np.float64], faces: NDArray[np.int64]) -> bytes:
    """Return triangles (m, 3) of points (n, 3) in mm as STL, which has 32 bits per coordinate."""
    data = np.zeros(len(faces), Mesh.dtype)
    data["vectors"] = corners_of(points, faces)
    file = BytesIO()
    _UndatedMesh(data, remove_empty_areas=False, calculate_normals=False).save(
        "mesh.stl", fh=file, mode=Mode.BINARY, update_normals=True
    )
    return file.getvalue()


def corners_of(points: NDArray[np.float64], faces: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the corners (m, 3, 3) as an STL keeps them."""
    corners: NDArray[np.float32] = points.astype(np.float32)[faces]
    return corners
