"""The dates of requests after a publication: estimates follow the plan, promises are calmer."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.edits import apply
from amcenter.errors import BadInput
from amcenter.events import record
from amcenter.planning.reading import OPEN_REQUESTS
from amcenter.requests.pieces import OVER, pieces_of
from amcenter.tables import PieceRow, PieceStatus, PlanRow, PromiseRow, RequestRow

STEP = timedelta(hours=1)
"""Promises are whole hours, so that a plan which shifts by minutes breaks none."""
CALM = timedelta(hours=24)
"""A promise is kept when the work will be done up to so much earlier."""
NAMED = 5
"""Requests that a refusal names before it only counts them."""


def renew_dates(session: Session, who: Principal, plan: PlanRow, *, comment: str) -> None:
    """Give every request its estimate from the plan and, where it must change, a new promise.

    Whoever makes a promise later says why: without a comment that is refused.
    """
    session.flush()
    later = list[str]()
    for request in _open_requests(session):
        estimate = estimate_of(pieces_of(session, request.id))
        if estimate != request.estimated_finish_at:
            apply(session, request, {"estimated_finish_at": estimate}, version=None)
        if estimate is not None:
            promised = promise_for(estimate, request.promised_at)
            if request.promised_at is not None and promised > request.promised_at:
                later.append(request.number)
            if promised != request.promised_at:
                _promise(session, who, plan, request, promised, comment)
    if later and not comment:
        raise BadInput("publication_needs_comment", number=plan.number, requests=_named(later))


def _named(numbers: Sequence[str]) -> str:
    more = f" (+{len(numbers) - NAMED})" if len(numbers) > NAMED else ""
    return ", ".join(numbers[:NAMED]) + more


def estimate_of(pieces: Iterable[PieceRow]) -> datetime | None:
    """Return when the last piece of a request will be finished; None while one is not planned."""
    left = [piece for piece in pieces if piece.status not in OVER]
    if any(piece.status is PieceStatus.UNPLANNED for piece in left):
        return None
    return max((piece.finish_at for piece in left if piece.finish_at is not None), default=None)


def promise_for(estimate: datetime, promised: datetime | None) -> datetime:
    """Return the date to promise: the one that holds, or else the estimate's next whole hour."""
    if promised is not None and promised - CALM <= estimate <= promised:
        return promised
    hour = estimate.replace(minute=0, second=0, microsecond=0)
    return hour if hour == estimate else hour + STEP


def _open_requests(session: Session) -> Sequence[RequestRow]:
    statement = select(RequestRow).where(col(RequestRow.status).in_(OPEN_REQUESTS))
    return session.exec(statement.order_by(col(RequestRow.number))).all()


def _promise(
    session: Session,
    who: Principal,
    plan: PlanRow,
    request: RequestRow,
    promised_at: datetime,
    comment: str,
) -> None:
    before = request.promised_at
    apply(session, request, {"promised_at": promised_at}, version=None)
    row = PromiseRow(
        request_id=request.id, plan_id=plan.id, promised_at=promised_at, reason=comment
    )
    session.add(row)
    record(
        session,
        "request.promised" if before is None else "request.promise_changed",
        who=who,
        subject_id=request.id,
        customer_id=request.customer_id,
        data={
            "number": request.number,
            "from": None if before is None else before.isoformat(),
            "to": promised_at.isoformat(),
            "plan": plan.number,
        },
    )
