"""Design rules as stored: which of them count for a process and a material."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput
from amcenter.intake.design_rules import DesignRule
from amcenter.intake.findings import Severity
from amcenter.intake.rule_measures import MEASURES
from amcenter.processes import PROCESSES
from amcenter.rows import get
from amcenter.shop.changeovers import FAMILY
from amcenter.shop.changing import add, allow, edit, remove, twin
from amcenter.shop.checks import check_not_negative, check_source, check_text
from amcenter.tables import DesignRuleRow, MaterialRow, RuleSeverity

ANY = "any"


def list_design_rules(session: Session) -> Sequence[DesignRuleRow]:
    order = (col(DesignRuleRow.number), col(DesignRuleRow.process), col(DesignRuleRow.material))
    return session.exec(select(DesignRuleRow).order_by(*order)).all()


def create_design_rule(
    session: Session, who: Principal | None, row: DesignRuleRow
) -> DesignRuleRow:
    allow(who)
    _check(session, row)
    return add(session, who, row, label=label(row))


def edit_design_rule(
    session: Session, who: Principal | None, rule_id: UUID, version: int, **changes: object
) -> DesignRuleRow:
    allow(who)
    row = get(session, DesignRuleRow, rule_id)
    _check(session, twin(row, changes))
    return edit(session, who, row, version, changes)


def remove_design_rule(session: Session, who: Principal | None, rule_id: UUID) -> None:
    """Delete a row: from then on a less exact row applies, or nothing is asked."""
    allow(who)
    row = get(session, DesignRuleRow, rule_id)
    remove(session, who, row, label=label(row))


def label(row: DesignRuleRow) -> str:
    return row.number if row.material == ANY else f"{row.number}: {row.material}"


def rules_for(
    rows: Iterable[DesignRuleRow], process: str, material: MaterialRow
) -> list[DesignRule]:
    """Return what counts for a process and a material.

    Of rows with the same number the most exact one counts: that of the process before that of any
    process, then that of the material, of its family, of any material.
    """
    materials = {material.key: 0, FAMILY + material.family: 1, ANY: 2}
    exact: dict[str, tuple[int, int]] = {}
    chosen: dict[str, DesignRuleRow] = {}
    for row in rows:
        if row.process not in (process, ANY) or row.material not in materials:
            continue
        rank = (int(row.process == ANY), materials[row.material])
        if row.number not in chosen or rank < exact[row.number]:
            exact[row.number], chosen[row.number] = rank, row
    return [
        DesignRule(row.number, row.measure, Severity(row.severity.value), row.limit)
        for row in chosen.values()
        if row.severity is not RuleSeverity.OFF
    ]


def check_design_rule(
    row: DesignRuleRow, materials: Sequence[MaterialRow], others: Iterable[DesignRuleRow]
) -> None:
    """Raise BadInput unless the row can be applied and its number means one thing only."""
    check_text("number", row.number, limit=32)
    check_not_negative("limit", row.limit)
    check_source(row.source_url, verified=row.verified)
    if row.process != ANY and row.process not in PROCESSES:
        raise BadInput("unknown_process", process=row.process, known=", ".join(PROCESSES))
    if row.measure not in MEASURES:
        raise BadInput("measure_unknown", measure=row.measure, known=", ".join(MEASURES))
    known = {ANY, *(material.key for material in materials)}
    known |= {FAMILY + material.family for material in materials}
    if row.material not in known:
        raise BadInput("rule_material_unknown", number=row.number, material=row.material)
    for other in others:
        meant_otherwise = other.number == row.number and other.measure != row.measure
        if meant_otherwise and other.id != row.id:
            raise BadInput("rule_number_taken", number=row.number, measure=other.measure)


def _check(session: Session, row: DesignRuleRow) -> None:
    with session.no_autoflush:
        materials = session.exec(select(MaterialRow)).all()
        same = select(DesignRuleRow).where(DesignRuleRow.number == row.number)
        check_design_rule(row, materials, session.exec(same).all())
