from collections import Counter
from pathlib import Path

import pytest

from amcenter.errors import BadInput
from amcenter.processes import PROCESSES
from amcenter.shop.catalogue import parse, read_catalogue, shipped, shipped_file
from amcenter.shop.catalogue_file import Figures, Sourced
from amcenter.tables import QualityClass

REPOSITORY = Path(__file__).parents[3]
LUZEDI = REPOSITORY / "benchmarks" / "machines" / "luzedi.toml"

OWN = """
extends = true
[[machines]]
key = "mine"
name = "My M 290"
model = "EOS M 290"
calendar = "always"
"""


def sourced_groups() -> list[Sourced]:
    file = shipped_file()
    own = [
        group
        for model in file.models
        for entry in model.sets
        for group in entry.figures
        if isinstance(group, Figures)
    ]
    return [*file.models, *file.materials, *file.changeovers, *file.figures.values(), *own]


def test_every_group_of_figures_has_a_source_or_says_that_it_is_not_verified() -> None:
    groups = sourced_groups()

    assert len(groups) > 100
    assert all(group.source_url or not group.verified for group in groups)
    assert all((group.source_url or "https://").startswith("https://") for group in groups)


def test_figures_of_russian_machines_are_not_verified() -> None:
    catalogue = shipped()
    russian = {model.name for model in catalogue.models if model.name.startswith("Rosatom")}

    assert {"Rosatom RusMelt 300M", "Rosatom RusMelt 310M", "Rosatom RusMelt 600M"} <= russian
    assert "Rosatom RusBeam 2800" in russian
    assert not any(model.verified for model in catalogue.models if model.name in russian)
    assert not any(row.verified for row in catalogue.parameter_sets if row.model in russian)


def test_a_set_is_verified_only_if_all_its_figures_are() -> None:
    # the sheet of the maker states the hatch rate, but not set-up, heating and cooling
    rows = {row.key: row for row in shipped().parameter_sets}

    row = rows["m290-316l-40"]

    assert row.rates["hatch_mm3_per_s"] == 3.7
    assert row.source_url is not None
    assert row.source_url.startswith("https://www.eos.info/")
    assert not row.verified


def test_the_demo_centre_has_twelve_machines() -> None:
    processes = Counter(row.process for row in shipped().machines)

    assert processes == {"pbf_lb_m": 4, "ded": 1, "pbf_lb_p": 1, "mjf": 1, "mex": 3, "vpp": 2}


def test_every_process_of_the_catalogue_is_known() -> None:
    assert {model.process for model in shipped().models} <= PROCESSES.keys()


def test_sets_of_one_family_build_one_material_in_one_gas() -> None:
    # otherwise pieces of one build key could not move from one machine model to another
    meanings: dict[str, set[object]] = {}
    for row in shipped().parameter_sets:
        meanings.setdefault(row.family, set()).add((row.material_id, row.gas))

    assert [family for family, meaning in meanings.items() if len(meaning) > 1] == []


def test_materials_have_russian_names() -> None:
    titanium = next(row for row in shipped().materials if row.key == "ti64")

    assert "ВТ6" in titanium.name_ru
    assert titanium.density_g_cm3 == 4.43


def test_nuclear_parts_have_their_own_rules() -> None:
    assert {row.quality_class for row in shipped().eligibilities} == {QualityClass.NUCLEAR}


def test_each_reading_gives_rows_of_its_own() -> None:
    assert shipped().machines[0].id != shipped().machines[0].id


def test_the_published_machines_of_the_benchmark() -> None:
    catalogue = read_catalogue(LUZEDI)

    sizes = [(row.width_mm, row.depth_mm, row.height_mm) for row in catalogue.machines]
    times = [(row.setup_s, row.rates["height_s_per_mm"]) for row in catalogue.parameter_sets]

    assert sizes == [(250, 250, 350), (300, 300, 400), (300, 400, 450), (400, 400, 500)]
    assert times == [(3600, 252), (4320, 270), (5040, 288), (5760, 306)]
    assert {row.rates["volume_s_per_mm3"] for row in catalogue.parameter_sets} == {0.11088}
    assert {row.rates["support_s_per_mm3"] for row in catalogue.parameter_sets} == {0.072}
    assert {(row.gap_mm, row.margin_mm) for row in catalogue.machines} == {(3, 2)}
    assert all(row.verified for row in catalogue.parameter_sets)


def read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    read_catalogue(path)


def test_a_file_may_extend_the_shipped_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf-8")

    catalogue = read_catalogue(path)

    assert [row.key for row in catalogue.machines] == ["mine"]
    assert catalogue.machines[0].width_mm == 250
    assert "m290-316l-40" in {row.key for row in catalogue.parameter_sets}
    assert catalogue.eligibilities == ()


def test_what_a_file_states_itself_counts_more_than_the_shipped_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    own = "\n[figures.times_metal_300]\nsetup_s = 60\nunload_s = 60\n"
    path.write_text(OWN + own, encoding="utf-8")

    rows = {row.key: row for row in read_catalogue(path).parameter_sets}

    assert rows["m290-316l-40"].setup_s == 60


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[machines", "catalogue_syntax"),
        ("[[machines]]\nkey = 'a'", "catalogue_entry"),
        (OWN + "colour = 'red'", "catalogue_entry"),
        (OWN + "cost_per_h = 'much'", "catalogue_entry"),
        (OWN + OWN.replace("extends = true", ""), "catalogue_entry"),
        (OWN.replace("EOS M 290", "EOS M 291"), "catalogue_unknown"),
        (OWN.replace("always", "never"), "catalogue_unknown"),
        (OWN + "loaded_set = 'p396-pa12'", "catalogue_unknown"),
        (OWN.replace("extends = true", ""), "catalogue_unknown"),
        (OWN + "cost_per_h = -1", "must_not_be_negative"),
        (OWN + "\n[figures.laser_metal]\nrecoat_s = 9", "rates_missing"),
        (OWN + "\n[figures.times_metal_300]\nsetup_s = 9", "times_missing"),
        (OWN + "\n[figures.x]\nrecoat_s = 9\nverified = true", "catalogue_entry"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_of_the_mistake(
    tmp_path: Path, text: str, code: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        read(tmp_path, text)

    assert refusal.value.message.code == code
    assert str(refusal.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_catalogue(tmp_path / "none.toml")


def test_the_same_machine_twice_is_refused() -> None:
    entry = "[[machines]]\nkey = 'a'\nname = 'A'\nmodel = 'M'\ncalendar = 'c'\n"

    with pytest.raises(BadInput, match="appears twice"):
        parse(entry + entry, name="mine.toml")
