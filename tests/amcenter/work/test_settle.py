"""The row of a task: whose word counts, and when it is over."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from amcenter.db import reading, transaction
from amcenter.errors import BadInput
from amcenter.ids import new_id
from amcenter.messages import Message
from amcenter.tables import TaskKind, TaskRow, TaskStatus
from amcenter.tables.columns import JsonObject
from amcenter.work import settle
from amcenter.work.body import Control, Interrupted
from amcenter.work.control import TaskControl
from amcenter.work.perform import Task


@dataclass
class Body:
    """Remembers what it was told; ``error`` is raised by what has its name."""

    errors: dict[str, Exception] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def _hear(self, step: str, word: str = "") -> None:
        self.told.append(f"{step} {word}".strip())
        if step in self.errors:
            raise self.errors[step]

    def begin(self, session: Session, subject_id: UUID) -> JsonObject | None:
        self._hear("begin")
        return {}

    def run(self, request: JsonObject, control: Control) -> JsonObject:
        self._hear("run")
        return {"word": "result"}

    def commit(self, session: Session, subject_id: UUID, outcome: JsonObject) -> None:
        self._hear("commit", outcome["word"])

    def fail(self, session: Session, subject_id: UUID, why: Message) -> None:
        self._hear("fail", why.code)


@pytest.fixture
def task_id(engine: Engine) -> UUID:
    task = TaskRow(kind=TaskKind.PLAN, subject_id=new_id(), owner="a")
    with transaction(engine) as session:
        session.add(task)
    return task.id


def row(engine: Engine, task_id: UUID) -> TaskRow:
    with reading(engine) as session:
        task = session.get_one(TaskRow, task_id)
        session.expunge(task)
    return task


def claim(engine: Engine, task_id: UUID, body: Body, attempts: int = 3) -> int | None:
    with transaction(engine) as session:
        return settle.claim(session, task_id, body, attempts=attempts)


def finish(engine: Engine, task_id: UUID, body: Body, attempt: int) -> None:
    with transaction(engine) as session:
        settle.finish(session, task_id, body, attempt=attempt, outcome={"word": f"{attempt}"})


def test_only_the_newest_attempt_has_an_effect(engine: Engine, task_id: UUID) -> None:
    body = Body()
    assert claim(engine, task_id, body) == 1
    assert claim(engine, task_id, body) == 2

    finish(engine, task_id, body, attempt=1)
    assert row(engine, task_id).status is TaskStatus.RUNNING
    finish(engine, task_id, body, attempt=2)
    finish(engine, task_id, body, attempt=2)

    assert body.told == ["commit 2"]
    assert row(engine, task_id).status is TaskStatus.DONE


def test_the_failure_of_an_older_attempt_does_not_count(engine: Engine, task_id: UUID) -> None:
    body = Body()
    claim(engine, task_id, body)
    claim(engine, task_id, body)

    with transaction(engine) as session:
        settle.fail(
            session,
            task_id,
            body,
            attempt=1,
            status=TaskStatus.FAILED,
            why=Message("task_broken"),
        )

    assert body.told == []
    assert row(engine, task_id).status is TaskStatus.RUNNING


def test_a_finished_task_is_never_claimed_again(engine: Engine, task_id: UUID) -> None:
    body = Body()
    finish(engine, task_id, body, attempt=claim(engine, task_id, body) or 0)

    assert claim(engine, task_id, body) is None


def test_a_wish_to_cancel_outweighs_an_outcome(engine: Engine, task_id: UUID) -> None:
    body = Body()
    attempt = claim(engine, task_id, body) or 0
    with transaction(engine) as session:
        session.get_one(TaskRow, task_id).cancel_requested = True

    finish(engine, task_id, body, attempt)

    assert body.told == ["fail task_cancelled"]
    assert row(engine, task_id).status is TaskStatus.CANCELLED


def test_a_subject_that_cannot_be_told_does_not_keep_the_task_alive(
    engine: Engine, task_id: UUID
) -> None:
    body = Body({"commit": ZeroDivisionError(), "fail": BadInput("not_found", what="a", key="b")})

    finish(engine, task_id, body, attempt=claim(engine, task_id, body) or 0)

    task = row(engine, task_id)
    assert task.status is TaskStatus.FAILED
    assert task.error == {"code": "task_broken", "params": {}}


def test_a_database_that_is_away_is_no_failure_of_the_work(engine: Engine, task_id: UUID) -> None:
    body = Body({"commit": OperationalError("COMMIT", {}, Exception("gone"))})
    attempt = claim(engine, task_id, body) or 0

    with pytest.raises(OperationalError):
        finish(engine, task_id, body, attempt)

    assert row(engine, task_id).status is TaskStatus.RUNNING


def test_interrupted_work_is_tried_again_until_it_was_enough(engine: Engine, task_id: UUID) -> None:
    body = Body({"run": Interrupted("killed")})

    assert Task(engine, body, task_id).perform(attempts=2) is None

    assert body.told == ["begin", "run", "begin", "run", "fail task_kills_process"]
    assert row(engine, task_id).error == {"code": "task_kills_process", "params": {"attempts": 2}}


def test_the_control_of_an_older_attempt_hears_that_nobody_wants_it(
    engine: Engine, task_id: UUID
) -> None:
    claim(engine, task_id, Body())
    claim(engine, task_id, Body())

    assert TaskControl(engine, task_id, 1).cancelled()
    assert not TaskControl(engine, task_id, 2).cancelled()


def test_progress_of_an_older_attempt_is_not_shown(engine: Engine, task_id: UUID) -> None:
    claim(engine, task_id, Body())
    claim(engine, task_id, Body())

    TaskControl(engine, task_id, 2).report({"share": 0.2})
    TaskControl(engine, task_id, 1).report({"share": 0.9})

    assert row(engine, task_id).progress == {"share": 0.2}


def test_a_database_that_is_away_never_ends_the_work(
    engine: Engine, task_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    control = TaskControl(engine, task_id, 1)
    monkeypatch.setattr("amcenter.work.control.transaction", away)
    monkeypatch.setattr("amcenter.work.control.reading", away)

    control.report({"share": 0.5})

    assert not control.cancelled()
    assert not control.finish_early()
