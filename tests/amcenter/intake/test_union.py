"""The room that overlapping bodies fill."""

import pytest
import trimesh

from amcenter.intake import union
from amcenter.intake.analysis import PartAnalysis, analyse
from tests.amcenter.intake.meshes import box, inside_out, tidied

CUBE = box((10, 10, 10))


def measured(*meshes: trimesh.Trimesh) -> PartAnalysis:
    return analyse(tidied(*meshes))


def test_room_that_two_cubes_share_counts_once() -> None:
    # 2 · 1000 - 5³
    analysis = measured(CUBE, box((10, 10, 10), at=(5, 5, 5)))

    assert (analysis.volume_mm3, analysis.bodies_overlap) == (pytest.approx(2000), True)
    assert analysis.volume_union_mm3 == pytest.approx(1875)


def test_a_cube_in_a_cube_fills_nothing_more() -> None:
    analysis = measured(CUBE, box((4, 4, 4), at=(3, 3, 3)))

    assert (analysis.volume_mm3, analysis.bodies_overlap) == (pytest.approx(1064), True)
    assert analysis.volume_union_mm3 == pytest.approx(1000)


@pytest.mark.parametrize("at", [(10, 5, 0), (30, 0, 0), (10, 10, 10)])
def test_cubes_that_only_touch_do_not_overlap(at: tuple[float, float, float]) -> None:
    analysis = measured(CUBE, box((10, 10, 10), at=at))

    assert (analysis.volume_union_mm3, analysis.bodies_overlap) == (pytest.approx(2000), False)


def test_a_body_in_a_cavity_overlaps_nothing() -> None:
    # 1000 - 216 + 8
    analysis = measured(
        CUBE, inside_out(box((6, 6, 6), at=(2, 2, 2))), box((2, 2, 2), at=(4, 4, 4))
    )

    assert (analysis.volume_union_mm3, analysis.bodies_overlap) == (pytest.approx(792), False)


def test_a_body_that_reaches_into_a_cavity_fills_part_of_it() -> None:
    # A bar 2 x 2 x 14 along z through the middle of a cube with a cavity 6³: 2·2·(14 - 2·2) is new.
    analysis = measured(
        CUBE,
        inside_out(box((6, 6, 6), at=(2, 2, 2))),
        box((2, 2, 14), at=(4, 4, -2)),
    )

    assert analysis.volume_mm3 == pytest.approx(1000 - 216 + 56)
    assert analysis.volume_union_mm3 == pytest.approx(1000 - 216 + 40)


def test_three_in_a_row_share_twice() -> None:
    bars = [box((10, 10, 10), at=(9 * n, 0, 0)) for n in range(3)]

    assert measured(*bars).volume_union_mm3 == pytest.approx(2800)


def test_boxes_that_overlap_need_not_mean_that_bodies_do() -> None:
    ring = trimesh.creation.annulus(20, 25, 10)
    pin = trimesh.creation.cylinder(3, 30)

    analysis = measured(ring, pin)

    assert analysis.bodies_overlap is False
    assert analysis.volume_union_mm3 == analysis.volume_mm3


def test_what_would_be_too_much_work_stays_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(union, "MAX_UNITED_TRIANGLES", 23)

    analysis = measured(CUBE, box((10, 10, 10), at=(5, 5, 5)))

    assert (analysis.volume_union_mm3, analysis.bodies_overlap) == (None, None)
