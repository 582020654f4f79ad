"""Whatever the nester puts on a platform keeps all distances, measured here with shapely alone."""

import math
from itertools import combinations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from solver.builds import Placement
from solver.machines import Platform, Shape
from solver.nesting import nest, open_build
from solver.parts import Orientation
from solver.problem import Problem
from solver.shapes import Outline, Polygon
from tests.solver.nesting.problems import box, disc, flat, frame, l_shape, problem, rectangle

SHORT_UM = 0.01
"""Nobody may be nearer than this short of the wanted distance: far less than the judge's 1 µm."""


def world(outline: Outline, place: Placement) -> BaseGeometry:
    """Turn and move an outline with the matrix written out, apart from the code under test."""
    polygons = [shapely.Polygon(polygon.outer, polygon.holes) for polygon in outline.polygons]
    angle = math.radians(place.angle_mdeg / 1000)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    return shapely.transform(
        shapely.unary_union(polygons), lambda points: points @ turn + [place.x_um, place.y_um]
    )


def distance_from_edge(platform: Platform, shape: BaseGeometry) -> float:
    """Return the least distance of a shape from the platform's edge, negative if it is outside."""
    width, depth = platform.width_um, platform.depth_um
    if platform.shape is Shape.RECTANGLE:
        min_x, min_y, max_x, max_y = shape.bounds
        return float(min(min_x, min_y, width - max_x, depth - max_y))
    assert width == depth
    points = shapely.get_coordinates(shape) - width / 2
    return width / 2 - float(np.hypot(*points.T).max())


def assert_all_distances_are_kept(case: Problem, placements: tuple[Placement, ...]) -> None:
    platform = case.machines[0].platform
    shapes = [world(case.orientation[p.piece, p.orientation].outline, p) for p in placements]
    keep_outs = [shapely.Polygon(each.outer, each.holes) for each in platform.keep_outs]
    for shape in shapes:
        assert distance_from_edge(platform, shape) >= platform.margin_um - SHORT_UM
    pairs = [*combinations(shapes, 2), *((shape, area) for shape in shapes for area in keep_outs)]
    for one, other in pairs:
        assert one.distance(other) >= platform.gap_um - SHORT_UM
        assert one.intersection(other).area < 1_000
    for place in placements:
        stand = case.orientation[place.piece, place.orientation]
        assert place.angle_mdeg in stand.angles_mdeg
        assert place.z_um == 0


sizes = st.integers(4, 40)
outlines = st.one_of(
    st.builds(rectangle, sizes, sizes),
    st.builds(l_shape, st.integers(10, 40), st.integers(2, 8)),
    st.builds(lambda side: frame(side, side - 8), st.integers(12, 60)),
    st.builds(disc, sizes),
)
angles = st.sampled_from([(0,), (0, 90_000, 180_000, 270_000), (0, 33_333, 123_456), (45_000,)])
orientations = st.builds(lambda outline, turns: flat(outline, angles_mdeg=turns), outlines, angles)


@st.composite
def platforms(draw: st.DrawFn) -> Platform:
    side_um = draw(st.integers(60_000, 130_000))
    bolts = draw(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=3))
    return Platform(
        side_um,
        side_um,
        100_000,
        gap_um=draw(st.sampled_from([0, 1, 1_500, 3_001])),
        margin_um=draw(st.sampled_from([0, 1_000, 4_999])),
        shape=draw(st.sampled_from(Shape)),
        keep_outs=tuple(Polygon(box(8, 11, x, y)) for x, y in bolts),
    )


@settings(max_examples=60)
@given(platform=platforms(), stands=st.lists(orientations, min_size=1, max_size=14))
def test_whatever_is_added_keeps_all_distances(
    platform: Platform, stands: list[Orientation]
) -> None:
    case = problem(platform, *stands)
    build = open_build(case, case.machines[0])

    added = [build.add(piece) for piece in case.pieces]

    assert build.placements == tuple(place for place in added if place is not None)
    assert_all_distances_are_kept(case, build.placements)


@settings(max_examples=30)
@given(
    platform=platforms(),
    stands=st.lists(orientations, min_size=2, max_size=8),
    at=st.tuples(st.integers(20_000, 40_000), st.integers(20_000, 40_000)),
    angle_mdeg=st.integers(0, 359_999),
)
def test_whatever_is_added_keeps_clear_of_what_was_there(
    platform: Platform, stands: list[Orientation], at: tuple[int, int], angle_mdeg: int
) -> None:
    case = problem(platform, *stands)
    there = Placement("p0", "flat", *at, angle_mdeg=angle_mdeg)
    build = open_build(case, case.machines[0], [there])

    added = [build.add(piece) for piece in case.pieces[1:]]

    first, *others = build.placements
    assert first == there
    shape = world(stands[0].outline, there)
    for place in others:
        other = world(case.orientation[place.piece, "flat"].outline, place)
        assert shape.distance(other) >= platform.gap_um - SHORT_UM
        assert shape.intersection(other).area < 1_000
    assert_all_distances_are_kept(case, tuple(place for place in added if place is not None))


def test_a_copy_goes_its_own_way() -> None:
    case = problem(Platform(50_000, 25_000, 10_000, gap_um=0), *[flat(rectangle(25, 25))] * 3)
    first, second, third = case.pieces
    build = open_build(case, case.machines[0])
    build.add(first)

    twin = build.copy()
    twin.add(second)

    assert len(build.placements) == 1
    assert len(twin.placements) == 2
    assert twin.add(third) is None
    assert build.add(third) == Placement("p2", "flat", 25_000, 0)


