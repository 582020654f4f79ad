"""Quantised meshes, read by another program and checked against the rules of glTF 2.0."""

import io
import json
import struct
from typing import Any

import numpy as np
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from amcenter.intake.previews.glb import quantised_glb
from amcenter.intake.previews.surface import Surface
from tests.amcenter.intake.previews.shapes import fine_box, surface


def read(content: bytes) -> trimesh.Trimesh:
    """Read a GLB as trimesh does, with the transform of its node applied."""
    return trimesh.load_scene(io.BytesIO(content), file_type="glb").to_mesh()


def chunks(content: bytes) -> tuple[dict[str, Any], bytes]:
    magic, version, length = struct.unpack("<4sII", content[:12])
    assert (magic, version, length) == (b"glTF", 2, len(content))
    size, kind = struct.unpack("<I4s", content[12:20])
    assert kind == b"JSON"
    rest = content[20 + size :]
    binary_size, binary_kind = struct.unpack("<I4s", rest[:8])
    assert binary_kind == b"BIN\0"
    assert len(rest) == 8 + binary_size
    return json.loads(content[20 : 20 + size]), rest[8:]


def test_a_mesh_comes_back_in_millimetres_and_in_the_axes_of_its_file() -> None:
    cylinder = trimesh.creation.cylinder(10, 50, sections=64)
    cylinder.apply_translation((100, -20, 7))

    found = read(quantised_glb(surface(cylinder)))

    # half a step of the longest side, 50 mm / 65534 / 2, and float32 in the reader
    assert np.allclose(found.bounds, cylinder.bounds, atol=0.0004)
    assert len(found.faces) == len(cylinder.faces)
    assert found.volume == pytest.approx(cylinder.volume, rel=1e-3)


@given(
    arrays(
        np.float64,
        st.tuples(st.integers(3, 40), st.just(3)),
        elements=st.floats(-1e4, 1e4, allow_nan=False),
    )
)
def test_no_point_moves_further_than_half_a_step(points: np.ndarray) -> None:
    faces = np.arange(len(points) // 3 * 3, dtype=np.int32).reshape(-1, 3)
    extent = float(np.ptp(points, axis=0).max())
    if extent < 1e-3:
        return
    description, binary = chunks(quantised_glb(Surface(points, faces)))
    node, positions = description["nodes"][0], description["accessors"][0]
    whole = np.frombuffer(binary, "<i2", 4 * positions["count"]).reshape(-1, 4)[:, :3]

    found = whole * np.array(node["scale"]) + np.array(node["translation"])

    corners = points[faces]
    sides = np.abs(corners - corners[:, [1, 2, 0]]).max(axis=2)
    visible = sides.min(axis=1) > extent / 10_000  # the others may have collapsed
    for point in corners[visible].reshape(-1, 3):
        away = np.abs(found - point).max(axis=1).min()
        assert away <= extent / 131_068 * (1 + 1e-6)


def test_the_file_keeps_the_rules_that_viewers_rely_on() -> None:
    description, binary = chunks(quantised_glb(fine_box(30, 20, 10, times=2)))
    positions, indices = description["accessors"]
    points_view, faces_view = description["bufferViews"]
    whole = np.frombuffer(binary, "<i2", 4 * positions["count"]).reshape(-1, 4)
    faces = np.frombuffer(binary, "<u2", indices["count"], offset=faces_view["byteOffset"])

    assert description["asset"]["version"] == "2.0"
    assert description["extensionsRequired"] == ["KHR_mesh_quantization"]
    assert (positions["componentType"], indices["componentType"]) == (5122, 5123)
    assert positions["min"] == whole[:, :3].min(axis=0).tolist()
    assert positions["max"] == whole[:, :3].max(axis=0).tolist()
    # vertex attributes are aligned to 4 bytes (glTF 2.0, 3.6.2.4)
    assert points_view["byteStride"] % 4 == 0
    assert faces_view["byteOffset"] % 4 == 0
    assert description["buffers"][0]["byteLength"] == len(binary)
    assert len(binary) % 4 == 0
    assert faces.max() < positions["count"]
    assert not whole[:, 3].any()


def test_the_order_of_facets_and_points_does_not_change_the_bytes() -> None:
    box = fine_box(30, 20, 10, times=2)
    random = np.random.default_rng(1)
    order = random.permutation(len(box.points))
    faces = np.argsort(order).astype(np.int32)[random.permutation(box.faces)]

    assert quantised_glb(Surface(box.points[order], faces)) == quantised_glb(box)


def test_points_that_become_the_same_are_joined() -> None:
    # The soup of a box: 36 corners, 8 of them different.
    box = trimesh.creation.box((30, 20, 10))
    soup = Surface(box.triangles.reshape(-1, 3), np.arange(36, dtype=np.int32).reshape(-1, 3))

    description, _ = chunks(quantised_glb(soup))

    assert description["accessors"][0]["count"] == 8


def test_a_flat_mesh_has_a_preview() -> None:
    square = np.array([[0, 0, 5], [10, 0, 5], [10, 10, 5], [0, 10, 5]], dtype=np.float64)
    found = read(quantised_glb(Surface(square, np.array([[0, 1, 2], [0, 2, 3]], np.int32))))

    assert found.bounds.tolist() == [[0, 0, 5], [10, 10, 5]]


def test_specks_too_small_to_be_seen_still_give_a_file() -> None:
    # Two triangles of a micrometre, a kilometre apart: every one collapses into a point.
    speck = np.array([[0, 0, 0], [1e-3, 0, 0], [0, 1e-3, 0]])
    points = np.concatenate([speck, speck + 1e6])
    description, _ = chunks(
        quantised_glb(Surface(points, np.arange(6, dtype=np.int32).reshape(2, 3)))
    )

    assert description["accessors"][1]["count"] == 6
