from dataclasses import replace
from datetime import UTC, datetime

import pytest

from amcenter.shop.build_key import BuildKey
from amcenter.shop.catalogue import shipped
from amcenter.shop.shop import Shop, shop_from
from amcenter.tables import (
    ChangeoverRow,
    MachineRow,
    MachineStatus,
    MaintenanceRow,
    QualityClass,
)

HOUR = 3600


@pytest.fixture
def shop() -> Shop:
    return shop_from(shipped())


def machine(shop: Shop, key: str) -> MachineRow:
    return next(row for row in shop.machines if row.key == key)


def eligible(shop: Shop, material: str, quality_class: QualityClass) -> set[str]:
    material_id = next(row.id for row in shop.materials if row.key == material)
    return {row.key for row in shop.machines if shop.eligible(row, material_id, quality_class)}


def key(material: str, family: str, **more: QualityClass) -> BuildKey:
    return BuildKey("pbf_lb_m", material, family, "argon", **more)


def change_s(shop: Shop, before: BuildKey | None, after: BuildKey) -> int | None:
    return shop.changeover_s(machine(shop, "lpbf-1"), before, after)


def test_standard_parts_go_to_every_machine_that_builds_the_material(shop: Shop) -> None:
    # the DED machine builds 316L, too; the machines for titanium and aluminium never change over
    assert eligible(shop, "316l", QualityClass.STANDARD) == {"lpbf-1", "lpbf-600", "ded-1"}
    assert eligible(shop, "alsi10mg", QualityClass.STANDARD) == {"lpbf-2"}


def test_nuclear_parts_go_to_qualified_machines_only(shop: Shop) -> None:
    assert eligible(shop, "ep648", QualityClass.NUCLEAR) == {"lpbf-1"}
    assert eligible(shop, "in718", QualityClass.NUCLEAR) == {"lpbf-1", "lpbf-600"}
    assert eligible(shop, "ms1", QualityClass.NUCLEAR) == set()
    assert eligible(shop, "ms1", QualityClass.STANDARD) == {"lpbf-1"}


def test_nothing_is_planned_on_a_machine_that_is_broken(shop: Shop) -> None:
    machine(shop, "lpbf-2").status = MachineStatus.FAULT

    assert eligible(shop, "alsi10mg", QualityClass.STANDARD) == set()


def test_a_machine_offers_no_set_to_which_it_cannot_change(shop: Shop) -> None:
    # the M 290 is set up for aluminium, its table knows no way to titanium
    m290 = machine(shop, "lpbf-2")
    titanium = next(row.id for row in shop.materials if row.key == "ti64")
    assert shop.sets_for(m290, titanium) == ()

    emptied = replace(shop, machines=(MachineRow(**{**m290.model_dump(), "loaded_set_id": None}),))

    assert [row.key for row in emptied.sets_for(emptied.machines[0], titanium)] == ["m290-ti64"]


def test_a_chain_of_changeovers_leads_to_a_set(shop: Shop) -> None:
    # aluminium -> 316L -> titanium, each allowed, but not aluminium -> titanium
    chain = (("alsi10mg", "316l"), ("316l", "ti64"))
    rows = tuple(
        ChangeoverRow(group="aluminium", before=before, after=after, work_s=1)
        for before, after in chain
    )
    m290 = machine(shop, "lpbf-2")
    titanium = next(row.id for row in shop.materials if row.key == "ti64")

    more = replace(shop, changeovers=shop.changeovers + rows)

    assert [row.key for row in more.sets_for(m290, titanium)] == ["m290-ti64"]


def test_equal_builds_need_no_changeover(shop: Shop) -> None:
    nuclear = key("316l", "316l-40", quality_class=QualityClass.NUCLEAR)

    assert change_s(shop, key("316l", "316l-40"), key("316l", "316l-40")) == 0
    assert change_s(shop, key("316l", "316l-40"), nuclear) == 0
    assert change_s(shop, None, nuclear) == 0


def test_the_row_of_the_two_materials_counts_more_than_that_of_their_families(shop: Shop) -> None:
    # same alloy, other layer: 1 h; other steel: full clean of 8 h; steel to nickel: 12 h
    fine = key("316l", "316l-20")

    assert change_s(shop, key("316l", "316l-40"), fine) == HOUR
    assert change_s(shop, key("17-4ph", "17-4ph-40"), fine) == 8 * HOUR
    assert change_s(shop, key("in718", "in718-40"), fine) == 12 * HOUR


@pytest.mark.parametrize(
    ("before", "after"), [("316l", "family:nickel"), ("family:steel", "in718")]
)
def test_a_row_of_a_material_and_a_family_counts_more_than_that_of_two_families(
    shop: Shop, before: str, after: str
) -> None:
    row = ChangeoverRow(group="steel_nickel", before=before, after=after, work_s=5)
    more = replace(shop, changeovers=(*shop.changeovers, row))

    assert change_s(more, key("316l", "316l-40"), key("in718", "in718-40")) == 5


def test_a_changeover_that_the_table_does_not_know_is_forbidden(shop: Shop) -> None:
    assert change_s(shop, key("316l", "316l-40"), key("ti64", "ti64-30")) is None
    assert change_s(shop, key("ti64", "ti64-30"), key("316l", "316l-40")) is None


def test_maintenance_that_overlaps_is_one_block(shop: Shop) -> None:
    def block(key: str, first_day: int, last_day: int) -> MaintenanceRow:
        return MaintenanceRow(
            machine_id=machine(shop, key).id,
            start_at=datetime(2026, 6, first_day, tzinfo=UTC),
            end_at=datetime(2026, 6, last_day, tzinfo=UTC),
            reason="filter",
        )

    of_another = block("mex-1", 1, 9)
    rows = (block("lpbf-1", 5, 7), block("lpbf-1", 1, 3), block("lpbf-1", 2, 4), of_another)
    maintained = replace(shop, maintenance=rows)

    assert maintained.blocked(machine(shop, "lpbf-1")) == (
        (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 4, tzinfo=UTC)),
        (datetime(2026, 6, 5, tzinfo=UTC), datetime(2026, 6, 7, tzinfo=UTC)),
    )


def test_every_material_that_is_loaded_somewhere_can_be_built_there(shop: Shop) -> None:
    for row in shop.machines:
        assert row.loaded_set_id is not None
        loaded = shop.parameter_set[row.loaded_set_id]
        assert loaded in shop.sets_for(row, loaded.material_id)
        assert shop.calendar_of(row).id == row.calendar_id
