"""Welding: corners with the same bits become one point, and nothing else does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from amcenter.intake.weld import joined_corners, weld_exactly

FEW = st.sampled_from([0.0, -0.0, 1.0, 2.0, 0.1, 1e-45])


@given(
    corners=arrays(np.float32, st.tuples(st.integers(1, 40), st.just(3), st.just(3)), elements=FEW)
)
def test_joined_corners_are_the_corners_by_their_distinct_points(
    corners: NDArray[np.float32],
) -> None:
    points, faces = joined_corners(corners)

    np.testing.assert_array_equal(points[faces], corners.astype(np.float64))
    # numpy.unique is another program that counts 0 and -0 as equal
    assert len(points) == len(np.unique(corners.reshape(-1, 3), axis=0))
    assert not np.signbit(points).any()


@given(corners=arrays(np.float32, (30, 3, 3), elements=FEW))
def test_both_welds_number_points_in_order_of_appearance(corners: NDArray[np.float32]) -> None:
    points, faces = joined_corners(corners)
    same, index = weld_exactly(corners.reshape(-1, 3).astype(np.float64), np.zeros(90, np.int64))

    np.testing.assert_array_equal(points, same)
    np.testing.assert_array_equal(faces.ravel(), index)


def test_more_points_than_there_was_room_for_are_all_kept() -> None:
    # Separate triangles have six times the points of a closed surface: every table must grow.
    corners = np.arange(9 * 20_000, dtype=np.float32).reshape(-1, 3, 3)

    points, faces = joined_corners(corners)

    assert len(points) == 3 * 20_000
    np.testing.assert_array_equal(points[faces], corners)


def test_corners_need_not_lie_next_to_each_other_in_memory() -> None:
    rows = np.zeros(2, np.dtype([("skipped", "u2"), ("corners", "<f4", (3, 3))]))
    rows["corners"] = np.arange(18).reshape(2, 3, 3)

    points, _ = joined_corners(rows["corners"])

    np.testing.assert_array_equal(points.ravel(), np.arange(18))


@pytest.mark.parametrize("bits", [0x7FC00000, 0x7F800001, 0xFF800000])
def test_what_is_no_number_is_joined_by_its_bits_too(bits: int) -> None:
    corners = np.full((2, 3, 3), bits, np.uint32).view(np.float32)

    points, faces = joined_corners(corners)

    assert len(points) == 1
    assert not faces.any()
