"""Which machines are qualified for parts of a quality class."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput
from amcenter.rows import get
from amcenter.shop.changing import add, allow, remove
from amcenter.tables import EligibilityRow, MachineRow, MaterialRow, QualityClass


def list_eligibilities(session: Session) -> Sequence[EligibilityRow]:
    return session.exec(select(EligibilityRow).order_by(col(EligibilityRow.created_at))).all()


def create_eligibility(
    session: Session, who: Principal | None, row: EligibilityRow
) -> EligibilityRow:
    """Store a rule; with the first one, a class may use the machines of its rules only."""
    allow(who)
    if row.quality_class not in set(QualityClass):
        known = ", ".join(QualityClass)
        raise BadInput("quality_class_unknown", value=row.quality_class, known=known)
    return add(session, who, row, label=_label(session, row))


def remove_eligibility(session: Session, who: Principal | None, eligibility_id: UUID) -> None:
    allow(who)
    row = get(session, EligibilityRow, eligibility_id)
    remove(session, who, row, label=_label(session, row))


def _label(session: Session, row: EligibilityRow) -> str:
    material = get(session, MaterialRow, row.material_id)
    machine = get(session, MachineRow, row.machine_id)
    return f"{row.quality_class}: {material.key} @ {machine.key}"
