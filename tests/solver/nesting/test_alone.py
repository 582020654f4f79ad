from dataclasses import replace

import numpy as np
import pytest

from solver.machines import Platform, Shape
from solver.nesting import fits_alone
from solver.parts import Orientation, Piece
from solver.problem import Problem
from solver.shapes import Outline, Polygon
from tests.solver.nesting.problems import box, disc, flat, problem, rectangle, solid

PLATE = Platform(100_000, 80_000, 50_000, gap_um=3_000, margin_um=5_000)


def answer(case: Problem, piece: Piece | None = None) -> tuple[str, dict[str, str | int]] | None:
    reason = fits_alone(case, case.machines[0], piece or case.pieces[0])
    return None if reason is None else (reason.code, dict(reason.facts))


def test_a_piece_as_large_as_the_room_fits() -> None:
    assert answer(problem(PLATE, flat(rectangle(70, 90), height_um=50_000))) is None


def test_a_machine_that_does_not_run_the_build_key_is_told() -> None:
    case = problem(PLATE, flat(rectangle(10, 10)))

    assert answer(case, replace(case.pieces[0], build_key="glass")) == (
        "no_mode",
        {"machine": "m", "build_key": "glass"},
    )


def test_a_machine_that_is_not_eligible_is_told() -> None:
    case = problem(PLATE, flat(rectangle(10, 10)))

    found = answer(case, replace(case.pieces[0], eligible=frozenset()))

    assert found == ("not_eligible", {"machine": "m"})


def test_a_part_that_stands_in_no_way_on_the_machine_is_told() -> None:
    stand = Orientation("o", rectangle(10, 10), 10, 1.0, {"another": 1})

    assert answer(problem(PLATE, stand)) == ("no_orientation", {"machine": "m"})


@pytest.mark.parametrize(
    ("outline", "height_um", "code", "needed_um", "room_um"),
    [
        (rectangle(90.002, 10), 10_000, "too_wide", 90_002, 90_000),
        (rectangle(10, 70.002), 10_000, "too_deep", 70_002, 70_000),
        (rectangle(10, 10), 50_001, "too_tall", 50_001, 50_000),
    ],
)
def test_the_dimension_that_fails_is_told(
    outline: Outline, height_um: int, code: str, needed_um: int, room_um: int
) -> None:
    stand = flat(outline, angles_mdeg=(0,), height_um=height_um)

    assert answer(problem(PLATE, stand)) == (
        code,
        {"machine": "m", "orientation": "flat", "needed_um": needed_um, "room_um": room_um},
    )


def test_of_several_orientations_the_one_nearest_to_fitting_is_told() -> None:
    far = Orientation("far", rectangle(200, 10), 10_000, 1.0, {"m": 1}, (0,))
    near = Orientation("near", rectangle(10, 75), 10_000, 1.0, {"m": 1}, (0,))

    assert answer(problem(PLATE, [far, near])) == (
        "too_deep",
        {"machine": "m", "orientation": "near", "needed_um": 75_000, "room_um": 70_000},
    )


def test_keep_outs_in_the_middle_block_a_large_piece() -> None:
    post = replace(PLATE, keep_outs=(Polygon(box(2, 2, 49, 39)),))

    assert answer(problem(post, flat(rectangle(60, 60)))) == (
        "blocked_by_keep_outs",
        {"machine": "m"},
    )
    assert answer(problem(post, flat(rectangle(30, 30)))) is None


def test_a_square_as_wide_as_a_round_platform_is_too_large_for_it() -> None:
    drum = Platform(100_000, 100_000, 50_000, gap_um=0, shape=Shape.ROUND)

    assert answer(problem(drum, flat(rectangle(90, 90)))) == (
        "too_large_for_round",
        {"machine": "m"},
    )
    # The largest square in a circle of 100 mm has sides of 70.71 mm.
    assert answer(problem(drum, flat(rectangle(70.7, 70.7)))) is None
    assert answer(problem(drum, flat(disc(100)))) is None


def test_in_a_powder_bed_the_floor_counts_and_the_gap_does_not() -> None:
    bed = Platform(20_000, 20_000, 20_000, 5_000, 1_000, stacked=True, floor_um=2_000)

    assert answer(problem(bed, solid(np.ones((18, 18, 16), bool)))) is None
    assert answer(problem(bed, solid(np.ones((18, 18, 17), bool)))) == (
        "too_tall",
        {"machine": "m", "orientation": "solid", "needed_um": 17_000, "room_um": 16_000},
    )


def test_in_a_powder_bed_a_piece_is_turned_to_fit() -> None:
    bed = Platform(20_000, 10_000, 10_000, gap_um=0, stacked=True)

    assert answer(problem(bed, solid(np.ones((8, 18, 5), bool)))) is None


def test_a_powder_bed_needs_voxels() -> None:
    bed = Platform(20_000, 20_000, 20_000, 0, stacked=True)

    assert answer(problem(bed, flat(rectangle(10, 10)))) == ("no_voxels", {"machine": "m"})


def test_a_piece_denser_than_the_bed_may_be_is_told() -> None:
    # 9³ = 729 mm³ of material where 10 permille of 20³ = 80 mm³ are allowed.
    bed = Platform(20_000, 20_000, 20_000, 0, stacked=True, density_permille=10)

    assert answer(problem(bed, solid(np.ones((9, 9, 9), bool)))) == (
        "too_much_material",
        {"machine": "m", "volume_mm3": 729, "most_mm3": 80},
    )
