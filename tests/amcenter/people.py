"""People and things of a small centre for tests."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.principal import Principal, principal_of
from amcenter.shop.shop import Shop
from amcenter.tables import (
    CalendarRow,
    CustomerRow,
    MachineRow,
    MaterialRow,
    ParameterSetRow,
    Role,
    UserRow,
)

NEED_BY = date(2027, 3, 31)


@dataclass(frozen=True)
class People:
    engineer: Principal
    stranger: Principal
    """An engineer of another customer."""
    operator: Principal
    floor: Principal


def settle_people(session: Session) -> People:
    ours, theirs = CustomerRow(name="Site A"), CustomerRow(name="Site B")
    session.add_all([ours, theirs])
    session.flush()
    return People(
        engineer=_user(session, "anna", Role.ENGINEER, ours.id),
        stranger=_user(session, "boris", Role.ENGINEER, theirs.id),
        operator=_user(session, "olga", Role.OPERATOR, None),
        floor=_user(session, "fedor", Role.FLOOR, None),
    )


def _user(session: Session, name: str, role: Role, customer_id: UUID | None) -> Principal:
    row = UserRow(email=f"{name}@example.org", name=name, role=role, customer_id=customer_id)
    session.add(row)
    session.flush()
    return principal_of(row)


@dataclass(frozen=True)
class Floor:
    """One laser metal machine that is attended around the clock and builds 316L."""

    calendar: CalendarRow
    material: MaterialRow
    parameter_set: ParameterSetRow
    machine: MachineRow

    @property
    def shop(self) -> Shop:
        return Shop(
            machines=(self.machine,),
            parameter_sets=(self.parameter_set,),
            materials=(self.material,),
            calendars=(self.calendar,),
            changeovers=(),
        )


def small_floor() -> Floor:
    """Return a machine of 100 x 100 x 100 mm with round figures."""
    calendar = CalendarRow(
        key="always",
        name="Around the clock",
        zone="UTC",
        holidays=None,
        shifts=[{"weekday": day, "start": "00:00", "end": "24:00"} for day in range(7)],
    )
    material = MaterialRow(
        key="316l", name="316L", name_ru="316L", family="steel", density_g_cm3=8.0
    )
    parameter_set = ParameterSetRow(
        key="small-316l",
        family="316l-50",
        model="Small",
        material_id=material.id,
        layer_um=50,
        rates={
            "hatch_mm3_per_s": 5.0,
            "support_mm3_per_s": 10.0,
            "laser_on_share": 1.0,
            "contours": 0.0,
            "contour_mm_per_s": 500.0,
            "recoat_s": 10.0,
            "dwell_s": 0.0,
        },
        setup_s=3600,
        unload_s=1800,
    )
    machine = MachineRow(
        key="small-1",
        name="Small 1",
        model="Small",
        process="pbf_lb_m",
        width_mm=100,
        depth_mm=100,
        height_mm=100,
        margin_mm=5,
        gap_mm=2,
        calendar_id=calendar.id,
    )
    return Floor(calendar, material, parameter_set, machine)


def settle_floor(session: Session) -> Floor:
    """Store the small floor."""
    floor = small_floor()
    for row in (floor.calendar, floor.material, floor.parameter_set, floor.machine):
        session.add(row)
        session.flush()
    return floor
