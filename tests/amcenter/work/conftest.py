"""Real workers, as processes that can be killed, over a database of the test."""

import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from amcenter.db import is_sqlite, make_engine, reading, transaction
from amcenter.ids import new_id
from amcenter.tables import EventRow, TaskKind, TaskRow, TaskStatus
from amcenter.work.pace import Pace
from amcenter.work.queue import DbosQueue

sys.path.append(str(Path(__file__).parent))
import toy_worker

NURSERY = multiprocessing.get_context("forkserver")
Worker = multiprocessing.context.ForkServerProcess
QUICK = {"poll_s": 0.1, "sweep_s": 0.2, "heartbeat_s": 0.2, "lease_s": 1.0, "attempts": 3}
PATIENCE_S = 60


@dataclass
class Hall:
    """Where toy work is queued and done."""

    engine: Engine
    folder: Path
    queue: DbosQueue
    workers: list[Worker] = field(default_factory=list)

    def submit(
        self,
        kind: str = "work",
        *,
        seconds: float = 0,
        owner: str = "a",
        queue: TaskKind = TaskKind.ANALYSE,
    ) -> TaskRow:
        with transaction(self.engine) as session:
            subject_id = self.describe(kind, seconds)
            return self.queue.submit(session, queue, subject_id, owner=owner)

    def submit_all(self, owner: str, count: int) -> list[TaskRow]:
        """Queue several small analyses in one commit: none begins before the last is there."""
        with transaction(self.engine) as session:
            return [
                self.queue.submit(session, TaskKind.ANALYSE, self.describe("quick", 0), owner=owner)
                for _ in range(count)
            ]

    def describe(self, kind: str, seconds: float) -> UUID:
        subject_id = new_id()
        wanted = {"kind": kind, "seconds": seconds}
        (self.folder / f"{subject_id}.json").write_text(json.dumps(wanted))
        return subject_id

    def hire(self, **pace: float) -> Worker:
        url = self.engine.url.render_as_string(hide_password=False)
        arguments = (url, self.folder, Pace(**{**QUICK, **pace}))
        worker = NURSERY.Process(target=toy_worker.main, args=arguments)
        worker.start()
        self.workers.append(worker)
        return worker

    def dismiss_all(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.join()
            worker.close()
        self.workers.clear()

    def task(self, task: TaskRow) -> TaskRow:
        with reading(self.engine) as session:
            row = session.get_one(TaskRow, task.id)
            session.expunge(row)
            return row

    def until(self, condition: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > deadline:
                log = (self.folder / "worker.log").read_text()[-3000:]
                raise AssertionError(f"never happened: {what}\n{log}")
            time.sleep(0.05)

    def until_ended(self, *tasks: TaskRow) -> list[TaskStatus]:
        ended = (TaskStatus.DONE, TaskStatus.FAILED, TaskStatus.CANCELLED)
        for task in tasks:
            self.until(lambda task=task: self.task(task).status in ended, "the task ends")
        return [self.task(task).status for task in tasks]

    def until_child(self, task: TaskRow) -> int:
        """Return the process number of the child that does the work, once it has begun."""
        path = self.folder / f"{task.subject_id}.pid"
        self.until(lambda: path.exists() and path.read_text(), "the child begins")
        return int(path.read_text())

    def followers(self, task: TaskRow) -> list[TaskRow]:
        """Return the work that was queued by the commit of other work."""
        with reading(self.engine) as session:
            chosen = select(TaskRow).where(TaskRow.owner == str(task.subject_id))
            rows = list(session.exec(chosen).all())
            session.expunge_all()
            return rows

    def events(self, task: TaskRow, kind: str) -> list[dict[str, object]]:
        with reading(self.engine) as session:
            chosen = select(EventRow.data).where(EventRow.kind == kind)
            return list(session.exec(chosen.where(EventRow.subject_id == task.subject_id)))

    def engine_says(self, statement: str, task: TaskRow) -> str | None:
        """Run a statement about a task on the engine's own table, ``{workflows}``."""
        table = "workflow_status" if is_sqlite(self.engine) else "dbos.workflow_status"
        about = f"{statement} WHERE workflow_uuid = :id".format(workflows=table)
        with self.engine.begin() as connection:
            answer = connection.execute(text(about), {"id": str(task.id)})
            return answer.scalar() if answer.returns_rows else None

    def remembered(self, task: TaskRow) -> str | None:
        """Return what the engine knows of a task; None: nothing."""
        return self.engine_says("SELECT status FROM {workflows}", task)

    def starts(self, task: TaskRow) -> int:
        path = self.folder / "starts.txt"
        return path.read_text().split().count(str(task.subject_id)) if path.exists() else 0


@contextmanager
def open_hall(url: str, folder: Path) -> Iterator[Hall]:
    engine = make_engine(url)
    hall = Hall(engine, folder, DbosQueue(engine))
    yield hall
    hall.dismiss_all()
    engine.dispose()


@pytest.fixture
def hall(database_url: str, tmp_path: Path) -> Iterator[Hall]:
    """A hall without workers."""
    with open_hall(database_url, tmp_path) as hall:
        yield hall


@pytest.fixture(scope="module")
def busy_hall(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A hall with one worker that the tests of a module share."""
    with open_hall(module_database_url, tmp_path_factory.mktemp("hall")) as hall:
        hall.hire()
        yield hall


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(name="alive")
def _alive() -> Callable[[int], bool]:
    return alive
