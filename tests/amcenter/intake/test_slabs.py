"""Slabs: cutting a tangle of loops into slabs changes nothing but the time it takes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manifold3d import CrossSection, FillRule
from numpy.typing import NDArray

from amcenter.intake import slabs
from amcenter.intake.slabs import positive


def circles(
    places: list[tuple[float, float, float, bool]],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Loops of 24 corners: middle, radius and whether they run anticlockwise."""
    angles = np.arange(24) * 2 * np.pi / 24
    loops = [
        np.column_stack([x + r * np.cos(turn), y + r * np.sin(turn)])
        for x, y, r, forwards in places
        for turn in [angles if forwards else -angles]
    ]
    return np.concatenate(loops), 24 * np.arange(1, len(loops) + 1)


@settings(deadline=None, max_examples=60)
@given(
    places=st.lists(
        st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.floats(0.5, 6), st.booleans()),
        min_size=2,
        max_size=12,
    )
)
def test_slabs_unite_what_the_whole_would(
    places: list[tuple[float, float, float, bool]],
) -> None:
    corners, ends = circles(places)
    whole = CrossSection(np.split(corners, ends[:-1]), FillRule.Positive)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slabs, "EDGES_PER_SLAB", 10)
        united = positive(corners, ends)

    assert united.area() == pytest.approx(whole.area(), rel=1e-7, abs=1e-6)
    assert (united - whole).area() + (whole - united).area() < 1e-5


def test_no_seam_stays_where_slabs_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slabs, "EDGES_PER_SLAB", 10)

    united = positive(*circles([(0, 0, 5, True), (3, 0, 4, True), (1, 0, 2, False)]))

    assert len(united.decompose()) == 1


def test_a_hole_across_several_slabs_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slabs, "EDGES_PER_SLAB", 8)

    united = positive(*circles([(0, 0, 6, True), (0, 0, 4, False)]))

    assert united.num_contour() == 2
    assert united.area() == pytest.approx(24 / 2 * np.sin(2 * np.pi / 24) * (36 - 16))
