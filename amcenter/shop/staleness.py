"""Telling parts that the centre has changed: nobody trusts findings of yesterday's rules."""

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from amcenter.tables import (
    ChangeoverRow,
    DesignRuleRow,
    EligibilityRow,
    MachineRow,
    MaterialRow,
    ParameterSetRow,
    PartRow,
    RequestRow,
    RequestStatus,
)
from amcenter.tables.columns import Row

DECIDE_FINDINGS: tuple[type[Row], ...] = (
    ChangeoverRow,
    DesignRuleRow,
    EligibilityRow,
    MachineRow,
    MaterialRow,
    ParameterSetRow,
)
"""What says which machines and rules come into question for a part."""

UNDECIDED = (
    RequestStatus.DRAFT,
    RequestStatus.SUBMITTED,
    RequestStatus.IN_REVIEW,
    RequestStatus.CHANGES_REQUESTED,
)
"""Once a request is accepted, its findings are those on which it was accepted."""


def mark_stale(session: Session, row: Row) -> None:
    """Mark the findings of open parts as stale if ``row``, which has changed, may change them."""
    if not isinstance(row, DECIDE_FINDINGS):
        return
    session.flush()
    undecided = col(RequestRow.status).in_(UNDECIDED)
    held_before = col(RequestRow.status_before_hold).in_(UNDECIDED)
    open_requests = select(RequestRow.id).where(or_(undecided, held_before))
    session.connection().execute(
        update(PartRow)
        .where(col(PartRow.request_id).in_(open_requests))
        .where(col(PartRow.document_sha256).is_not(None))
        .values(findings_stale=True)
    )
