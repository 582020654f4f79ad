"""Whatever the nester puts into a powder bed keeps all distances, measured here cube by cube."""

from dataclasses import replace

import manifold3d
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from solver.builds import Placement
from solver.geometry.removal import removal_order
from solver.geometry.voxels import Cells, placed_body
from solver.machines import Platform, Shape
from solver.nesting import nest, open_build
from solver.parts import Orientation
from solver.problem import Problem
from solver.shapes import Polygon
from tests.solver.nesting.problems import box, problem, solid


def cubes_um(case: Problem, place: Placement) -> NDArray[np.float64]:
    """Return the middles (n, 3) of the cubes of a placed piece, turned with a plain matrix."""
    voxels = case.orientation[place.piece, place.orientation].voxels
    assert voxels is not None
    bits = np.unpackbits(np.frombuffer(voxels.bits, np.uint8), count=int(np.prod(voxels.shape)))
    middles = (np.argwhere(bits.reshape(voxels.shape)) + 0.5) * voxels.pitch_um
    angle = np.radians(place.angle_mdeg / 1000)
    turn = np.array(
        [[np.cos(angle), np.sin(angle), 0], [-np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
    )
    return np.asarray(middles @ turn + [place.x_um, place.y_um, place.z_um])


def gap_um(one: NDArray[np.float64], other: NDArray[np.float64], pitch_um: int) -> float:
    apart = np.maximum(np.abs(one[:, None] - other[None]) - pitch_um, 0)
    return float(np.sqrt((apart**2).sum(axis=2)).min())


def assert_all_distances_are_kept(
    case: Problem, placements: tuple[Placement, ...], pitch_um: int
) -> None:
    platform = case.machines[0].platform
    clouds = [cubes_um(case, place) for place in placements]
    half = pitch_um / 2
    for cloud in clouds:
        low, high = cloud.min(axis=0) - half, cloud.max(axis=0) + half
        sides = np.array([platform.margin_um, platform.margin_um, platform.floor_um])
        room = np.array([platform.width_um, platform.depth_um, platform.height_um])
        assert (low >= sides - 0.01).all()
        assert (high <= room - sides + 0.01).all()
        for polygon in platform.keep_outs:
            post = np.array(polygon.outer)
            apart = np.maximum(
                np.maximum(
                    post.min(axis=0) - (cloud[:, :2] + half), cloud[:, :2] - half - post.max(axis=0)
                ),
                0,
            )
            assert np.hypot(*apart.T).min() >= platform.gap_um - 0.01
        if platform.shape is Shape.ROUND:
            corners = np.abs(cloud[:, :2] - platform.width_um / 2) + half
            assert np.hypot(*corners.T).max() <= platform.width_um / 2 - platform.margin_um + 0.01
    for index, one in enumerate(clouds):
        for other in clouds[index + 1 :]:
            assert gap_um(one, other, pitch_um) >= platform.gap_um - 0.01
            assert np.abs(one[:, None] - other[None]).max(axis=2).min() >= pitch_um - 0.01


CELLS = arrays(
    np.bool_, st.tuples(*[st.integers(1, 7)] * 3), elements=st.booleans(), fill=st.just(True)
).filter(np.any)


@st.composite
def beds(draw: st.DrawFn) -> Platform:
    return Platform(
        draw(st.integers(16_000, 24_000)),
        draw(st.integers(16_000, 24_000)),
        draw(st.integers(12_000, 24_000)),
        gap_um=draw(st.sampled_from([0, 700, 1_000, 1_500, 2_300])),
        margin_um=draw(st.sampled_from([0, 1_300])),
        keep_outs=draw(st.sampled_from([(), (Polygon(box(4, 3, 6.5, 7.2)),)])),
        stacked=True,
        floor_um=draw(st.sampled_from([0, 900])),
    )


@settings(max_examples=50)
@given(bed=beds(), pieces=st.lists(CELLS, min_size=2, max_size=10))
def test_whatever_is_added_keeps_all_distances_and_comes_apart(
    bed: Platform, pieces: list[Cells]
) -> None:
    case = problem(bed, *map(solid, pieces))
    build = open_build(case, case.machines[0])

    added = [build.add(piece) for piece in case.pieces]

    assert build.placements == tuple(place for place in added if place is not None)
    assert_all_distances_are_kept(case, build.placements, 1_000)
    bodies = [placed_body(case.orientation[p.piece, "solid"], p) for p in build.placements]
    assert removal_order([body for body in bodies if body is not None]).stuck == ()


@settings(max_examples=30)
@given(
    pieces=st.lists(CELLS, min_size=2, max_size=6),
    at=st.tuples(*[st.integers(2_000, 12_000)] * 3),
    quarters=st.integers(0, 3),
    gap=st.sampled_from([0, 1_000, 2_300]),
)
def test_whatever_is_added_keeps_clear_of_a_piece_between_the_lattice_lines(
    pieces: list[Cells], at: tuple[int, int, int], quarters: int, gap: int
) -> None:
    case = problem(Platform(20_000, 20_000, 20_000, gap, stacked=True), *map(solid, pieces))
    there = Placement("p0", "solid", *at, angle_mdeg=90_000 * quarters)
    build = open_build(case, case.machines[0], [there])

    for piece in case.pieces[1:]:
        build.add(piece)

    first, *others = build.placements
    assert first == there
    for place in others:
        distance = gap_um(cubes_um(case, there), cubes_um(case, place), 1_000)
        assert distance >= gap - 0.01


def test_a_round_bed_is_kept() -> None:
    bed = Platform(30_000, 30_000, 20_000, 1_000, 500, Shape.ROUND, stacked=True)
    case = problem(bed, *[solid(np.ones((5, 3, 4), bool))] * 40)
    build = open_build(case, case.machines[0])

    added = [place for piece in case.pieces if (place := build.add(piece)) is not None]

    assert len(added) >= 15
    assert_all_distances_are_kept(case, tuple(added), 1_000)


def test_pieces_lie_above_each_other() -> None:
    # Three slabs of 8 mm and two gaps of 2 mm fill 28 mm of height exactly.
    bed = Platform(20_000, 20_000, 30_000, gap_um=2_000, stacked=True, floor_um=1_000)
    case = problem(bed, *[solid(np.ones((20, 20, 8), bool))] * 3)

    found = nest(case, case.machines[0], case.pieces)

    assert found is not None
    assert sorted(place.z_um for place in found) == [1_000, 11_000, 21_000]


def test_a_piece_lies_in_the_hollow_of_another_one() -> None:
    # The pot fills the bed; there is room in it and a way out upwards.
    pot = np.ones((10, 10, 10), bool)
    pot[2:-2, 2:-2, 2:] = False
    case = problem(
        Platform(10_000, 10_000, 10_000, gap_um=1_000, stacked=True),
        solid(pot),
        solid(np.ones((4, 4, 5), bool)),
    )

    assert nest(case, case.machines[0], case.pieces) is not None


def test_a_piece_is_not_put_into_a_closed_hollow() -> None:
    cage = np.ones((10, 10, 10), bool)
    cage[2:-2, 2:-2, 2:-2] = False
    case = problem(
        Platform(10_000, 10_000, 10_000, gap_um=0, stacked=True),
        solid(cage),
        solid(np.ones((2, 2, 2), bool)),
    )

    assert nest(case, case.machines[0], case.pieces) is None


def test_pieces_are_turned_to_fit() -> None:
    # Five sticks of 5 x 2 mm stand side by side, or two lie before each other: only four fit so.
    bed = Platform(10_000, 5_000, 2_000, gap_um=0, stacked=True)
    case = problem(bed, *[solid(np.ones((5, 2, 2), bool))] * 5)

    found = nest(case, case.machines[0], case.pieces)

    assert found is not None
    assert {place.angle_mdeg for place in found} == {90_000}


def test_another_orientation_is_used_when_the_first_finds_no_place() -> None:
    bed = Platform(10_000, 10_000, 5_000, gap_um=0, stacked=True)
    upright, lying = solid(np.ones((2, 2, 8), bool)), solid(np.ones((8, 2, 2), bool), key="lying")
    case = problem(bed, [upright, lying])

    place = open_build(case, case.machines[0]).add(case.pieces[0])

    assert place == Placement("p0", "lying", 0, 0, 0)


def test_the_bed_is_not_filled_above_its_density() -> None:
    # Cubes of 125 mm³ in 20 · 20 · 20 mm³: 100 permille are 800 mm³, six cubes.
    bed = Platform(20_000, 20_000, 20_000, gap_um=0, stacked=True, density_permille=100)
    case = problem(bed, *[solid(np.ones((5, 5, 5), bool))] * 8)
    build = open_build(case, case.machines[0])

    added = [build.add(piece) is not None for piece in case.pieces]

    assert added == [True] * 6 + [False] * 2


def test_parts_with_finer_and_coarser_cubes_share_a_bed() -> None:
    fine = solid(np.ones((9, 9, 9), bool), 700)
    coarse = solid(np.ones((4, 4, 4), bool), 1_000)
    case = problem(Platform(15_000, 15_000, 8_000, gap_um=1_500, stacked=True), fine, coarse)

    assert nest(case, case.machines[0], case.pieces) is not None


def test_a_copy_goes_its_own_way() -> None:
    bed = Platform(10_000, 5_000, 5_000, gap_um=0, stacked=True)
    case = problem(bed, *[solid(np.ones((5, 5, 5), bool))] * 3)
    build = open_build(case, case.machines[0])
    build.add(case.pieces[0])

    twin = build.copy()
    twin.add(case.pieces[1])

    assert twin.add(case.pieces[2]) is None
    assert build.add(case.pieces[2]) == Placement("p2", "solid", 5_000, 0)


def test_a_copy_keeps_the_gap_to_what_was_there() -> None:
    bed = Platform(12_000, 5_000, 5_000, gap_um=1_500, stacked=True)
    case = problem(bed, *[solid(np.ones((5, 5, 5), bool))] * 2)
    build = open_build(case, case.machines[0])
    build.add(case.pieces[0])

    twin = build.copy()

    assert twin.add(case.pieces[1]) == Placement("p1", "solid", 7_000, 0)


@pytest.mark.parametrize("gap", [1_000, 2_500])
def test_a_mesh_library_measures_the_same_gaps(gap: int) -> None:
    ring = np.ones((9, 9, 3), bool)
    ring[2:-2, 2:-2] = False
    stands: list[Orientation] = [solid(ring)] * 3 + [solid(np.ones((3, 4, 5), bool))] * 5
    case = problem(Platform(24_000, 24_000, 24_000, gap, stacked=True), *stands)

    found = nest(case, case.machines[0], case.pieces)

    assert found is not None
    meshes = [_mesh(case, place) for place in found]
    gaps = [one.min_gap(other, 10_000) for i, one in enumerate(meshes) for other in meshes[i + 1 :]]
    assert min(gaps) >= gap - 0.01


def _mesh(case: Problem, place: Placement) -> manifold3d.Manifold:
    corners = np.rint(cubes_um(case, place) - 500)
    cube = manifold3d.Manifold.cube((1_000, 1_000, 1_000))
    return manifold3d.Manifold.batch_boolean(
        [cube.translate(corner) for corner in corners], manifold3d.OpType.Add
    )


def test_coarse_cubes_for_another_machine_do_not_coarsen_the_bed() -> None:
    # On a lattice of 3 mm only 2 · 2 cubes of 5 mm would fit; on their own of 1 mm it is 3 · 3.
    fine, coarse = solid(np.ones((5, 5, 5), bool)), solid(np.ones((2, 2, 2), bool), 3_000)
    elsewhere = replace(coarse, exposure_ms={"another": 1})
    bed = Platform(15_000, 15_000, 5_000, gap_um=0, stacked=True)
    case = problem(bed, *[fine] * 9, elsewhere)

    assert nest(case, case.machines[0], case.pieces[:9]) is not None
