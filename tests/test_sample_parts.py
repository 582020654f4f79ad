"""The sample parts: made again they are the same, and every one is wanted for something."""

import tomllib
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from amcenter.intake.analysis import analyse
from amcenter.intake.document import analyse_file
from amcenter.intake.formats import read_soup
from amcenter.intake.tidy import tidy
from amcenter.requests.findings import findings_of
from amcenter.shop.seed import seed_shop
from amcenter.shop.shop import load_shop
from amcenter.tables import PartRow
from sample_parts import doubtful, families, truth
from sample_parts.families import FAMILIES, Family
from sample_parts.hostile_files import all_files
from sample_parts.writing import corners_of, write_stl

FOLDER = Path(families.__file__).parents[1]
TRUTH = tomllib.loads((FOLDER / "truth.toml").read_text(encoding="utf-8"))
SMOOTH = tomllib.loads((FOLDER / "opencascade.toml").read_text(encoding="utf-8"))
DOUBTFUL = tomllib.loads((FOLDER / "doubtful/doubtful.toml").read_text(encoding="utf-8"))
NAMES = sorted(path.stem for path in FOLDER.glob("*.stl"))
EXACT = sorted(name for name, row in TRUTH.items() if "closed form" in row["volume_mm3_source"])


def family(name: str) -> Family:
    return next(one for one in FAMILIES if one.name == name)


def test_every_part_has_its_truth_and_a_line_in_the_list_of_wishes() -> None:
    wishes = tomllib.loads((FOLDER / "parts.toml").read_text(encoding="utf-8"))["parts"]

    assert sorted(TRUTH) == NAMES
    assert sorted(wish["file"] for wish in wishes) == [f"{name}.stl" for name in NAMES]


def test_all_thirty_families_are_there() -> None:
    assert sorted(row["family"] for row in TRUTH.values()) == list(range(1, 31))


def test_the_set_stays_small() -> None:
    sizes = [path.stat().st_size for path in FOLDER.rglob("*") if path.suffix != ".py"]

    assert max(sizes) < 2_500_000
    assert sum(sizes) < 15_000_000


@pytest.mark.parametrize("one", FAMILIES, ids=lambda one: one.name)
def test_a_part_made_again_is_the_same_part(one: Family) -> None:
    # Not byte for byte: the last digit of a sine may differ from machine to machine.
    body, true = one.make().body, TRUTH[one.name]

    assert body.num_tri() == true["triangles"]
    assert body.volume() == pytest.approx(true["volume_mm3"], rel=2e-6)
    assert body.surface_area() == pytest.approx(true["area_mm2"], rel=2e-6)


@pytest.mark.parametrize("one", FAMILIES, ids=lambda one: one.name)
def test_a_variant_is_one_sound_body_of_another_size(one: Family) -> None:
    variant = one.variant(7)

    assert variant.body.volume() != pytest.approx(TRUTH[one.name]["volume_mm3"], rel=1e-3)
    assert len(variant.body.decompose()) == 1
    if variant.exact is not None:
        # Sums of square roots over a closed form: only rounding lies between them.
        assert variant.body.volume() == pytest.approx(variant.exact.volume_mm3, rel=1e-8)
        assert variant.body.surface_area() == pytest.approx(variant.exact.area_mm2, rel=1e-8)


def test_a_variant_is_the_same_for_the_same_seed() -> None:
    jig = family("drill_jig")

    volumes = [jig.variant(seed).body.volume() for seed in (1, 1, 2)]

    assert volumes[0] == volumes[1] != volumes[2]


def test_the_files_are_written_by_the_program(tmp_path: Path) -> None:
    write_stl(tmp_path / "again.stl", corners_of(family("gripper_finger").make().body))

    assert (tmp_path / "again.stl").read_bytes() == (FOLDER / "gripper_finger.stl").read_bytes()


def test_the_hostile_files_are_what_their_program_makes() -> None:
    plain = [file for file in all_files() if not file.data.startswith(b"PK")]

    assert all((FOLDER / "hostile" / file.name).read_bytes() == file.data for file in plain)


@pytest.mark.parametrize("name", EXACT)
def test_closed_forms_agree_with_the_exact_sum_over_the_file(name: str) -> None:
    triangles = truth.triangles_of(FOLDER / f"{name}.stl")

    assert truth.is_closed(triangles)
    assert truth.volume_mm3(triangles) == pytest.approx(TRUTH[name]["volume_mm3"], rel=2e-6)
    assert truth.area_mm2(triangles) == pytest.approx(TRUTH[name]["area_mm2"], rel=2e-6)


@pytest.mark.parametrize("name", SMOOTH)
def test_another_kernel_finds_the_same_drawing(name: str) -> None:
    # OpenCascade keeps the circles round; chords take up to 0.15 % of these parts.
    assert TRUTH[name]["volume_mm3"] == pytest.approx(SMOOTH[name]["volume_mm3"], rel=2e-3)
    assert TRUTH[name]["area_mm2"] == pytest.approx(SMOOTH[name]["area_mm2"], rel=1e-3)


def test_the_genus_of_known_shapes_is_known() -> None:
    # Handles are counted by eye: one hole of a ring; 12 x 12 cells; bores of the finger and slot.
    counted = {"labyrinth_ring": 1, "ded_blank": 1, "debris_grid": 144, "gripper_finger": 3}
    counted |= {"witness_bar": 0, "cable_gland_plate": 12, "spare_gear": 7, "guide_vane": 2}

    assert {name: TRUTH[name]["genus"] for name in counted} == counted


def test_the_doubtful_parts_are_what_their_program_makes(tmp_path: Path) -> None:
    doubtful.write_all(tmp_path)

    for made in sorted(tmp_path.iterdir()):
        assert made.read_bytes() == (FOLDER / "doubtful" / made.name).read_bytes(), made.name


@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_doubtful_part_brings_its_finding(name: str, engine: Engine) -> None:
    wanted = DOUBTFUL[name]
    document = analyse_file(FOLDER / f"doubtful/{name}.stl", f"{name}.stl", None)

    with Session(engine) as session:
        seed_shop(session)
        shop = load_shop(session)
        material = next(one for one in shop.materials if one.key == wanted["material"])
        part = PartRow(name=name, process=wanted["process"], material_id=material.id)
        found = findings_of(document, part, shop)

    assert any(one["code"].startswith(wanted["finding"]) for one in found), found


@pytest.mark.parametrize("name", ["terminal_box", "spray_nozzle", "drill_jig"])
def test_a_sound_part_brings_no_finding_that_is_meant_for_the_doubtful(name: str) -> None:
    document = analyse_file(FOLDER / f"{name}.stl", f"{name}.stl", None)

    assert document.findings == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_genus_of_every_part_is_that_of_its_truth(name: str) -> None:
    _, soup = read_soup(FOLDER / f"{name}.stl", name)

    assert analyse(tidy(soup, 1.0)).genus == TRUTH[name]["genus"]
