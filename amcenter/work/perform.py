"""One task, from its turn in the queue to its end: claim it, run it, store the outcome."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from amcenter.db import transaction
from amcenter.errors import Refusal
from amcenter.messages import Message
from amcenter.tables import TaskRow, TaskStatus
from amcenter.tables.columns import JsonObject
from amcenter.work import settle
from amcenter.work.body import Body, Cancelled, Interrupted
from amcenter.work.control import TaskControl

log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 5.0

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Task:
    """A task in the hands of a worker."""

    engine: Engine
    body: Body
    task_id: UUID

    def perform(
        self, *, attempts: int, claimed: Callable[[int], None] = lambda attempt: None
    ) -> JsonObject | None:
        """Do the work and return an answer for ``store``; None: there was nothing (more) to do.

        What was interrupted is tried again, ``attempts`` times in all and whoever tried before.
        """
        while (attempt := self._claim(attempts)) is not None:
            claimed(attempt)
            answer = self._run(attempt)
            if answer is not None:
                return {"attempt": attempt, **answer}
        return None

    def store(self, session: Session, answer: JsonObject) -> None:
        """End the task with the answer of ``perform``."""
        attempt: int = answer["attempt"]
        if "outcome" in answer:
            settle.finish(
                session, self.task_id, self.body, attempt=attempt, outcome=answer["outcome"]
            )
            return
        if "refusal" in answer:
            status, why = TaskStatus.FAILED, Message(**answer["refusal"])
        else:
            status, why = TaskStatus.CANCELLED, Message("task_cancelled")
        settle.fail(session, self.task_id, self.body, attempt=attempt, status=status, why=why)

    def _claim(self, attempts: int) -> int | None:
        return patiently(
            self.engine,
            lambda session: settle.claim(session, self.task_id, self.body, attempts=attempts),
        )

    def _run(self, attempt: int) -> JsonObject | None:
        try:
            request = patiently(self.engine, self._begin)
            if request is None:
                return {"outcome": None}
            control = TaskControl(self.engine, self.task_id, attempt)
            return {"outcome": self.body.run(request, control)}
        except Refusal as refusal:
            why = refusal.message
        except Cancelled:
            return {"cancelled": True}
        except Interrupted as interruption:
            log.warning("task %s was interrupted: %s", self.task_id, interruption)
            return None
        except Exception:
            log.exception("task %s broke", self.task_id)
            why = Message("task_broken")
        return {"refusal": {"code": why.code, "params": dict(why.params)}}

    def _begin(self, session: Session) -> JsonObject | None:
        task = session.get_one(TaskRow, self.task_id)
        return self.body.begin(session, task.subject_id)


def patiently(engine: Engine, change: Callable[[Session], Answer]) -> Answer:
    """Make a change, again and again while the database is away."""
    pause_s = 0.1
    while True:
        try:
            with transaction(engine) as session:
                return change(session)
        except OperationalError:
            log.warning("the database does not answer; trying again in %.1f s", pause_s)
            time.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
