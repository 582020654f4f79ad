"""The demo centre for an empty database."""

from sqlmodel import Session, select

from amcenter.shop.catalogue import shipped
from amcenter.shop.changeovers import create_changeover
from amcenter.shop.design_rules import create_design_rule
from amcenter.shop.eligibility import create_eligibility
from amcenter.shop.machines import create_machine
from amcenter.shop.materials import create_material
from amcenter.shop.parameter_sets import create_parameter_set
from amcenter.shop.working_calendars import create_calendar
from amcenter.tables import MachineRow


def seed_shop(session: Session) -> bool:
    """Store the shipped catalogue and its machines; return False if there are machines already."""
    if session.exec(select(MachineRow.id).limit(1)).first() is not None:
        return False
    catalogue = shipped()
    for calendar in catalogue.calendars:
        create_calendar(session, None, calendar)
    for material in catalogue.materials:
        create_material(session, None, material)
    for parameter_set in catalogue.parameter_sets:
        create_parameter_set(session, None, parameter_set)
    for machine in catalogue.machines:
        create_machine(session, None, machine)
    for changeover in catalogue.changeovers:
        create_changeover(session, None, changeover)
    for rule in catalogue.design_rules:
        create_design_rule(session, None, rule)
    for eligibility in catalogue.eligibilities:
        create_eligibility(session, None, eligibility)
    return True
