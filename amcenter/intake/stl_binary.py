"""Binary STL: 80 bytes of anything, the number of triangles, 50 bytes for each."""

from pathlib import Path

import numpy as np
from stl import Mesh
from stl.stl import Mode

from amcenter.errors import UnreadableFile
from amcenter.intake.soup import Soup, require_count, soup_of_corners

HEADER_BYTES = 84
TRIANGLE_BYTES = 50


def stated_triangles(head: bytes) -> int:
    """Return the number of triangles that the header states (a header has 84 bytes)."""
    return int.from_bytes(head[80:HEADER_BYTES], "little")


def size_matches(head: bytes, size: int) -> bool:
    """Return whether the stated number of triangles explains every byte of the file."""
    return len(head) >= HEADER_BYTES and size == HEADER_BYTES + TRIANGLE_BYTES * stated_triangles(
        head
    )


def read_binary_stl(path: Path) -> Soup:
    """Return the triangles of a binary STL whose count explains every byte."""
    _require_size(path)
    # numpy-stl is right once the count is known to be: alone it would return a part of a cut file.
    with path.open("rb") as file:
        mesh = Mesh.from_file(str(path), fh=file, mode=Mode.BINARY, calculate_normals=False)
    corners: np.ndarray[tuple[int, int, int], np.dtype[np.float32]] = np.asarray(mesh.vectors)
    return soup_of_corners(corners)


def _require_size(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    if len(head) < HEADER_BYTES:
        raise UnreadableFile("stl_truncated", triangles=0, expected=HEADER_BYTES, size=size)
    triangles = stated_triangles(head)
    expected = HEADER_BYTES + TRIANGLE_BYTES * triangles
    if size < expected:
        raise UnreadableFile("stl_truncated", triangles=triangles, expected=expected, size=size)
    if size > expected:
        raise UnreadableFile("stl_extra_bytes", triangles=triangles, expected=expected, size=size)
    require_count(triangles)
