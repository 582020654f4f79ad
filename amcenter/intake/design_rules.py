"""Design rules for a part: which of them it breaks, and which could not be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

from amcenter.intake.findings import Finding, Severity
from amcenter.intake.rule_measures import MEASURES, Breach, Subject, Unmeasured
from amcenter.messages import Fact

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1}


@dataclass(frozen=True, slots=True)
class DesignRule:
    """What a process (and material) asks of a shape."""

    number: str
    """As people quote it: ``PBF-LB/M-03``."""
    measure: str
    """A key of ``MEASURES``."""
    severity: Severity
    limit: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """A rule that could not be looked at: ``reason`` is the code of a sentence."""

    rule: str
    measure: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    findings: tuple[Finding, ...]
    unknown: tuple[Unknown, ...]


def verdict_of(subject: Subject, rules: Sequence[DesignRule]) -> Verdict:
    """Return what a part breaks; of several rules on one measure, the most severe broken one."""
    findings: dict[str, Finding] = {}
    unknown = []
    for rule in sorted(rules, key=lambda rule: (_WEIGHT[rule.severity], rule.number)):
        if rule.measure in findings:
            continue
        outcome = MEASURES[rule.measure].against(subject, rule.limit)
        if isinstance(outcome, Unmeasured):
            unknown.append(Unknown(rule.number, rule.measure, outcome.reason))
        elif outcome is not None:
            findings[rule.measure] = _finding(rule, outcome)
    return Verdict(tuple(findings.values()), tuple(unknown))


def _finding(rule: DesignRule, breach: Breach) -> Finding:
    facts: dict[str, Fact] = {"value": breach.value, "limit": rule.limit, **breach.facts}
    return Finding(
        code=rule.measure,
        severity=rule.severity,
        params=facts,
        rule=rule.number,
        value=breach.value,
        limit=rule.limit,
        unit=MEASURES[rule.measure].unit,
        place=breach.place,
        faces=breach.faces,
    )
