import numpy as np

from solver.builds import Placement
from solver.geometry.clearance import Rule
from solver.geometry.placements import placement_violations
from solver.machines import Platform, Shape
from solver.parts import Orientation
from solver.shapes import Polygon
from tests.solver.nesting.problems import box, problem, rectangle, solid

BED = Platform(
    100_000, 100_000, 80_000, gap_um=4_000, margin_um=5_000, stacked=True, floor_um=3_000
)
CUBE = solid(np.ones((10, 10, 10), bool))


def broken(
    platform: Platform, *places: tuple[int, int, int], stand: Orientation = CUBE
) -> list[Rule]:
    case = problem(platform, *[stand] * len(places))
    placements = [
        Placement(f"p{index}", stand.key, x, y, z) for index, (x, y, z) in enumerate(places)
    ]
    return [c.rule for c in placement_violations(case, case.machines[0], placements)]


def test_cubes_may_lie_above_each_other() -> None:
    assert broken(BED, (5_000, 5_000, 3_000), (5_000, 5_000, 17_000)) == []


def test_the_gap_counts_in_space() -> None:
    # Diagonally 2, 2 and 2 mm apart: 3.46 mm, too near; 3, 3 and 0: 4.24 mm.
    assert broken(BED, (5_000, 5_000, 3_000), (17_000, 17_000, 15_000)) == [Rule.GAP]
    assert broken(BED, (5_000, 5_000, 3_000), (18_000, 18_000, 3_000)) == []
    assert broken(BED, (5_000, 5_000, 3_000), (14_000, 14_000, 12_000)) == [Rule.OVERLAP]


def test_walls_floor_and_lid_are_kept() -> None:
    assert broken(BED, (85_000, 85_000, 67_000)) == []
    assert broken(BED, (85_002, 5_000, 3_000)) == [Rule.MARGIN]
    assert broken(BED, (5_000, 5_000, 2_999)) == [Rule.FLOOR]
    assert broken(BED, (5_000, 5_000, 67_001)) == [Rule.HEIGHT]


def test_keep_outs_reach_from_floor_to_lid() -> None:
    post = Platform(
        100_000,
        100_000,
        80_000,
        gap_um=4_000,
        keep_outs=(Polygon(box(10, 10, 50, 50)),),
        stacked=True,
    )

    assert broken(post, (36_000, 50_000, 60_000)) == []
    assert broken(post, (36_002, 50_000, 60_000)) == [Rule.KEEP_OUT]


def test_in_a_round_bed_the_corners_count() -> None:
    # The far corner of a cube of 10 mm at (80, 45) lies at (40, 5) from the middle: 40.3 mm.
    drum = Platform(100_000, 100_000, 80_000, 0, 9_500, Shape.ROUND, stacked=True)

    assert broken(drum, (80_000, 45_000, 0)) == []
    assert broken(drum, (81_000, 45_000, 0)) == [Rule.MARGIN]


def test_too_much_material_is_told() -> None:
    # Two cubes of 1000 mm³ in 20 · 20 · 10 mm³ are 500 permille.
    full = Platform(20_000, 20_000, 10_000, 0, stacked=True, density_permille=500)
    fuller = Platform(20_000, 20_000, 10_000, 0, stacked=True, density_permille=499)

    assert broken(full, (0, 0, 0), (10_000, 10_000, 0)) == []
    assert broken(fuller, (0, 0, 0), (10_000, 10_000, 0)) == [Rule.DENSITY]


def test_interlocked_pieces_are_named() -> None:
    cells = np.ones((11, 11, 1), bool)
    cells[1:-1, 1:-1] = False
    flat, upright = solid(cells, key="flat"), solid(cells.transpose(0, 2, 1), key="upright")
    bed = Platform(50_000, 50_000, 50_000, gap_um=2_000, stacked=True)
    case = problem(bed, flat, upright)

    clashes = placement_violations(
        case,
        case.machines[0],
        [Placement("p0", "flat", 0, 0, 5_000), Placement("p1", "upright", 5_000, 5_000, 0)],
    )

    assert [(clash.rule, clash.pieces) for clash in clashes] == [(Rule.INTERLOCKED, ("p0", "p1"))]


def test_a_piece_without_voxels_is_told() -> None:
    stand = Orientation("flat", rectangle(10, 10), 10_000, 1.0, {"m": 1})

    assert broken(BED, (5_000, 5_000, 3_000), stand=stand) == [Rule.NO_VOXELS]


def test_on_one_level_nothing_floats_or_is_too_tall() -> None:
    plate = Platform(100_000, 100_000, 9_999, gap_um=0)

    assert broken(plate, (0, 0, 1)) == [Rule.FLOOR, Rule.HEIGHT]
