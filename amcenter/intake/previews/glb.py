"""Meshes as quantised binary glTF: small, and readable by every viewer.

glTF 2.0 with ``KHR_mesh_quantization``: positions are whole numbers of 16 bits that the transform
of the node turns back into millimetres in the axes of the file. Without normals, a viewer shades
every triangle flat.
"""

import json
import struct

import numpy as np
from numpy.typing import NDArray

from amcenter.intake.previews.surface import Surface, cleaned

STEPS = 32_767
"""Positions reach from -STEPS to STEPS along the longest side."""
MOST_POINTS = 65_535
"""Indices have 16 bits, and their highest value means something else."""
_MAGIC, _VERSION, _JSON, _BINARY = 0x46546C67, 2, 0x4E4F534A, 0x004E4942
_SHORT, _UNSIGNED_SHORT = 5122, 5123
_POINTS, _INDICES = 34962, 34963


def quantised_glb(surface: Surface) -> bytes:
    """Return a surface of at most ``MOST_POINTS`` points as GLB.

    No point moves further than half a step along each axis, a 131,068th of the longest side.
    """
    assert len(surface.points) <= MOST_POINTS, len(surface.points)
    low, high = surface.points.min(axis=0), surface.points.max(axis=0)
    middle = (low + high) / 2
    step_mm = float((high - low).max()) / (2 * STEPS)
    whole = np.rint((surface.points - middle) / step_mm).astype(np.int16)
    points, faces = _joined(whole, surface.faces)
    return _packed(_description(points, faces, middle, step_mm), _buffer(points, faces))


def _joined(
    whole: NDArray[np.int16], faces: NDArray[np.int32]
) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
    """Join points that have become the same, and order both: neighbours compress better."""
    distinct, number = np.unique(whole, axis=0, return_inverse=True)
    kept = cleaned(distinct.astype(np.float64), number[faces].astype(np.int32))
    return kept.points.astype(np.int16), kept.faces


def _buffer(points: NDArray[np.int16], faces: NDArray[np.int32]) -> bytes:
    """Return the positions, each filled up to 8 bytes, and the indices, filled up to 4."""
    padded = np.zeros((len(points), 4), "<i2")
    padded[:, :3] = points
    indices = faces.astype("<u2").tobytes()
    return padded.tobytes() + indices + bytes(-len(indices) % 4)


def _description(
    points: NDArray[np.int16], faces: NDArray[np.int32], middle: NDArray[np.float64], step_mm: float
) -> bytes:
    extension = "KHR_mesh_quantization"
    described = {
        "asset": {"version": "2.0", "generator": "amcenter", "extras": {"unit": "mm"}},
        "extensionsUsed": [extension],
        "extensionsRequired": [extension],
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "translation": middle.tolist(), "scale": [step_mm] * 3}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "accessors": [
            {
                "bufferView": 0,
                "componentType": _SHORT,
                "count": len(points),
                "type": "VEC3",
                "min": points.min(axis=0).tolist(),
                "max": points.max(axis=0).tolist(),
            },
            {
                "bufferView": 1,
                "componentType": _UNSIGNED_SHORT,
                "count": faces.size,
                "type": "SCALAR",
            },
        ],
        "bufferViews": [
            {"buffer": 0, "byteLength": 8 * len(points), "byteStride": 8, "target": _POINTS},
            {
                "buffer": 0,
                "byteOffset": 8 * len(points),
                "byteLength": 2 * faces.size,
                "target": _INDICES,
            },
        ],
        "buffers": [{"byteLength": 8 * len(points) + 2 * faces.size + -2 * faces.size % 4}],
    }
    return json.dumps(described, separators=(",", ":")).encode()


def _packed(description: bytes, buffer: bytes) -> bytes:
    description += b" " * (-len(description) % 4)
    length = 12 + 8 + len(description) + 8 + len(buffer)
    return b"".join(
        [
            struct.pack("<III", _MAGIC, _VERSION, length),
            struct.pack("<II", len(description), _JSON),
            description,
            struct.pack("<II", len(buffer), _BINARY),
            buffer,
        ]
    )
