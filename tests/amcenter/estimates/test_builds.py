"""Builds of their own and shared builds."""

from fractions import Fraction

import pytest

from amcenter.estimates.builds import own_builds, shared_builds


@pytest.mark.parametrize(
    ("pieces", "full", "rest", "together"), [(1, 0, 1, 1), (4, 1, 0, 1), (5, 1, 1, 2), (8, 2, 0, 2)]
)
def test_own_builds_are_filled_one_after_the_other(
    pieces: int, full: int, rest: int, together: int
) -> None:
    builds = own_builds(pieces, capacity=4)

    assert (builds.full, builds.rest, builds.together) == (full, rest, together)


def test_of_shared_builds_pieces_have_their_part() -> None:
    builds = shared_builds(3, capacity=4)

    assert (builds.full, builds.rest, builds.together) == (Fraction(3, 4), 0, Fraction(3, 4))
