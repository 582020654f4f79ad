import os
from pathlib import Path

import pytest

from solver import MaxIterations, optimise
from solver.instances import read_luzedi

DATA = Path(os.environ.get("AMCENTER_DATA", Path(__file__).parents[4] / "shared" / "data"))
FOLDER = DATA / "luzedi"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Four machines of the published shape and two parts: a frame with a hole, a triangle."""
    rows = ["250 250 350 3600 0.1 0.05 252", "300 300 400 4320 0.1 0.05 270"]
    table = "\n".join([*rows, "300 400 450 5040 0.1 0.05 288", "400 400 500 5760 0.1 0.05 306"])
    (tmp_path / "part_machine_data_machine_info.txt").write_text(table)
    (tmp_path / "part_machine_data_part_info.txt").write_text("12 1000 0\n10.5 2000 400\n")
    frame = "0 10 10 0 NaN 2 8 8 2\n0 0 10 10 NaN 2 2 8 8\n"
    (tmp_path / "part_machine_data_projection.txt").write_text(frame + "-5 5 0\n0 0 5\n")
    (tmp_path / "instances").mkdir()
    (tmp_path / "instances" / "P3M2-0.txt").write_text("1 0 1")
    return tmp_path


def test_an_instance_is_read_as_published(small: Path) -> None:
    problem = read_luzedi(small, "P3M2-0")

    assert [machine.key for machine in problem.machines] == ["m3", "m4"]
    assert [piece.part for piece in problem.pieces] == ["part1", "part0", "part1"]
    stand = problem.part["part1"].orientations[0]
    # 0.1 s/mm3 for 2000 mm3 and 0.05 s/mm3 for 400 mm3 of supports.
    assert stand.exposure_ms == {"m3": 220_000, "m4": 220_000}
    assert stand.height_um == 10_500
    assert len(problem.part["part0"].orientations[0].outline.polygons[0].holes) == 1


def test_a_build_lasts_as_long_as_the_published_model_says(small: Path) -> None:
    # All on m3: 5040 + 220 + 100 + 220 + 288 · 12 = 9036 s. Part 0 on m4 alone would take
    # 5760 + 100 + 306 · 12 = 9532 s, and part 1 there 5760 + 220 + 306 · 10.5 = 9193 s.
    result = optimise(read_luzedi(small, "P3M2-0"), MaxIterations(1))

    assert result.objective == 9036


@pytest.mark.skipif(not FOLDER.exists(), reason="the benchmark data is not here")
def test_a_published_instance_is_planned_completely() -> None:
    problem = read_luzedi(FOLDER, "P25M2-0")

    result = optimise(problem, MaxIterations(3))

    assert result.schedule is not None
    assert len(problem.pieces) == 25
