"""Filling rings that are not flat."""

import numpy as np
import pytest

from amcenter.intake.repair.curved import MAX_CORNERS, least_area

# A square with two opposite corners lifted, so that the ring is not flat.
BENT = np.array([[0, 0, 1], [1, 0, 0], [1, 1, 1], [0, 1, 0]], dtype=np.float64)
ANYTHING = np.zeros((4, 4), np.bool_)


def area(triangles: np.ndarray) -> float:
    a, b, c = (BENT[triangles[:, corner]] for corner in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum()) / 2


def test_every_side_of_the_ring_is_filled_in_its_own_sense() -> None:
    triangles = least_area(BENT, ANYTHING)

    sides = {(int(t[i]), int(t[(i + 1) % 3])) for t in triangles for i in range(3)}
    assert {(0, 1), (1, 2), (2, 3), (3, 0)} <= sides


@pytest.mark.parametrize("pair", [(0, 2), (1, 3)])
def test_corners_that_must_not_be_joined_are_not(pair: tuple[int, int]) -> None:
    forbidden = ANYTHING.copy()
    forbidden[pair] = forbidden[pair[::-1]] = True

    triangles = least_area(BENT, forbidden)

    assert len(triangles) == 2
    assert not any(set(pair) <= set(triangle) for triangle in triangles.tolist())


def test_the_smaller_of_two_fillings_is_taken() -> None:
    both = [np.array([[0, 1, 2], [0, 2, 3]]), np.array([[0, 1, 3], [1, 2, 3]])]

    assert area(least_area(BENT, ANYTHING)) == pytest.approx(min(map(area, both)))


def test_where_no_filling_is_possible_there_is_none() -> None:
    assert len(least_area(BENT, ~ANYTHING)) == 0
    assert len(least_area(np.zeros((MAX_CORNERS + 1, 3)), ANYTHING)) == 0
