"""Binary STL: 80 bytes of anything, the number of triangles, 50 bytes for each."""

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from stl import Mesh
from stl.stl import Mode

from amcenter.errors import UnreadableFile
from amcenter.intake.soup import Soup, joined_soup, require_count
from amcenter.messages import Message

HEADER_BYTES = 84
TRIANGLE_BYTES = 50
_BIG_ENDIAN = Mesh.dtype.newbyteorder(">")

ByteOrder = Literal["little", "big"]


def stated_triangles(head: bytes, order: ByteOrder = "little") -> int:
    """Return the number of triangles that the header states (a header has 84 bytes)."""
    return int.from_bytes(head[80:HEADER_BYTES], order)


def size_matches(head: bytes, size: int) -> bool:
    """Return whether the stated number of triangles explains every byte of the file."""
    return len(head) >= HEADER_BYTES and size == _expected(stated_triangles(head))


def size_nearly_matches(head: bytes, size: int) -> bool:
    """Return whether it explains all but less than a triangle, or does so in the other order."""
    if len(head) < HEADER_BYTES:
        return False
    little, big = stated_triangles(head), stated_triangles(head, "big")
    left = size - _expected(little)
    return (little > 0 and 0 <= left < TRIANGLE_BYTES) or size == _expected(big)


def read_binary_stl(path: Path) -> Soup:
    """Return the triangles of a binary STL, joined where corners are the same to the last bit.

    The stated number must explain every byte, but for a tail that can hold no triangle.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
        if not size_matches(head, size) and size == _expected(stated_triangles(head, "big")):
            require_count(stated_triangles(head, "big"))
            rows = np.fromfile(file, _BIG_ENDIAN)
            swapped = rows["vectors"].astype(np.float32)
            return joined_soup(swapped, remarks=(Message("stl_big_endian"),))
        remarks = _remarks(path, head, size)
    return joined_soup(_corners(path), remarks=remarks)


def _corners(path: Path) -> NDArray[np.float32]:
    # numpy-stl is right once the count is known to be: alone it would return a part of a cut file.
    with path.open("rb") as file:
        mesh = Mesh.from_file(str(path), fh=file, mode=Mode.BINARY, calculate_normals=False)
    corners: NDArray[np.float32] = mesh.data["vectors"]
    return corners


def _remarks(path: Path, head: bytes, size: int) -> tuple[Message, ...]:
    """Return what is odd about the size of a file; refuse it if triangles may be missing."""
    if len(head) < HEADER_BYTES:
        raise UnreadableFile("stl_truncated", triangles=0, expected=HEADER_BYTES, size=size)
    triangles = stated_triangles(head)
    expected = _expected(triangles)
    if size < expected:
        raise UnreadableFile("stl_truncated", triangles=triangles, expected=expected, size=size)
    if size - expected >= TRIANGLE_BYTES and not _only_zeros(path, expected):
        raise UnreadableFile("stl_extra_bytes", triangles=triangles, expected=expected, size=size)
    require_count(triangles)
    return (Message("tail_ignored", {"bytes": size - expected}),) if size > expected else ()


def _only_zeros(path: Path, begin: int) -> bool:
    with path.open("rb") as file:
        file.seek(begin)
        return all(block.count(0) == len(block) for block in iter(lambda: file.read(1 << 20), b""))


def _expected(triangles: int) -> int:
    return HEADER_BYTES + TRIANGLE_BYTES * triangles
