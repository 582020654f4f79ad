"""The line between running work and the row of its task."""

import logging
import time
from threading import Lock
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, Row, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from amcenter.db import reading, transaction
from amcenter.tables import TaskRow, TaskStatus
from amcenter.tables.columns import JsonObject

log = logging.getLogger(__name__)

EXCHANGE_S = 0.5


class TaskControl:
    """Writes progress to the row and reads the wishes of people from it, twice a second at most.

    A database that is away for a moment never ends the work: the exchange is tried again later.
    """

    def __init__(self, engine: Engine, task_id: UUID, attempt: int) -> None:
        self._engine = engine
        self._task_id = task_id
        self._attempt = attempt
        self._progress: JsonObject | None = None
        self._cancelled = False
        self._finish_early = False
        self._next_exchange = 0.0
        self._lock = Lock()

    def report(self, progress: JsonObject) -> None:
        self._progress = progress
        self._exchange()

    def cancelled(self) -> bool:
        self._exchange()
        return self._cancelled

    def finish_early(self) -> bool:
        self._exchange()
        return self._finish_early

    def _exchange(self) -> None:
        with self._lock:
            if time.monotonic() < self._next_exchange:
                return
            progress, self._progress = self._progress, None
            try:
                wishes = self._write(progress) if progress is not None else self._read()
            except SQLAlchemyError:
                log.warning("progress of task %s could not be exchanged", self._task_id)
                self._progress = self._progress or progress
            else:
                # no row: another worker has taken the work over, nobody wants this result
                self._cancelled = wishes is None or wishes.cancel_requested
                self._finish_early = wishes is not None and wishes.finish_requested
            self._next_exchange = time.monotonic() + EXCHANGE_S

    def _write(self, progress: JsonObject) -> Row[bool, bool] | None:
        statement = (
            update(TaskRow)
            .where(*self._mine())
            .values(progress=progress)
            .returning(col(TaskRow.cancel_requested), col(TaskRow.finish_requested))
        )
        with transaction(self._engine) as session:
            return session.connection().execute(statement).one_or_none()

    def _read(self) -> Row[bool, bool] | None:
        wishes = select(col(TaskRow.cancel_requested), col(TaskRow.finish_requested))
        with reading(self._engine) as session:
            return session.connection().execute(wishes.where(*self._mine())).one_or_none()

    def _mine(self) -> tuple[ColumnElement[bool], ...]:
        return (
            col(TaskRow.id) == self._task_id,
            col(TaskRow.attempts) == self._attempt,
            col(TaskRow.status) == TaskStatus.RUNNING,
        )
