import math

import pytest
import shapely
from shapely import MultiPolygon, affinity

from solver.geometry.clearance import Rule, platform_violations
from solver.machines import Platform, Shape
from solver.shapes import Polygon
from tests.solver.nesting.problems import box

PLATE = Platform(100_000, 100_000, 100_000, gap_um=3_000, margin_um=5_000)


def square(x_um: float, y_um: float, side_um: float = 20_000) -> MultiPolygon:
    return MultiPolygon([shapely.box(x_um, y_um, x_um + side_um, y_um + side_um)])


def broken(platform: Platform, *shapes: MultiPolygon) -> list[tuple[Rule, tuple[str, ...]]]:
    keys = "abcdef"
    clashes = platform_violations(platform, list(zip(keys, shapes, strict=False)))
    return [(clash.rule, clash.pieces) for clash in clashes]


def test_pieces_exactly_one_gap_apart_are_fine() -> None:
    assert broken(PLATE, square(5_000, 5_000), square(28_000, 5_000)) == []


def test_the_tolerance_is_one_micrometre() -> None:
    assert broken(PLATE, square(5_000, 5_000), square(27_999.1, 5_000)) == []
    assert broken(PLATE, square(5_000, 5_000), square(27_998.9, 5_000)) == [(Rule.GAP, ("a", "b"))]


def test_what_was_measured_is_told() -> None:
    # Corner to corner: 1.2 and 1.6 mm apart in x and y make 2 mm.
    clashes = platform_violations(
        PLATE, [("a", square(5_000, 5_000)), ("b", square(26_200, 26_600))]
    )

    assert clashes[0].facts == {"distance_um": 2_000, "gap_um": 3_000}


def test_pieces_on_top_of_each_other_overlap() -> None:
    assert broken(PLATE, square(5_000, 5_000), square(5_000, 5_000)) == [(Rule.OVERLAP, ("a", "b"))]


def test_without_a_gap_pieces_may_touch_but_not_overlap() -> None:
    plate = Platform(100_000, 100_000, 100_000, gap_um=0)

    assert broken(plate, square(0, 0), square(20_000, 10_000)) == []
    assert broken(plate, square(0, 0), square(19_998, 10_000)) == [(Rule.OVERLAP, ("a", "b"))]
    assert broken(plate, square(0, 0), square(0, 0)) == [(Rule.OVERLAP, ("a", "b"))]


def test_a_piece_may_stand_in_the_window_of_another_one() -> None:
    frame = MultiPolygon([square(5_000, 5_000, 60_000).geoms[0] - square(15_000, 15_000, 40_000)])

    assert broken(PLATE, frame, square(18_000, 18_000)) == []
    assert broken(PLATE, frame, square(17_000, 18_000)) == [(Rule.GAP, ("a", "b"))]


def test_the_margin_holds_on_all_four_sides() -> None:
    assert broken(PLATE, square(5_000, 75_000)) == []
    for x_um, y_um in ((4_998, 50_000), (75_002, 50_000), (50_000, 4_998), (50_000, 75_002)):
        assert broken(PLATE, square(x_um, y_um)) == [(Rule.MARGIN, ("a",))]


def test_keep_outs_are_kept_at_the_gap() -> None:
    bolt = Polygon(box(10, 10, 50, 50))
    plate = Platform(100_000, 100_000, 100_000, gap_um=3_000, keep_outs=(bolt,))

    assert broken(plate, square(27_000, 50_000)) == []
    assert broken(plate, square(27_002, 50_000)) == [(Rule.KEEP_OUT, ("a",))]
    assert broken(plate, square(52_000, 52_000, 1_000)) == [(Rule.KEEP_OUT, ("a",))]


def test_on_a_circle_the_corners_count() -> None:
    # The corners of a square of side s lie s / sqrt(2) from its middle; 50 - 5 = 45 mm are allowed.
    plate = Platform(100_000, 100_000, 9, gap_um=0, margin_um=5_000, shape=Shape.ROUND)
    side_um = 45_000 * math.sqrt(2)

    assert broken(plate, square(50_000 - side_um / 2, 50_000 - side_um / 2, side_um)) == []
    wider_um = side_um + 4
    assert broken(plate, square(50_000 - wider_um / 2, 50_000 - wider_um / 2, wider_um)) == [
        (Rule.MARGIN, ("a",))
    ]


@pytest.mark.parametrize("angle_deg", [0, 20, 45, 77, 90, 200])
def test_on_an_ellipse_the_margin_is_a_true_distance(angle_deg: float) -> None:
    # A tiny piece on the inner normal of the edge point at this parameter, 5 mm away from it.
    plate = Platform(200_000, 100_000, 9, gap_um=0, margin_um=5_000, shape=Shape.ROUND)
    a, b, t = 100_000, 50_000, math.radians(angle_deg)
    normal = (b * math.cos(t), a * math.sin(t))
    length = math.hypot(*normal)

    def piece(inwards_um: float) -> MultiPolygon:
        x = a + a * math.cos(t) - inwards_um * normal[0] / length
        y = b + b * math.sin(t) - inwards_um * normal[1] / length
        return MultiPolygon([shapely.box(x - 0.01, y - 0.01, x + 0.01, y + 0.01)])

    assert broken(plate, piece(5_001)) == []
    assert broken(plate, piece(4_995)) == [(Rule.MARGIN, ("a",))]


def test_two_hundred_pieces_are_judged_like_pair_by_pair() -> None:
    plate = Platform(1_000_000, 1_000_000, 9, gap_um=3_000)
    shapes = [
        affinity.rotate(square(61_000 * (i % 14), 61_000 * (i // 14), 45_000), 7 * i)
        for i in range(200)
    ]
    keys = [f"p{index}" for index in range(200)]

    found = {
        clash.pieces
        for clash in platform_violations(plate, list(zip(keys, shapes, strict=True)))
        if len(clash.pieces) == 2
    }

    assert found == {
        (keys[i], keys[j])
        for i in range(200)
        for j in range(i + 1, 200)
        if shapes[i].distance(shapes[j]) < 2_999
    }
    assert len(found) > 20
