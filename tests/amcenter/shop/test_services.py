"""Creating and changing what the centre consists of."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput, Conflict, Forbidden, NotFound, Refusal, StaleVersion
from amcenter.ids import new_id
from amcenter.shop import (
    changeovers,
    eligibility,
    machines,
    maintenance,
    materials,
    parameter_sets,
    working_calendars,
)
from amcenter.tables import (
    CalendarRow,
    ChangeoverRow,
    EligibilityRow,
    EventRow,
    MachineRow,
    MachineStatus,
    MaintenanceRow,
    MaterialRow,
    ParameterSetRow,
)


def by_key(session: Session, kind: Any, key: str) -> Any:
    return session.exec(select(kind).where(kind.key == key)).one()


def copied(row: Any, **changes: Any) -> Any:
    values = {name: getattr(row, name) for name in type(row).model_fields}
    return type(row)(**{**values, "id": new_id(), **changes})


def last_event(session: Session) -> EventRow:
    return session.exec(select(EventRow).order_by(col(EventRow.id).desc()).limit(1)).one()


def refused_code(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    assert str(refusal.value)
    return refusal.value.message.code


def test_a_machine_is_created_with_its_event(session: Session, operator: Principal) -> None:
    row = copied(by_key(session, MachineRow, "mex-2"), key="mex-4", name="MEX 4")

    machines.create_machine(session, operator, row)

    event = last_event(session)
    assert (event.kind, event.subject_id, event.actor_id) == (
        "machine.created",
        row.id,
        operator.user_id,
    )
    assert "mex-4" in [row.key for row in machines.list_machines(session)]


def test_a_change_tells_old_and_new_in_its_event(session: Session, operator: Principal) -> None:
    row = by_key(session, MachineRow, "lpbf-1")

    changed = machines.edit_machine(
        session, operator, row.id, 1, status=MachineStatus.FAULT, cost_per_h=6000.0
    )

    assert (changed.status, changed.version) == (MachineStatus.FAULT, 2)
    event = last_event(session)
    assert event.kind == "machine.changed"
    assert event.data == {"status": {"from": "available", "to": "fault"}}


def test_a_change_of_an_old_version_is_refused(session: Session, operator: Principal) -> None:
    row = by_key(session, MaterialRow, "316l")
    materials.edit_material(session, operator, row.id, 1, density_g_cm3=7.98)

    with pytest.raises(StaleVersion):
        materials.edit_material(session, operator, row.id, 1, density_g_cm3=7.99)

    assert by_key(session, MaterialRow, "316l").density_g_cm3 == 7.98


def test_an_engineer_may_not_change_the_centre(session: Session, engineer: Principal) -> None:
    row = by_key(session, MachineRow, "lpbf-1")

    with pytest.raises(Forbidden):
        machines.edit_machine(session, engineer, row.id, 1, name="mine")
    with pytest.raises(Forbidden):
        machines.create_machine(session, engineer, copied(row, key="mine"))


def test_a_key_is_given_once(session: Session, operator: Principal) -> None:
    row = copied(by_key(session, MachineRow, "mex-2"))

    with pytest.raises(Conflict, match="mex-2"):
        machines.create_machine(session, operator, row)


def test_a_machine_cannot_take_the_key_of_another(session: Session, operator: Principal) -> None:
    row = by_key(session, MachineRow, "mex-2")

    with pytest.raises(Conflict, match="mex-3"):
        machines.edit_machine(session, operator, row.id, 1, key="mex-3")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"width_mm": 0.0}, "must_be_positive"),
        ({"process": "mjf"}, "rates_missing"),
        ({"model": "Unheard-of 1"}, "loaded_set_of_other_model"),
        ({"calendar_id": new_id()}, "not_found"),
        ({"loaded_set_id": new_id()}, "not_found"),
        ({"created_at": datetime(2026, 1, 1, tzinfo=UTC)}, "fields_unknown"),
    ],
)
def test_a_change_to_what_cannot_be_is_refused(
    session: Session, operator: Principal, changes: dict[str, Any], code: str
) -> None:
    row = by_key(session, MachineRow, "lpbf-1")

    def edit() -> object:
        return machines.edit_machine(session, operator, row.id, 1, **changes)

    assert refused_code(edit) == code
    assert row.version == 1


def test_machines_of_a_model_have_one_process(session: Session, operator: Principal) -> None:
    row = copied(
        by_key(session, MachineRow, "mex-1"), key="odd", model="Formlabs Form 4", loaded_set_id=None
    )

    assert (
        refused_code(lambda: machines.create_machine(session, operator, row)) == "model_has_process"
    )


def test_a_machine_is_set_up_only_for_sets_of_its_model(
    session: Session, operator: Principal
) -> None:
    row = by_key(session, MachineRow, "lpbf-1")
    foreign = by_key(session, ParameterSetRow, "m290-316l-40")

    with pytest.raises(BadInput, match="m290-316l-40"):
        machines.edit_machine(session, operator, row.id, 1, loaded_set_id=foreign.id)


def test_a_material_that_cannot_be_is_refused(session: Session, operator: Principal) -> None:
    row = by_key(session, MaterialRow, "316l")

    with pytest.raises(BadInput):
        materials.edit_material(session, operator, row.id, 1, density_g_cm3=0.0)
    with pytest.raises(BadInput):
        materials.create_material(session, operator, copied(row, key="steel", name=""))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"layer_um": 0}, "must_be_positive"),
        ({"model": "Unheard-of 1"}, "unknown_model"),
        ({"model": "HP Jet Fusion 5200"}, "rates_missing"),
        ({"material_id": new_id()}, "not_found"),
    ],
)
def test_a_parameter_set_that_cannot_be_is_refused(
    session: Session, operator: Principal, changes: dict[str, Any], code: str
) -> None:
    row = by_key(session, ParameterSetRow, "m290-316l-40")

    def edit() -> object:
        return parameter_sets.edit_parameter_set(session, operator, row.id, 1, **changes)

    assert refused_code(edit) == code


def test_a_machine_of_an_unknown_model_makes_the_model_known(
    session: Session, operator: Principal
) -> None:
    machine = copied(
        by_key(session, MachineRow, "lpbf-1"), key="own", model="Own 1", loaded_set_id=None
    )
    machines.create_machine(session, operator, machine)
    row = copied(by_key(session, ParameterSetRow, "m290-316l-40"), key="own-316l", model="Own 1")

    parameter_sets.create_parameter_set(session, operator, row)

    assert "own-316l" in {row.key for row in parameter_sets.list_parameter_sets(session)}


def test_a_calendar_is_checked_and_changed(session: Session, operator: Principal) -> None:
    row = by_key(session, CalendarRow, "weekdays")
    night = [{"weekday": 0, "start": "20:00", "end": "08:00"}]

    with pytest.raises(BadInput):
        working_calendars.edit_calendar(session, operator, row.id, 1, zone="Asia/Atlantis")
    working_calendars.edit_calendar(session, operator, row.id, 1, shifts=night)
    working_calendars.create_calendar(session, operator, copied(row, key="nights"))

    kept = {row.key: row.shifts for row in working_calendars.list_calendars(session)}
    assert kept["weekdays"] == kept["nights"] == night


def test_a_changeover_of_unknown_materials_is_refused(
    session: Session, operator: Principal
) -> None:
    row = ChangeoverRow(group="titanium", before="unobtainium", after="ti64", work_s=9)
    known = changeovers.list_changeovers(session)[0]

    with pytest.raises(BadInput, match="unobtainium"):
        changeovers.create_changeover(session, operator, row)
    with pytest.raises(BadInput, match="unobtainium"):
        changeovers.edit_changeover(session, operator, known.id, 1, after="unobtainium")


def test_a_changeover_is_stated_changed_and_taken_back(
    session: Session, operator: Principal
) -> None:
    row = ChangeoverRow(group="titanium", before="316l", after="family:titanium", work_s=86_400)

    changeovers.create_changeover(session, operator, row)
    changeovers.edit_changeover(session, operator, row.id, 1, work_s=43_200)
    assert row in changeovers.list_changeovers(session)
    changeovers.remove_changeover(session, operator, row.id)

    session.flush()
    assert "titanium: 316l → family:titanium" in str(last_event(session).data)
    assert row not in changeovers.list_changeovers(session)


def test_the_same_changeover_is_stated_once(session: Session, operator: Principal) -> None:
    row = ChangeoverRow(group="titanium", before="ti64", after="ti64", work_s=1)

    with pytest.raises(Conflict):
        changeovers.create_changeover(session, operator, row)


def test_a_qualification_is_given_and_taken_back(session: Session, operator: Principal) -> None:
    row = EligibilityRow(
        quality_class="N",
        material_id=by_key(session, MaterialRow, "ms1").id,
        machine_id=by_key(session, MachineRow, "lpbf-1").id,
    )

    eligibility.create_eligibility(session, operator, row)
    assert row in eligibility.list_eligibilities(session)
    eligibility.remove_eligibility(session, operator, row.id)

    assert row not in eligibility.list_eligibilities(session)
    assert last_event(session).kind == "eligibility.removed"


def test_a_qualification_of_nothing_known_is_refused(session: Session, operator: Principal) -> None:
    steel, machine = by_key(session, MaterialRow, "316l"), by_key(session, MachineRow, "lpbf-1")
    rule = EligibilityRow(quality_class="X", material_id=steel.id, machine_id=machine.id)
    unknown = EligibilityRow(quality_class="N", material_id=steel.id, machine_id=new_id())

    with pytest.raises(BadInput, match="X"):
        eligibility.create_eligibility(session, operator, rule)
    with pytest.raises(NotFound):
        eligibility.create_eligibility(session, operator, unknown)


def block(machine: MachineRow, **changes: Any) -> MaintenanceRow:
    values = {
        "machine_id": machine.id,
        "start_at": datetime(2026, 6, 1, 8, tzinfo=UTC),
        "end_at": datetime(2026, 6, 1, 20, tzinfo=UTC),
        "reason": "filter",
    }
    return MaintenanceRow(**values | changes)


def test_maintenance_is_planned_moved_and_called_off(session: Session, operator: Principal) -> None:
    row = block(by_key(session, MachineRow, "lpbf-1"))
    later = datetime(2026, 6, 2, 20, tzinfo=UTC)

    maintenance.create_maintenance(session, operator, row)
    maintenance.edit_maintenance(session, operator, row.id, 1, end_at=later)
    assert [row.end_at for row in maintenance.list_maintenance(session)] == [later]
    maintenance.remove_maintenance(session, operator, row.id)

    assert maintenance.list_maintenance(session) == []


def test_maintenance_of_an_unknown_machine_is_refused(
    session: Session, operator: Principal
) -> None:
    row = block(by_key(session, MachineRow, "lpbf-1"))
    maintenance.create_maintenance(session, operator, row)

    with pytest.raises(NotFound):
        maintenance.create_maintenance(session, operator, copied(row, machine_id=new_id()))
    with pytest.raises(NotFound):
        maintenance.edit_maintenance(session, operator, row.id, 1, machine_id=new_id())
    with pytest.raises(BadInput):
        maintenance.edit_maintenance(session, operator, row.id, 1, end_at=row.start_at)
    with pytest.raises(BadInput):
        maintenance.create_maintenance(session, operator, copied(row, reason=""))
