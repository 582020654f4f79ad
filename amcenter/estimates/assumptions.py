"""What estimates assume of the builds of a process."""

from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput
from amcenter.estimates.checks import check_applies_to, check_note, check_part_of, check_process
from amcenter.rows import get
from amcenter.shop.changing import add, allow, edit, remove, twin
from amcenter.shop.checks import check_share, check_source
from amcenter.tables import AssumptionRow

MOST_FAILURES = 0.9
"""With more of them nobody could say what a build costs."""


def get_assumption(session: Session, who: Principal, assumption_id: UUID) -> AssumptionRow:
    require(who, Action.PRICE_SEE)
    return get(session, AssumptionRow, assumption_id)


def create_assumption(session: Session, who: Principal | None, row: AssumptionRow) -> AssumptionRow:
    allow(who)
    check_assumption(session, row)
    return add(session, who, row, label=_label(row))


def edit_assumption(
    session: Session, who: Principal | None, assumption_id: UUID, version: int, **changes: object
) -> AssumptionRow:
    allow(who)
    row = get(session, AssumptionRow, assumption_id)
    check_assumption(session, twin(row, changes))
    return edit(session, who, row, version, changes)


def remove_assumption(session: Session, who: Principal | None, assumption_id: UUID) -> None:
    """Delete a row: a less exact one applies; without any, the process is not estimated."""
    allow(who)
    row = get(session, AssumptionRow, assumption_id)
    remove(session, who, row, label=_label(row))


def check_assumption(session: Session, row: AssumptionRow) -> None:
    """Raise BadInput for the first value that cannot be."""
    check_process(row.process)
    check_applies_to(session, row.applies_to)
    check_share("typical_fill", row.typical_fill)
    for field in ("failure_share", "lost_share", "fresh_share"):
        check_part_of(field, getattr(row, field))
    if row.failure_share > MOST_FAILURES:
        raise BadInput("failures_too_many", value=row.failure_share, limit=MOST_FAILURES)
    check_note(row.note)
    check_source(row.source_url, verified=row.verified)


def _label(row: AssumptionRow) -> str:
    return f"{row.process}: {row.applies_to}"
