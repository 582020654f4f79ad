from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from solver.builds import Placement, ScheduledBuild
from solver.machines import Interval, Machine, Mode, Platform, Shape
from solver.parts import Orientation
from solver.plotting import Words, gantt_svg, plate_svg
from solver.problem import Problem
from solver.schedule import Schedule
from solver.shapes import Polygon
from tests.solver.nesting.problems import box, flat, frame, problem, rectangle, solid

HOUR = 3600
SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)


def texts(root: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in root.iter(f"{SVG}text")]


def pieces(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [node for node in root.iter(f"{SVG}path") if node.get("class") == "piece"]


def build(*places: Placement, start_s: int = 0, key: str = "B1") -> ScheduledBuild:
    hours = [start_s + HOUR * hour for hour in (0, 1, 5, 7, 8)]
    return ScheduledBuild(key, "m", "steel", places, *hours)


def plate(platform: Platform, *stands: Orientation) -> ElementTree.Element:
    case = problem(platform, *stands)
    places = [
        Placement(p.key, case.part[p.part].orientations[0].key, 30_000 * index, 10_000)
        for index, p in enumerate(case.pieces)
    ]
    return parsed(plate_svg(case, build(*places)))


PLATE = Platform(100_000, 80_000, 50_000, gap_um=3_000, margin_um=5_000)


def test_every_piece_is_drawn_where_it_stands_with_its_number() -> None:
    # Unit 1 mm: the platform begins 3 mm from the left and 9 mm from the top; y points up.
    root = plate(PLATE, flat(rectangle(20, 15)), flat(frame(25, 10)))

    first, second = pieces(root)
    assert first.get("d") == ("M3.00 79.00L23.00 79.00L23.00 64.00L3.00 64.00Z")
    assert (second.get("d") or "").count("M") == 2  # the window stays open
    assert {"1", "2", "1 p0 · part0 · 10.0 mm"} <= set(texts(root))


def test_margin_keep_outs_and_a_round_edge_are_drawn() -> None:
    drum = replace(PLATE, shape=Shape.ROUND, keep_outs=(Polygon(box(5, 5, 40, 60)),))

    root = plate(drum, flat(rectangle(20, 15)))

    assert len(list(root.iter(f"{SVG}ellipse"))) == 2
    assert any(node.text == "keep-out" for node in root.iter(f"{SVG}title"))


def test_stacked_pieces_are_drawn_from_above_and_from_the_front() -> None:
    bed = Platform(100_000, 80_000, 50_000, 3_000, stacked=True)
    step = np.ones((10, 10, 8), bool)
    step[5:, :, 4:] = False

    root = plate(bed, solid(step))

    above, front = pieces(root)
    assert len(above.get("d", "").split("L")) == 4
    assert len(front.get("d", "").split("L")) == 6  # the step shows only from the front


def test_a_picture_has_a_name_a_description_and_no_foreign_markup() -> None:
    case = problem(PLATE, flat(rectangle(20, 15)))
    wild = replace(build(Placement("p0", "flat", 0, 0)), key='<b>&"')

    root = parsed(plate_svg(case, wild, Words(build="Цикл построения")))

    assert root.get("role") == "img"
    assert (root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == (  # type: ignore[union-attr]
        'Цикл построения <b>&"',
        "machine m, 1 pieces",
    )


def shop(due_s: int | None = None) -> Problem:
    case = problem(PLATE, flat(rectangle(20, 15)), flat(rectangle(20, 15)))
    shifts = (Interval(-2 * HOUR, 6 * HOUR), Interval(10 * HOUR, 100 * HOUR))
    machine = Machine(
        "m", PLATE, {"steel": Mode(0, 50, 0)}, shifts, (Interval(20 * HOUR, 24 * HOUR),)
    )
    first, second = case.pieces
    return replace(case, machines=(machine,), pieces=(replace(first, due_s=due_s), second))


def gantt(
    case: Problem, *builds: ScheduledBuild, origin: datetime | None = None
) -> ElementTree.Element:
    return parsed(gantt_svg(case, Schedule(builds), origin=origin))


ONE, OTHER = (
    build(Placement("p0", "flat", 0, 0)),
    build(Placement("p1", "flat", 0, 0), start_s=20 * HOUR, key="B2"),
)


def test_a_build_shows_its_four_phases_in_proportion() -> None:
    root = gantt(shop(), ONE)

    (bar,) = [node for node in root.iter(f"{SVG}g") if node.get("class") == "build"]
    widths = [float(node.get("width", "0")) for node in bar.iter(f"{SVG}rect")][1:5]
    # Set-up 1 h, building 4 h, cooling 2 h, unloading 1 h.
    assert [width / widths[0] for width in widths] == pytest.approx([1, 4, 2, 1], abs=0.01)


@pytest.mark.parametrize(("due_h", "late"), [(8, False), (7, True), (None, False)])
def test_a_build_is_marked_late_when_a_piece_misses_its_date(due_h: int | None, late: bool) -> None:
    root = gantt(shop(None if due_h is None else due_h * HOUR), ONE)

    assert any(node.get("class") == "build late" for node in root.iter(f"{SVG}g")) == late
    assert any(label.startswith("! +1 h B1") for label in texts(root)) == late


def test_closed_and_blocked_hours_are_shaded() -> None:
    root = gantt(shop(), ONE, OTHER)

    titles = [node.text for node in root.iter(f"{SVG}title")]
    assert titles.count("nobody there") == 1
    assert titles.count("maintenance") == 1


def test_without_an_origin_hours_and_days_are_counted() -> None:
    labels = texts(gantt(shop(), ONE, OTHER))

    assert {"day 0", "6 h", "day 1"} <= set(labels)


def test_with_an_origin_the_axis_shows_the_clock_of_its_zone() -> None:
    # 03:00 UTC is 09:00 in Omsk; 28 h later it is 13:00 on the next day.
    origin = datetime(2026, 11, 25, 3, 0, tzinfo=UTC).astimezone(ZoneInfo("Asia/Omsk"))

    labels = texts(gantt(shop(), ONE, OTHER, origin=origin))

    assert {"2026-11-25 09:00 =", "12:00", "2026-11-26"} <= set(labels)


def test_days_stay_at_midnight_when_the_clock_changes() -> None:
    # In Berlin the 29th of March 2026 has 23 hours.
    origin = datetime(2026, 3, 28, 0, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    late = build(Placement("p1", "flat", 0, 0), start_s=60 * HOUR, key="B2")

    root = gantt(shop(), ONE, late, origin=origin)

    places = {
        node.text: float(node.get("x", "0"))
        for node in root.iter(f"{SVG}text")
        if "2026" in (node.text or "")
    }
    first, second, third = (places[f"2026-03-{day}"] for day in (28, 29, 30))
    assert (third - second) / (second - first) == pytest.approx(23 / 24, abs=0.001)


def test_a_running_build_that_began_before_is_drawn_and_marked_fixed() -> None:
    running = build(Placement("p0", "flat", 0, 0), start_s=-2 * HOUR)
    case = replace(shop(), fixed=(running,))

    root = gantt(case, running)

    assert any("fixed" in (node.text or "") for node in root.iter(f"{SVG}title"))
    assert all(float(node.get("x", "0")) >= 0 for node in root.iter(f"{SVG}rect"))
