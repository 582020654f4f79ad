"""Values of rows that cannot be; no database needed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from amcenter.errors import BadInput
from amcenter.ids import new_id
from amcenter.shop.catalogue import shipped
from amcenter.shop.changeovers import check_changeover
from amcenter.shop.changing import twin
from amcenter.shop.machines import check_machine
from amcenter.shop.maintenance import check_maintenance
from amcenter.shop.materials import check_material
from amcenter.shop.parameter_set_values import check_parameter_set
from amcenter.tables import ChangeoverRow, MaintenanceRow

CENTRE = shipped()


def changed(rows: Any, key: str, changes: dict[str, Any]) -> Any:
    row = next(row for row in rows if row.key == key)
    values = {name: getattr(row, name) for name in type(row).model_fields}
    return type(row)(**values | changes)


def code_of(refusal: pytest.ExceptionInfo[BadInput]) -> str:
    assert str(refusal.value)
    return refusal.value.message.code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"width_mm": 0}, "must_be_positive"),
        ({"height_mm": -5.0}, "must_be_positive"),
        ({"depth_mm": float("nan")}, "must_be_positive"),
        ({"gap_mm": -1.0}, "must_not_be_negative"),
        ({"margin_mm": -1.0}, "must_not_be_negative"),
        ({"margin_mm": 150.0}, "margins_leave_no_room"),
        ({"lasers": 0}, "must_be_positive"),
        ({"laser_balance": 1.5}, "must_be_share"),
        ({"cost_per_h": -1.0}, "must_not_be_negative"),
        ({"density_limit": 0.1}, "density_limit_without_bed"),
        ({"process": "milling"}, "unknown_process"),
        ({"key": "L PBF"}, "key_unusable"),
        ({"key": "x" * 65}, "key_unusable"),
        ({"name": ""}, "text_length"),
        ({"model": "x" * 201}, "text_length"),
        ({"changeover_group": "?"}, "key_unusable"),
        ({"keep_outs": [{"points_mm": [[0, 0], [10, 10]]}]}, "keep_out_shape"),
        ({"keep_outs": [{"points_mm": [[0, 0], [9, 9], [9, 0], [0, 9]]}]}, "keep_out_shape"),
        ({"keep_outs": [{"points_mm": [[0, 0], [9, 9], [18, 18]]}]}, "keep_out_shape"),
        ({"keep_outs": [{"points_mm": "all of it"}]}, "keep_out_shape"),
        ({"keep_outs": [{"reason": "bolt"}]}, "keep_out_shape"),
        ({"keep_outs": [{"points_mm": [[0, 0], [301, 0], [0, 9]]}]}, "keep_out_outside"),
        ({"keep_outs": [{"points_mm": [[0, 0], [9, 0], [0, -1]]}]}, "keep_out_outside"),
        ({"verified": True}, "verified_without_source"),
        ({"source_url": "a datasheet"}, "source_not_an_address"),
    ],
)
def test_a_machine_that_cannot_be_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_machine(changed(CENTRE.machines, "lpbf-1", changes))

    assert code_of(refusal) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"height_mm": 24.0}, "floors_leave_no_room"),
        ({"density_limit": 0.0}, "must_be_share"),
        ({"density_limit": 1.1}, "must_be_share"),
    ],
)
def test_a_powder_bed_that_cannot_be_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_machine(changed(CENTRE.machines, "mjf-1", changes))

    assert code_of(refusal) == code


def test_a_keep_out_may_touch_the_edge_of_the_platform() -> None:
    corner = {"points_mm": [[0, 0], [300, 0], [300, 15], [0, 15]], "reason": "recoater"}

    check_machine(changed(CENTRE.machines, "lpbf-1", {"keep_outs": [corner]}))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"density_g_cm3": 0.0}, "must_be_positive"),
        ({"density_g_cm3": float("inf")}, "must_be_positive"),
        ({"price_per_kg": -1.0}, "must_not_be_negative"),
        ({"name": ""}, "text_length"),
        ({"name_ru": "  "}, "text_length"),
        ({"family": "Stainless steel"}, "key_unusable"),
        ({"source_url": None}, "verified_without_source"),
    ],
)
def test_a_material_that_cannot_be_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_material(changed(CENTRE.materials, "316l", changes))

    assert code_of(refusal) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"layer_um": 0}, "must_be_positive"),
        ({"setup_s": -1}, "must_not_be_negative"),
        ({"cool_share": -0.1}, "must_not_be_negative"),
        ({"after_s": -1}, "must_not_be_negative"),
        ({"gas": "Ar 5.0"}, "key_unusable"),
        ({"family": "316l|40"}, "key_unusable"),
        ({"model": ""}, "text_length"),
        ({"verified": True, "source_url": None}, "verified_without_source"),
    ],
)
def test_a_parameter_set_that_cannot_be_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_parameter_set(changed(CENTRE.parameter_sets, "m290-316l-40", changes))

    assert code_of(refusal) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"before": "unobtainium"}, "changeover_unknown"),
        ({"after": "family:unobtainium"}, "changeover_unknown"),
        ({"work_s": -1}, "must_not_be_negative"),
        ({"group": ""}, "key_unusable"),
    ],
)
def test_a_changeover_that_cannot_be_is_refused(changes: dict[str, Any], code: str) -> None:
    usual = {"group": "titanium", "before": "316l", "after": "family:titanium", "work_s": 9}

    with pytest.raises(BadInput) as refusal:
        check_changeover(ChangeoverRow(**usual | changes), CENTRE.materials)

    assert code_of(refusal) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"end_at": datetime(2026, 6, 1, 8, tzinfo=UTC)}, "maintenance_backwards"),
        ({"start_at": datetime(2026, 6, 1, 8)}, "moment_without_zone"),  # noqa: DTZ001
        ({"reason": ""}, "text_length"),
    ],
)
def test_maintenance_that_cannot_be_is_refused(changes: dict[str, Any], code: str) -> None:
    usual = {
        "machine_id": new_id(),
        "start_at": datetime(2026, 6, 1, 8, tzinfo=UTC),
        "end_at": datetime(2026, 6, 1, 20, tzinfo=UTC),
        "reason": "filter",
    }

    with pytest.raises(BadInput) as refusal:
        check_maintenance(MaintenanceRow(**usual | changes))

    assert code_of(refusal) == code


@pytest.mark.parametrize("field", ["id", "created_at", "version", "colour"])
def test_only_a_persons_fields_can_be_changed(field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        twin(CENTRE.materials[0], {field: 1})

    assert code_of(refusal) == "fields_unknown"