def test_the_preferred_orientation_comes_first() -> None:
    # The long way round is preferred; on the second piece only the other one is left.
    long, short = flat(rectangle(40, 20), angles_mdeg=(0,)), flat(rectangle(20, 20))
    ways = [long, Orientation("short", short.outline, 5_000, 1.0, {"m": 1})]
    case = problem(Platform(60_000, 20_000, 10_000, gap_um=0), ways, ways)
    build = open_build(case, case.machines[0])

    assert build.add(case.pieces[0]) == Placement("p0", "flat", 0, 0)
    assert build.add(case.pieces[1]) == Placement("p1", "short", 40_000, 0)


def test_only_orientations_for_the_machine_that_are_low_enough_are_used() -> None:
    square = rectangle(10, 10)
    elsewhere = Orientation("elsewhere", square, 5_000, 1.0, {"another": 1})
    tall = Orientation("tall", square, 10_001, 1.0, {"m": 1})
    good = Orientation("good", square, 10_000, 1.0, {"m": 1})
    case = problem(Platform(50_000, 50_000, 10_000, gap_um=0), [elsewhere, tall, good])

    place = open_build(case, case.machines[0]).add(case.pieces[0])

    assert place is not None
    assert place.orientation == "good"


def test_a_piece_may_stand_inside_another_one() -> None:
    # The frame fills the platform; only its window of 40 mm is left for the square of 30 mm.
    platform = Platform(60_000, 60_000, 10_000, gap_um=3_000)
    case = problem(platform, flat(frame(60, 40)), flat(rectangle(30, 30)))

    found = nest(case, case.machines[0], case.pieces)

    assert found is not None
    assert_all_distances_are_kept(case, found)


def test_a_piece_is_turned_into_the_corner_of_another_one() -> None:
    # Two L of 20 mm with walls of 12 mm: moved by (4, 12) mm and turned by 180°, the second one
    # stands on the notch of the first. Unturned it would have to move by 12 mm in x as well.
    platform = Platform(24_000, 32_000, 10_000, gap_um=0)
    case = problem(platform, *[flat(l_shape(20, 12))] * 2)

    found = nest(case, case.machines[0], case.pieces)

    assert found is not None
    assert_all_distances_are_kept(case, found)


def test_a_piece_as_large_as_the_room_fits() -> None:
    platform = Platform(100_000, 70_000, 10_000, gap_um=3_000, margin_um=5_000)
    case = problem(platform, flat(rectangle(90, 60)))

    assert open_build(case, case.machines[0]).add(case.pieces[0]) == Placement(
        "p0", "flat", 5_000, 5_000
    )


def test_two_pieces_that_exactly_share_the_room_fit() -> None:
    # 2 · 43.5 mm + 3 mm of gap = 90 mm, the room inside the margins.
    platform = Platform(100_000, 70_000, 10_000, gap_um=3_000, margin_um=5_000)
    case = problem(platform, *[flat(rectangle(43.5, 60))] * 2)

    assert nest(case, case.machines[0], case.pieces) is not None


def test_a_disc_as_large_as_a_round_platform_fits() -> None:
    platform = Platform(100_000, 100_000, 10_000, gap_um=3_000, margin_um=5_000, shape=Shape.ROUND)
    case = problem(platform, flat(disc(90), angles_mdeg=(10_000,)))

    assert open_build(case, case.machines[0]).add(case.pieces[0]) is not None


def test_where_a_piece_was_found_outside_the_grid_nothing_else_goes() -> None:
    platform = Platform(100_000, 100_000, 10_000, gap_um=3_000, margin_um=5_000, shape=Shape.ROUND)
    case = problem(platform, flat(disc(90), angles_mdeg=(10_000,)), flat(rectangle(20, 20)))
    build = open_build(case, case.machines[0])
    build.add(case.pieces[0])

    assert build.add(case.pieces[1]) is None


def test_on_an_oval_platform_the_margin_is_a_distance() -> None:
    # The edge is drawn with 20 000 corners, less than 0.1 µm inside the true one.
    platform = Platform(200_000, 100_000, 10_000, gap_um=1_000, margin_um=2_000, shape=Shape.ROUND)
    case = problem(platform, *[flat(rectangle(20, 20))] * 60)
    build = open_build(case, case.machines[0])

    added = [place for piece in case.pieces if (place := build.add(piece)) is not None]

    t = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    edge = shapely.Polygon(
        np.stack([100_000 + 100_000 * np.cos(t), 50_000 + 50_000 * np.sin(t)], 1)
    )
    shapes = [world(rectangle(20, 20), place) for place in added]
    assert len(shapes) >= 20
    assert all(edge.contains(shape) for shape in shapes)
    assert min(edge.exterior.distance(shape) for shape in shapes) >= 1_999.9


def test_an_outline_without_area_takes_no_room() -> None:
    line = Outline((Polygon(((0, 0), (10_000, 0), (20_000, 0))),))
    case = problem(Platform(20_000, 20_000, 10_000, gap_um=0), flat(line, angles_mdeg=(0,)))

    assert open_build(case, case.machines[0]).add(case.pieces[0]) is not None
