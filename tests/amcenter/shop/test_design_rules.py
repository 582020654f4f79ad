"""Design rules as data: which count, which are refused, and where the shipped ones come from."""

from collections import Counter

import pytest
from sqlmodel import Session, select

from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput, Conflict, Forbidden, StaleVersion
from amcenter.intake.design_rules import DesignRule
from amcenter.intake.findings import Severity
from amcenter.intake.rule_measures import MEASURES
from amcenter.processes import PROCESSES
from amcenter.shop.catalogue import shipped
from amcenter.shop.design_rules import (
    create_design_rule,
    edit_design_rule,
    list_design_rules,
    remove_design_rule,
    rules_for,
)
from amcenter.tables import DesignRuleRow, EventRow, MaterialRow, RuleSeverity

STEEL = MaterialRow(key="316l", name="316L", name_ru="316L", family="steel", density_g_cm3=7.97)


def row(**changes: object) -> DesignRuleRow:
    values = {
        "number": "OWN-01",
        "process": "pbf_lb_m",
        "material": "any",
        "measure": "thin_wall",
        "severity": RuleSeverity.ERROR,
        "limit": 0.4,
    }
    return DesignRuleRow(**{**values, **changes})


def limits(*rows: DesignRuleRow) -> list[float]:
    return [rule.limit for rule in rules_for(rows, "pbf_lb_m", STEEL)]


def test_the_most_exact_row_of_a_number_counts() -> None:
    anywhere = row(process="any", limit=1, material="316l")
    general = row(limit=2)
    family = row(limit=3, material="family:steel")
    exact = row(limit=4, material="316l")

    assert limits(anywhere) == [1]
    assert limits(anywhere, general) == limits(general, anywhere) == [2]
    assert limits(family, general) == [3]
    assert limits(exact, family, general, anywhere) == [4]


def test_rows_of_other_processes_and_materials_do_not_count() -> None:
    assert limits(row(process="mjf"), row(material="ti64"), row(material="family:nickel")) == []


def test_rules_with_different_numbers_count_together() -> None:
    rules = rules_for([row(), row(number="OWN-02", limit=0.8)], "pbf_lb_m", STEEL)

    assert rules == [
        DesignRule("OWN-01", "thin_wall", Severity.ERROR, 0.4),
        DesignRule("OWN-02", "thin_wall", Severity.ERROR, 0.8),
    ]


def test_a_more_exact_row_may_switch_a_rule_off() -> None:
    assert limits(row(), row(material="316l", severity=RuleSeverity.OFF)) == []


def test_a_rule_is_stated_changed_and_taken_back(session: Session, operator: Principal) -> None:
    own = create_design_rule(session, operator, row(material="family:steel"))

    edit_design_rule(session, operator, own.id, 1, limit=0.3)
    assert own in list_design_rules(session)
    with pytest.raises(StaleVersion):
        edit_design_rule(session, operator, own.id, 1, limit=0.2)
    remove_design_rule(session, operator, own.id)

    assert own not in list_design_rules(session)
    kinds = Counter(event.kind for event in session.exec(select(EventRow)).all())
    assert kinds == {
        "design_rule.created": 1,
        "design_rule.changed": 1,
        "design_rule.removed": 1,
    }


def test_an_engineer_may_not_change_the_rules(session: Session, engineer: Principal) -> None:
    shipped_rule = list_design_rules(session)[0]

    with pytest.raises(Forbidden):
        create_design_rule(session, engineer, row())
    with pytest.raises(Forbidden):
        edit_design_rule(session, engineer, shipped_rule.id, 1, limit=0.0)
    with pytest.raises(Forbidden):
        remove_design_rule(session, engineer, shipped_rule.id)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"process": "casting"}, "unknown_process"),
        ({"measure": "beauty"}, "measure_unknown"),
        ({"material": "unobtainium"}, "rule_material_unknown"),
        ({"material": "family:wood"}, "rule_material_unknown"),
        ({"limit": -0.1}, "must_not_be_negative"),
        ({"limit": float("nan")}, "must_not_be_negative"),
        ({"number": ""}, "text_length"),
        ({"verified": True}, "verified_without_source"),
        ({"source_url": "somewhere"}, "source_not_an_address"),
        # PBF-LB/M-01 of the shipped rules is about walls.
        ({"number": "PBF-LB/M-01", "measure": "thin_pin"}, "rule_number_taken"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(
    session: Session, operator: Principal, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        create_design_rule(session, operator, row(**changes))

    assert refused.value.message.code == code
    assert str(refused.value)


def test_the_same_rule_is_stated_once(session: Session, operator: Principal) -> None:
    create_design_rule(session, operator, row())

    with pytest.raises(Conflict):
        create_design_rule(session, operator, row(limit=1))


def test_every_process_has_shipped_rules_and_every_measure_is_used() -> None:
    rules = shipped().design_rules

    assert {rule.process for rule in rules} == set(PROCESSES)
    assert {rule.measure for rule in rules} == set(MEASURES)
    assert all(rule.source_url for rule in rules if rule.verified)
    assert Counter(rule.verified for rule in rules)[True] > 20


def test_recommendations_are_no_looser_than_what_must_be() -> None:
    for process in PROCESSES:
        for measure in MEASURES:
            same = [
                rule
                for rule in shipped().design_rules
                if (rule.process, rule.measure) == (process, measure)
            ]
            errors = [rule.limit for rule in same if rule.severity is RuleSeverity.ERROR]
            warnings = [rule.limit for rule in same if rule.severity is RuleSeverity.WARNING]
            if errors and warnings:
                assert MEASURES[measure].bound == "least"
                assert max(errors) <= min(warnings)
