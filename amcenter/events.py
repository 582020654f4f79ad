"""The append-only record of what happened; a change and its event are one transaction."""

from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.principal import Principal
from amcenter.tables import EventRow
from amcenter.tables.columns import JsonObject


def record(
    session: Session,
    kind: str,
    *,
    who: Principal | None,
    subject_id: UUID,
    customer_id: UUID | None = None,
    data: JsonObject | None = None,
) -> None:
    """Add an event; ``kind`` is ``subject.verb``, ``who`` None means the system itself."""
    session.add(
        EventRow(
            actor_id=who.user_id if who else None,
            kind=kind,
            subject=kind.partition(".")[0],
            subject_id=subject_id,
            customer_id=customer_id,
            data=data or {},
        )
    )
