from itertools import product

import manifold3d
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from solver.geometry.distance import distance_below_um, near_pairs, share_a_cube
from solver.geometry.voxels import Body, Cells

SMALL = st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 3))
CORNERS = st.tuples(*[st.integers(-6_000, 6_000)] * 3)


def bodies(pitches: st.SearchStrategy[int]) -> st.SearchStrategy[Body]:
    cells = arrays(np.bool_, SMALL).filter(np.any)
    return st.builds(Body, st.just("b"), cells, pitches, CORNERS)


def cubes(body: Body) -> list[tuple[int, int, int]]:
    return [tuple(c) for c in (np.argwhere(body.cells) * body.pitch_um + body.corner_um).tolist()]


def cube_distance(one: Body, other: Body) -> tuple[float, bool]:
    """Return the least distance over all pairs of cubes, and whether two of them overlap."""
    best, overlap = np.inf, False
    for a, b in product(cubes(one), cubes(other)):
        apart = [
            max(y - (x + one.pitch_um), x - (y + other.pitch_um)) for x, y in zip(a, b, strict=True)
        ]
        best = min(best, float(np.sqrt(sum(max(0, step) ** 2 for step in apart))))
        overlap |= max(apart) < 0
    return best, overlap


@given(one=bodies(st.sampled_from([1_000, 1_500])), other=bodies(st.sampled_from([700, 1_000])))
def test_distances_are_those_of_the_nearest_cubes(one: Body, other: Body) -> None:
    expected, overlap = cube_distance(one, other)

    assert share_a_cube(one, other) == overlap
    if not overlap:
        found = distance_below_um(one, other, 3_000)
        assert (found is None) == (expected >= 3_000)
        assert found is None or found == pytest.approx(expected, abs=1e-6)


def as_manifold(body: Body) -> manifold3d.Manifold:
    side = [body.pitch_um] * 3
    return manifold3d.Manifold.batch_boolean(
        [manifold3d.Manifold.cube(side).translate(corner) for corner in cubes(body)],
        manifold3d.OpType.Add,
    )


def ring(size: int) -> Cells:
    cells = np.ones((size, size, 2), bool)
    cells[2:-2, 2:-2] = False
    return cells


@pytest.mark.parametrize("corner_um", [(4_000, 3_000, 0), (7_300, 2_100, 6_400), (3_000, 3_000, 1)])
def test_distances_agree_with_a_mesh_library(corner_um: tuple[int, int, int]) -> None:
    hoop = Body("hoop", ring(10), 1_000, (0, 0, 0))
    block = Body("block", np.ones((3, 2, 2), bool), 1_000, corner_um)

    distance = distance_below_um(hoop, block, 20_000)

    assert distance == pytest.approx(as_manifold(hoop).min_gap(as_manifold(block), 20_000))


def test_near_pairs_are_those_whose_boxes_come_within_the_gap() -> None:
    cube = np.ones((1, 1, 1), bool)
    row = [Body(str(x), cube, 1_000, (x, 0, 0)) for x in (0, 3_000, 9_000)]

    assert list(near_pairs(row, 2_000)) == [(0, 1)]
    assert list(near_pairs(row, 1_999)) == []
    assert list(near_pairs([], 1_000)) == []
