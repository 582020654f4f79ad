import json
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import pytest

from amcenter.exports.schedule_json import read_schedule, schedule_json
from amcenter.messages import LANGUAGES, catalogue
from solver.check import Rule
from solver.geometry.clearance import Rule as ClearanceRule
from solver.result import Result
from solver.schedule import Schedule
from tests.amcenter.cli.conftest import Run
from tests.amcenter.exports.examples import result, two_pieces


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a schedule of two pieces, changed in some way."""

    def write(change: Callable[[Result], Result] = lambda good: good) -> Path:
        sheet = two_pieces(tmp_path)
        assert sheet.schedule is not None
        good = result(sheet.problem, *sheet.schedule.builds)
        path = tmp_path / "schedule.json"
        path.write_bytes(schedule_json(sheet.problem, change(good)))
        return path

    return write


def overlapping(good: Result) -> Result:
    assert good.schedule is not None
    (build,) = good.schedule.builds
    first, second = build.placements
    clash = replace(second, x_um=first.x_um - 10_000, y_um=first.y_um)
    return replace(good, schedule=Schedule((replace(build, placements=(first, clash)),)))


def test_a_good_schedule_has_status_zero(run: Run, written: Callable[..., Path]) -> None:
    done = run("check", written())

    assert (done.exit_code, done.stdout) == (
        0,
        "The schedule keeps every rule: 1 builds, 2 pieces.\n",
    )


def test_every_broken_rule_is_a_line_and_the_status_one(
    run: Run, written: Callable[..., Path]
) -> None:
    done = run("check", written(overlapping))

    assert done.exit_code == 1
    first, *_, last = done.stdout.splitlines()
    assert first.startswith("Two pieces overlap. (b1, P-1-0")
    assert last == f"The schedule breaks {len(done.stdout.splitlines()) - 1} rules."


def test_broken_rules_can_be_had_as_json(run: Run, written: Callable[..., Path]) -> None:
    done = run("check", written(overlapping), "--json")

    found = json.loads(done.stdout)["violations"]
    assert {"rule", "build", "pieces", "facts"} == set(found[0])
    assert "overlap" in {one["rule"] for one in found}


def test_a_result_without_a_schedule_is_not_fine(run: Run, written: Callable[..., Path]) -> None:
    done = run("check", written(lambda good: replace(good, schedule=None)))

    assert done.exit_code == 1
    assert "no schedule" in done.stdout


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff\xfe", b'{"format": "amcenter schedule 9"}', b"solid x"]
)
def test_a_file_that_is_no_schedule_is_one_sentence(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "other.json"
    path.write_bytes(content)

    done = run("check", path)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path} is no schedule file: ")
    assert done.stderr.count("\n") == 1


def test_a_schedule_survives_its_file(written: Callable[..., Path]) -> None:
    path = written()

    assert schedule_json(*read_schedule(path)) == path.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Rule, ClearanceRule])
def test_every_rule_has_a_sentence(kind: type[StrEnum], language: str) -> None:
    assert {f"rule_{rule.value}" for rule in kind} <= set(catalogue(language))
