"""A folder with good, doubtful and hopeless files, planned once and looked at from all sides."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

import pytest
from typer.testing import CliRunner

from amcenter.cli.main import app
from amcenter.exports.schedule_json import read_schedule
from solver.check import violations
from tests.amcenter.exports.reading import assert_in_place, read_build_file
from tests.amcenter.shapes import box, stl

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "sample_parts"
LIST = """\
[[parts]]
file = "guide_vane.stl"
name = "Лопатка =1+1"
material = "in718"
quantity = 3
due_days = 0.1
[[parts]]
file = "gripper_finger.stl"
material = "unobtainium"
[[parts]]
file = "open.stl"
material = "316l"
[[parts]]
file = "truncated.stl"
[[parts]]
file = "beam.stl"
material = "pa12"
"""


@dataclass(frozen=True)
class Planned:
    exit_code: int
    said: str
    """On the error output, one line."""
    answer: dict[str, list[dict[str, str]]]
    out: Path


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    folder, out = tmp_path_factory.mktemp("parts"), tmp_path_factory.mktemp("out")
    for name in ("guide_vane.stl", "gripper_finger.stl", "hostile/truncated.stl"):
        copy(SAMPLES / name, folder)
    (folder / "open.stl").write_bytes(stl(box(30, 20, 10)[:-1]))
    (folder / "beam.stl").write_bytes(stl(box(950, 40, 30)))
    (folder / "parts.toml").write_text(LIST, encoding="utf-8")
    options = ["--out", str(out), "--start", "2026-03-02T08:00", "--seconds", "5", "--json"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "C.UTF-8")
        result = CliRunner().invoke(app, ["plan", str(folder), *options])
    said = " ".join(result.stderr.split())
    return Planned(result.exit_code, said, json.loads(result.stdout), out)


def test_files_that_could_not_be_planned_make_the_status_one(planned: Planned) -> None:
    assert planned.exit_code == 1


def test_an_unreadable_file_is_one_sentence(planned: Planned) -> None:
    assert "truncated left out: " in planned.said


def test_a_part_that_fits_nowhere_names_the_dimension_on_each_machine(planned: Planned) -> None:
    reasons = [(one["code"], one["params"]) for one in planned.answer["left_out"]]

    machines = {params["machine"] for _, params in reasons}
    assert {code for code, _ in reasons} <= {
        f"plan_too_large_{dimension}" for dimension in ("width", "depth", "height")
    }
    assert {params["piece"] for _, params in reasons} == {"beam-001"}
    assert machines == {"sls-1", "mjf-1"}


def test_an_open_mesh_is_planned_with_a_warning(planned: Planned) -> None:
    assert "open is planned all the same: The surface is not closed" in planned.said
    assert any("open-001" in build["pieces"] for build in planned.answer["builds"])


def test_an_unknown_material_becomes_the_usual_one_with_a_warning(planned: Planned) -> None:
    assert "gripper_finger: the material unobtainium is not known" in planned.said
    (build,) = [one for one in planned.answer["builds"] if "gripper_finger-001" in one["pieces"]]
    assert build["material"] == "316l"


def test_the_judge_finds_nothing(planned: Planned) -> None:
    problem, result = read_schedule(planned.out / "schedule.json")

    assert result.schedule is not None
    assert violations(problem, result.schedule) == []
    placed = sorted(piece for build in result.schedule.builds for piece in build.pieces)
    assert placed == ["gripper_finger-001", *(f"guide_vane-00{n}" for n in (1, 2, 3)), "open-001"]


def test_every_build_file_has_its_pieces_in_place(planned: Planned) -> None:
    problem, result = read_schedule(planned.out / "schedule.json")
    assert result.schedule is not None
    serials = {build.key: set(build.pieces) for build in result.schedule.builds}

    for number, build in enumerate(planned.answer["builds"]):
        read = read_build_file(planned.out / "builds" / f"{build['number']}.3mf")
        (key,) = [key for key, pieces in serials.items() if pieces == set(build["pieces"])]
        (chosen,) = [one for one in result.schedule.builds if one.key == key]
        assert_in_place(read, problem, chosen)
        assert read.facts["Title"] == build["number"], number


def test_there_is_a_picture_of_every_platform_and_of_the_whole(planned: Planned) -> None:
    numbers = {build["number"] for build in planned.answer["builds"]}

    assert {path.stem for path in (planned.out / "plates").glob("*.svg")} == numbers
    assert (planned.out / "gantt.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_tables_can_be_opened(planned: Planned) -> None:
    with (planned.out / "parts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Serial"]: row for row in csv.DictReader(file)}

    assert rows["guide_vane-001"]["Part name"] == "Лопатка =1+1"
    assert float(rows["guide_vane-001"]["Late, h"]) > 0
    assert rows["open-001"]["Due"] == ""


def test_the_page_says_who_is_late_and_what_was_left_out(planned: Planned) -> None:
    page = (planned.out / "index.html").read_text(encoding="utf-8")

    assert "guide_vane-001" in page
    assert "Part beam (1 pieces, first beam-001) is too high for sls-1" in page
    assert "truncated left out" in page


def test_check_agrees(planned: Planned) -> None:
    result = CliRunner().invoke(app, ["check", str(planned.out / "schedule.json")])

    assert (result.exit_code, result.stdout.strip()) == (
        0,
        f"The schedule keeps every rule: {len(planned.answer['builds'])} builds, 5 pieces.",
    )
