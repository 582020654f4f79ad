"""A build's file against the schedule, read by the format's own library and by our intake."""

from pathlib import Path

import numpy as np
import pytest

from amcenter.exports.builds import box_corner_mm, mesh_of, place, write_build
from amcenter.exports.sheet import PlanSheet
from amcenter.intake.threemf import read_3mf
from solver.builds import Placement
from tests.amcenter.exports.examples import FLAT, box_file, sheet_of, wanted
from tests.amcenter.exports.reading import assert_in_place, read_build_file


def written(folder: Path, *placements: Placement) -> tuple[PlanSheet, Path]:
    """Return a plan of boxes that were drawn away from the origin, and the file of its build."""
    source = box_file(folder, moved=(100, -50, 7))
    sheet = sheet_of(
        wanted(source, len(placements), orientation=placements[0].orientation), *placements
    )
    path = folder / "build.3mf"
    with path.open("wb") as target:
        write_build(target, sheet, sheet.builds[0], {"P-1": source})
    return sheet, path


@pytest.mark.parametrize(
    ("orientation", "angle_mdeg", "low_mm", "high_mm"),
    [
        # A 30 x 20 x 10 box whose lower left corner goes to (40, 50) before it is turned there.
        (FLAT, 0, (40, 50, 0), (70, 70, 10)),
        (FLAT, 90_000, (20, 50, 0), (40, 80, 10)),
        (FLAT, 180_000, (10, 30, 0), (40, 50, 10)),
        (FLAT, 270_000, (40, 20, 0), (60, 50, 10)),
        ("x+", 0, (40, 50, 0), None),
    ],
)
def test_a_piece_lies_where_its_placement_says(
    tmp_path: Path,
    orientation: str,
    angle_mdeg: int,
    low_mm: tuple[float, ...],
    high_mm: tuple[float, ...] | None,
) -> None:
    placement = Placement("P-1-001", orientation, 40_000, 50_000, 0, angle_mdeg)

    _, path = written(tmp_path, placement)

    points = read_build_file(path).items[0].points_mm
    # The frame is that of the outline, which lies up to 0.02 mm outside of the part.
    np.testing.assert_allclose(points.min(axis=0), low_mm, atol=0.02)
    if high_mm is not None:
        np.testing.assert_allclose(points.max(axis=0), high_mm, atol=0.02)
    assert np.ptp(points[:, 2]) == pytest.approx(30 if orientation == "x+" else 10, abs=1e-4)


@pytest.mark.parametrize("angle_mdeg", [0, 17_500, 90_000, 234_567])
@pytest.mark.parametrize("orientation", [FLAT, "x+", "y-"])
def test_no_vertex_leaves_the_outline_that_the_judge_has_seen(
    tmp_path: Path, orientation: str, angle_mdeg: int
) -> None:
    sheet, path = written(
        tmp_path, Placement("P-1-001", orientation, 50_000, 50_000, 0, angle_mdeg)
    )

    assert_in_place(read_build_file(path), sheet.problem, sheet.builds[0].build)


def test_our_own_reader_finds_the_same_build(tmp_path: Path) -> None:
    places = [
        Placement("P-1-001", FLAT, 10_000, 10_000, 0, 0),
        Placement("P-1-002", FLAT, 80_000, 50_000, 0, 90_000),
    ]

    _, path = written(tmp_path, *places)

    theirs = np.vstack([item.points_mm for item in read_build_file(path).items])
    ours = read_3mf(path)
    assert ours.unit == "mm"
    in_order = [np.unique(points.round(2), axis=0) for points in (ours.points, theirs)]
    np.testing.assert_allclose(*in_order, atol=0.011)


def test_the_file_says_how_the_build_is_to_be_run(tmp_path: Path) -> None:
    _, path = written(tmp_path, Placement("P-1-001", FLAT, 10_000, 10_000, 0, 0))

    build = read_build_file(path)

    assert build.items[0].name == "Кронштейн"
    assert build.facts == {
        "Title": "B-2026-0001",
        "Application": "amcenter",
        "Machine": "Малая № 1",
        "Process": "pbf_lb_m",
        "Material": "316l",
        "ParameterSet": "small-316l",
        "LayerMicrometres": "50",
        "Layers": "200",
        "HeightMillimetres": "10",
        "SetUpBegins": "2026-03-02T08:00:00+06:00",
    }


@pytest.mark.parametrize("orientation", [FLAT, "x+", "z-"])
def test_the_box_of_a_stacked_piece_begins_exactly_at_its_placement(
    tmp_path: Path, orientation: str
) -> None:
    # Cubes begin at the corner of the box, so there is no hair between them.
    source = box_file(tmp_path, moved=(100, -50, 7))

    item = place(
        "P-1", source, Placement("P-1-001", orientation, 10_000, 20_000, 30_000), box_corner_mm
    )

    points = mesh_of(source).vertices_mm @ item.transform[:3] + item.transform[3]
    np.testing.assert_allclose(points.min(axis=0), [10, 20, 30], atol=1e-6)
