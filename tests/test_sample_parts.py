"""The sample parts: made again they are the same, and every one is wanted for something."""

import tomllib
from pathlib import Path

import pytest

from sample_parts import families, generate, truth
from sample_parts.families import general, rotating
from sample_parts.hostile_files import all_files

FOLDER = Path(families.__file__).parents[1]
TRUTH = tomllib.loads((FOLDER / "truth.toml").read_text(encoding="utf-8"))
NAMES = sorted(path.stem for path in FOLDER.glob("*.stl"))


def test_every_part_has_its_truth_and_a_line_in_the_list_of_wishes() -> None:
    wishes = tomllib.loads((FOLDER / "parts.toml").read_text(encoding="utf-8"))["parts"]

    assert sorted(TRUTH) == NAMES
    assert sorted(wish["file"] for wish in wishes) == [f"{name}.stl" for name in NAMES]
    assert len({entry["family"] for entry in TRUTH.values()}) >= 12


def test_the_set_stays_small() -> None:
    sizes = [path.stat().st_size for path in FOLDER.rglob("*") if path.suffix != ".py"]

    assert max(sizes) < 1_000_000
    assert sum(sizes) < 10_000_000


@pytest.mark.parametrize(
    "make", [general.gripper_finger, general.terminal_box, rotating.guide_vane]
)
def test_a_part_made_again_is_the_same_part(tmp_path: Path, make: families.Maker) -> None:
    part = make()
    generate.write_stl(tmp_path / "again.stl", part.body)

    triangles = truth.triangles_of(tmp_path / "again.stl")

    true = TRUTH[part.name]
    assert truth.volume_mm3(triangles) == pytest.approx(true["volume_mm3"], rel=2e-6)
    assert truth.area_mm2(triangles) == pytest.approx(true["area_mm2"], rel=2e-6)


def test_the_hostile_files_are_what_their_program_makes() -> None:
    plain = [file for file in all_files() if not file.data.startswith(b"PK")]

    assert all((FOLDER / "hostile" / file.name).read_bytes() == file.data for file in plain)


@pytest.mark.parametrize("name", ["gripper_finger", "witness_bar", "cable_gland_plate"])
def test_closed_forms_agree_with_the_exact_sum_over_the_file(name: str) -> None:
    triangles = truth.triangles_of(FOLDER / f"{name}.stl")

    assert truth.is_closed(triangles)
    assert truth.volume_mm3(triangles) == pytest.approx(TRUTH[name]["volume_mm3"], rel=2e-6)
    assert truth.area_mm2(triangles) == pytest.approx(TRUTH[name]["area_mm2"], rel=2e-6)
