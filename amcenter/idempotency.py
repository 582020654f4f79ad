"""Creating calls that may be repeated: the first one takes effect, the others get its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, select, update

from amcenter.errors import BadInput
from amcenter.ids import new_id
from amcenter.tables import IdempotencyRow

REMEMBERED = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Call:
    """One call under a key that its sender chose; ``request_sha256`` says what was asked."""

    user_id: UUID
    key: str
    request_sha256: str


def once(session: Session, call: Call, now: datetime, effect: Callable[[], str]) -> str:
    """Return the answer of ``effect``, or of its first run under this key.

    The key is claimed before the effect, in its transaction: a second call at the same time waits
    for the first one's commit, and takes its place if there is none.
    """
    _forget_old(session, call.user_id, now)
    if not _claim(session, call, now):
        return _earlier(session, call)
    body = effect()
    _remember(session, call, body)
    return body


def _forget_old(session: Session, user_id: UUID, now: datetime) -> None:
    session.exec(
        delete(IdempotencyRow).where(
            col(IdempotencyRow.user_id) == user_id,
            col(IdempotencyRow.created_at) < now - REMEMBERED,
        )
    )


def _claim(session: Session, call: Call, now: datetime) -> bool:
    claim = {
        "id": new_id(),
        "created_at": now,
        "user_id": call.user_id,
        "key": call.key,
        "request_sha256": call.request_sha256,
        "body": "",
    }
    sqlite_used = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if sqlite_used else postgresql.insert
    statement = insert(IdempotencyRow).values(claim).on_conflict_do_nothing()
    claimed = session.connection().execute(statement.returning(col(IdempotencyRow.id)))
    return claimed.first() is not None


def _earlier(session: Session, call: Call) -> str:
    row = session.exec(
        select(IdempotencyRow).where(
            IdempotencyRow.user_id == call.user_id, IdempotencyRow.key == call.key
        )
    ).one()
    if row.request_sha256 != call.request_sha256:
        raise BadInput("idempotency_key_used", key=call.key)
    return row.body


def _remember(session: Session, call: Call, body: str) -> None:
    session.exec(
        update(IdempotencyRow)
        .where(col(IdempotencyRow.user_id) == call.user_id, col(IdempotencyRow.key) == call.key)
        .values(body=body)
    )
