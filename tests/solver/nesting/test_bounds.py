import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.machines import Platform, Shape
from solver.nesting import open_build, surely_too_full
from solver.parts import Orientation
from solver.shapes import Polygon
from tests.solver.nesting.problems import box, disc, flat, frame, problem, rectangle, solid


def refused(platform: Platform, *stands: Orientation) -> bool:
    case = problem(platform, *stands)
    return surely_too_full(case, case.machines[0], case.pieces)


def test_areas_that_fill_the_platform_exactly_are_not_refused() -> None:
    plate = Platform(100_000, 100_000, 50_000, gap_um=0)

    assert not refused(plate, *[flat(rectangle(50, 50))] * 4)
    assert refused(plate, *[flat(rectangle(50, 50))] * 4, flat(rectangle(1, 1)))


def test_the_gap_takes_room_too() -> None:
    # 25 squares of 18 mm with half a gap of 2 mm around have 22² - (4 - π) · 2² = 480.6 mm² each,
    # 12014 in all; 110 mm with the same rim have 114² - 3.4 = 12993 mm², 27 squares too many.
    plate = Platform(110_000, 110_000, 50_000, gap_um=4_000)

    assert not refused(plate, *[flat(rectangle(18, 18))] * 27)
    assert refused(plate, *[flat(rectangle(18, 18))] * 28)


def test_keep_outs_take_room() -> None:
    half = Polygon(box(100, 50))
    plate = Platform(100_000, 100_000, 50_000, gap_um=0, keep_outs=(half,))

    assert not refused(plate, *[flat(rectangle(50, 50))] * 2)
    assert refused(plate, *[flat(rectangle(50, 50))] * 3)


def test_the_window_of_a_frame_is_free() -> None:
    # 60² - 50² = 1100 mm² leave 2500 of 3600 mm².
    plate = Platform(60_000, 60_000, 50_000, gap_um=0)

    assert not refused(plate, flat(frame(60, 50)), flat(rectangle(50, 50)))


def test_a_piece_for_which_there_is_no_way_is_refused() -> None:
    plate = Platform(60_000, 60_000, 5_000, gap_um=0)

    assert refused(plate, flat(rectangle(1, 1), height_um=5_001))


def test_in_a_powder_bed_the_material_counts() -> None:
    # 10 permille of 100³ mm³ are 10 000 mm³, ten cubes of 1000 mm³.
    bed = Platform(100_000, 100_000, 100_000, 5_000, stacked=True, density_permille=10)
    cube = solid(np.ones((10, 10, 10), bool))

    assert not refused(bed, *[cube] * 10)
    assert refused(bed, *[cube] * 11)


sizes = st.integers(8, 30)


@settings(max_examples=40)
@given(
    side_um=st.integers(50_000, 90_000),
    gap_um=st.sampled_from([0, 1_000, 5_000]),
    shape=st.sampled_from(Shape),
    post=st.booleans(),
    stands=st.lists(
        st.one_of(
            st.builds(lambda w, d: flat(rectangle(w, d)), sizes, sizes),
            st.builds(lambda d: flat(disc(d)), sizes),
            st.builds(lambda s: flat(frame(s, s - 4)), sizes),
        ),
        max_size=30,
    ),
)
def test_what_was_placed_is_never_refused(
    side_um: int, gap_um: int, shape: Shape, post: bool, stands: list[Orientation]
) -> None:
    posts = (Polygon(box(6, 6, 20, 20)),) if post else ()
    case = problem(Platform(side_um, side_um, 50_000, gap_um, 500, shape, posts), *stands)
    build = open_build(case, case.machines[0])

    fitting = [piece for piece in case.pieces if build.add(piece) is not None]

    assert not surely_too_full(case, case.machines[0], fitting)
