"""Post-processing steps: counted by builds, pieces and areas."""

from dataclasses import replace
from decimal import Decimal

import pytest

from amcenter.estimates.builds import own_builds, shared_builds
from amcenter.estimates.candidate import Candidate
from amcenter.estimates.post_processing import attended_work, steps_of, waiting
from amcenter.intake.support import Support
from amcenter.tables import PostStepRow
from tests.amcenter.estimates.conftest import MakePart, Workshop, step


def work_h(found: Candidate, row: PostStepRow, pieces: int) -> float:
    builds = own_builds(pieces, found.filling.capacity)
    work = attended_work(found, builds, steps_of(found, builds, (row,)))
    return sum(float(one.value) for one in work.terms if one.code == f"step:{row.key}") / 3600


@pytest.mark.parametrize(
    ("basis", "hours"),
    [
        ("build", 2 * 0.5),  # six pieces are two builds
        ("piece", 6 * 0.5),
        ("surface_cm2", 6 * 22 * 0.5),  # 2 · (30 · 20 + 30 · 10 + 20 · 10) mm2
        ("cut_cm2", 6 * 6 * 0.5),  # it stands on 30 x 20 mm2
    ],
)
def test_a_step_is_counted_by_its_basis(
    workshop: Workshop, part: MakePart, basis: str, hours: float
) -> None:
    found = workshop.candidate(part())

    assert work_h(found, step("x", basis, work_h=0.5), 6) == pytest.approx(hours)


def test_supports_are_removed_where_there_are_any(workshop: Workshop, part: MakePart) -> None:
    found = workshop.candidate(part())
    row = step("removal", "support_cm2", work_h=0.01)
    carried = replace(found.orientation, supports=(Support(45.0, 1000.0, area_mm2=300.0),))

    assert steps_of(found, own_builds(1, 5), (row,)) == ()
    assert work_h(replace(found, orientation=carried), row, 2) == pytest.approx(2 * 3 * 0.01)


def test_no_cut_is_larger_than_the_shadow(workshop: Workshop, part: MakePart) -> None:
    found = workshop.candidate(part())
    # undersides of 900 mm2, some above others, over a shadow of 600 mm2
    carried = replace(found.orientation, supports=(Support(45.0, 1000.0, area_mm2=900.0),))

    hours = work_h(replace(found, orientation=carried), step("cut", "cut_cm2", work_h=1.0), 1)

    assert hours == pytest.approx(6)


def test_people_work_at_the_machine_and_on_the_pieces(workshop: Workshop, part: MakePart) -> None:
    found = workshop.candidate(part())
    builds = own_builds(1, 5)
    steps = steps_of(found, builds, (step("blast", "piece", work_h=0.1),))

    # 3600 s of set-up, 1800 s of unloading, 360 s of blasting
    assert attended_work(found, builds, steps).total == Decimal(5760)


def test_in_shared_builds_a_piece_has_its_part_of_the_work(
    workshop: Workshop, part: MakePart
) -> None:
    found = workshop.candidate(part())
    builds = shared_builds(1, 5)
    steps = steps_of(found, builds, (step("relief", "build", work_h=0.5),))

    # a fifth of 3600 + 1800 + 1800 s
    assert attended_work(found, builds, steps).total == Decimal(1440)


def test_all_pieces_wait_together(workshop: Workshop, part: MakePart) -> None:
    workshop.floor.parameter_set.after_s = 7200
    found = workshop.candidate(part())
    builds = own_builds(100, 5)
    steps = steps_of(found, builds, (step("relief", "build", wait_h=10.0),))

    assert waiting(found, steps).total == Decimal(7200 + 36000)


def test_a_step_without_work_or_waiting_has_no_such_term(
    workshop: Workshop, part: MakePart
) -> None:
    found = workshop.candidate(part())
    builds = own_builds(1, 5)
    steps = steps_of(found, builds, (step("outside", "piece", cost=100.0),))

    assert {one.code for one in attended_work(found, builds, steps).terms} == {"setup", "unload"}
    assert waiting(found, steps).terms == ()
