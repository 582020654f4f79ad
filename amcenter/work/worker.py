"""The process that does background work."""

import logging
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from threading import Event
from uuid import UUID

from dbos import DBOS
from sqlalchemy import Engine, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from amcenter.config import Settings
from amcenter.db import make_engine, make_late_locking_engine, transaction
from amcenter.tables import TaskKind, TaskRow, TaskStatus
from amcenter.tables.columns import JsonObject
from amcenter.work import sweep
from amcenter.work.body import Body
from amcenter.work.cores import Cores
from amcenter.work.engine import SERIALIZATION, WORKFLOW, Store, configuration
from amcenter.work.heart import Heart
from amcenter.work.lease import begin_lease, end_lease
from amcenter.work.pace import Pace, pace_of
from amcenter.work.perform import Task

log = logging.getLogger(__name__)

DAY_S = 24 * 3600.0


def run_worker(
    settings: Settings,
    bodies: Mapping[TaskKind, Body],
    pace: Pace | None = None,
    chores: Sequence[Callable[[Engine], object]] = (),
) -> None:
    """Do background work until a signal asks for the end; unfinished work is given back."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    worker = Worker(settings, bodies, pace or pace_of(settings), chores)
    worker.start()
    worker.sweep_until(stop)
    worker.leave()


class Worker:
    """One per process: DBOS allows one instance."""

    def __init__(
        self,
        settings: Settings,
        bodies: Mapping[TaskKind, Body],
        pace: Pace,
        chores: Sequence[Callable[[Engine], object]] = (),
    ) -> None:
        url, sync = settings.database_url, settings.sqlite_sync
        self._engine = make_engine(url, sqlite_sync=sync)
        self._engine_of_dbos = make_late_locking_engine(url, sqlite_sync=sync)
        self._bodies = bodies
        self._chores = chores
        self._pace = pace
        self._executor = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._heart = Heart(self._engine, self._executor, pace)
        self._cores = Cores(settings.cores)
        self._in_hand: dict[UUID, int] = {}
        self._leaving = Event()

    def start(self) -> None:
        with transaction(self._engine) as session:
            begin_lease(session, self._executor)
        self._heart.start()
        DBOS(config=configuration(self._engine_of_dbos, executor=self._executor))
        self._store = Store(self._engine)
        self._register_workflow()
        DBOS.launch()
        for kind in self._bodies:
            DBOS.register_queue(
                kind.value,
                worker_concurrency=self._cores.of(kind),
                # Not fewer: one person alone may use the whole machine. That there is a limit per
                # person makes DBOS choose the next person at random, and that is fair.
                partition_worker_concurrency=self._cores.of(kind),
                polling_interval_sec=self._pace.poll_s,
            )

    def _register_workflow(self) -> None:
        @DBOS.workflow(
            name=WORKFLOW,
            max_recovery_attempts=None,  # attempts are counted in the row of the task
            serialization_type=SERIALIZATION,
        )
        def work(kind: str, task_id: str) -> None:
            self._work(kind, task_id)

    def _work(self, kind: str, task_id: str) -> None:
        """The durable workflow; recorded of it are the answer of ``perform`` and its storing."""
        with self._cores.free:
            while self._leaving.is_set():
                time.sleep(1)  # until the process ends: nothing is begun, nothing is recorded
            task = Task(self._engine, self._bodies[TaskKind(kind)], UUID(task_id))
            try:
                answer = DBOS.run_step({"name": "perform"}, self._perform, task)
                if answer is not None:
                    self._store.commit(lambda session: task.store(session, answer))
            finally:
                self._in_hand.pop(task.task_id, None)

    def _perform(self, task: Task) -> JsonObject | None:
        def remember(attempt: int) -> None:
            self._in_hand[task.task_id] = attempt

        return task.perform(attempts=self._pace.attempts, claimed=remember)

    def sweep_until(self, stop: Event) -> None:
        chores: list[tuple[float, Callable[[], object]]] = [
            (self._pace.sweep_s, lambda: sweep.end_cancelled(self._engine, self._bodies)),
            (self._pace.heartbeat_s, self._look_after_others),
            (DAY_S, lambda: sweep.forget_old_work(self._pace)),
            *((self._pace.sweep_s, partial(chore, self._engine)) for chore in self._chores),
        ]
        due_s = [0.0] * len(chores)
        while not stop.wait(self._pace.sweep_s):
            for number, (period_s, chore) in enumerate(chores):
                if time.monotonic() >= due_s[number]:
                    attempted(chore)
                    due_s[number] = time.monotonic() + period_s

    def _look_after_others(self) -> None:
        if self._heart.may_judge():
            sweep.take_up_from_the_dead(self._engine, self._pace)
            sweep.give_up_broken(self._engine, self._bodies)

    def leave(self) -> None:
        """Give the work in hand back, as if it had not been begun, and end the process."""
        self._leaving.set()
        self._heart.stop()
        try:
            with transaction(self._engine) as session:
                for task_id, attempt in list(self._in_hand.items()):
                    give_back(session, task_id, attempt)
                end_lease(session, self._executor)
            DBOS._recover_pending_workflows([self._executor])
        except SQLAlchemyError:
            log.exception("the work in hand could not be given back; others will take it up")
        logging.shutdown()
        os._exit(0)  # the threads of unfinished work would go on; their children die with us


def give_back(session: Session, task_id: UUID, attempt: int) -> None:
    session.connection().execute(
        update(TaskRow)
        .where(col(TaskRow.id) == task_id)
        .where(col(TaskRow.attempts) == attempt)
        .where(col(TaskRow.status) == TaskStatus.RUNNING)
        .values(status=TaskStatus.QUEUED, attempts=attempt - 1, progress={})
    )


def attempted(chore: Callable[[], object]) -> None:
    """Do a chore; whatever goes wrong is tried again in its next turn."""
    try:
        chore()
    except Exception:
        log.exception("a chore of the worker failed")
