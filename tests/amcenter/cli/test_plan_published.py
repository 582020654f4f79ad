"""The published parts and all sample parts, from files to build files: slow, but the real thing."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from amcenter.cli.main import app
from amcenter.exports.schedule_json import read_schedule
from solver.check import violations
from tests.amcenter.exports.reading import assert_in_place, read_build_file

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("AMCENTER_DATA", ROOT.parent / "shared/data"))
LUZEDI = DATA / "luzedi/stl"


def plan(out: Path, *arguments: object) -> dict[str, list[dict[str, object]]]:
    """Plan, check everything that was written, and return the answer."""
    command = ["plan", *map(str, arguments), "--out", str(out), "--json", "--seed", "1"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.stderr
    problem, result = read_schedule(out / "schedule.json")
    assert result.schedule is not None
    assert violations(problem, result.schedule) == []
    answer = json.loads(done.stdout)
    number = {tuple(build["pieces"]): build["number"] for build in answer["builds"]}
    for build in result.schedule.builds:
        read = read_build_file(out / "builds" / f"{number[build.pieces]}.3mf")
        assert_in_place(read, problem, build)
    return answer


@pytest.mark.skipif(not LUZEDI.is_dir(), reason=f"the published parts are not in {LUZEDI}")
def test_the_published_parts_are_planned_on_their_four_machines(tmp_path: Path) -> None:
    files = sorted(LUZEDI.glob("*.stl"))
    machines = ROOT / "benchmarks/machines/luzedi.toml"

    answer = plan(tmp_path, *files, "--machines", machines, "--seconds", "20")

    placed = sorted(piece for build in answer["builds"] for piece in build["pieces"])
    assert placed == sorted(f"{path.stem}-001" for path in files)


def test_the_sample_parts_are_planned_in_the_demo_centre(tmp_path: Path) -> None:
    answer = plan(tmp_path, ROOT / "sample_parts", "--seconds", "10")

    assert answer["left_out"] == []
    assert answer["pieces"] == 138
    # Powder beds are among them: pieces above each other.
    assert {"sls-1", "mjf-1"} <= {build["machine"] for build in answer["builds"]}
