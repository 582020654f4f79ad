"""What survives when workers are killed, frozen or sent away; each test has workers of its own."""

import os
import signal
from collections.abc import Callable
from typing import Any

from sqlmodel import select

from amcenter.db import reading
from amcenter.tables import TaskStatus, WorkerRow

Hall = Any


def test_the_work_of_a_killed_worker_is_taken_up_exactly_once(
    hall: Hall, alive: Callable[[int], bool]
) -> None:
    running = hall.submit(seconds=1.5)
    waiting = hall.submit()
    killed = hall.hire()
    child = hall.until_child(running)
    hall.until(lambda: hall.task(waiting).status is TaskStatus.DONE, "the short work ends")

    killed.kill()
    hall.hire()

    assert hall.until_ended(running) == [TaskStatus.DONE]
    assert not alive(child)
    assert hall.task(running).attempts == 2
    assert len(hall.events(running, "toy.done")) == 1
    assert len(hall.events(waiting, "toy.done")) == 1


def test_a_frozen_worker_that_was_taken_for_dead_has_no_effect_when_it_wakes(
    hall: Hall, alive: Callable[[int], bool]
) -> None:
    task = hall.submit(seconds=3)
    frozen = hall.hire()
    hall.until_child(task)

    os.kill(frozen.pid, signal.SIGSTOP)
    (hall.folder / f"{task.subject_id}.pid").unlink()
    hall.hire()
    second_child = hall.until_child(task)
    os.kill(frozen.pid, signal.SIGCONT)

    # 75: it noticed that its work is with others, and ended
    frozen.join(30)
    assert frozen.exitcode == 75
    assert alive(second_child)
    assert hall.until_ended(task) == [TaskStatus.DONE]
    assert len(hall.events(task, "toy.done")) == 1
    assert hall.task(task).attempts == 2


def test_work_that_kills_its_worker_is_given_up_after_some_attempts(hall: Hall) -> None:
    poison = hall.submit("poison")

    while hall.task(poison).status in (TaskStatus.QUEUED, TaskStatus.RUNNING):
        worker = hall.hire(attempts=2, lease_s=0.5, heartbeat_s=0.1)
        hall.until(
            lambda worker=worker: (
                worker.exitcode is not None or hall.task(poison).status is TaskStatus.FAILED
            ),
            "the worker dies, or gives up",
        )

    assert hall.starts(poison) == 2
    assert hall.task(poison).error == {"code": "task_kills_process", "params": {"attempts": 2}}
    assert hall.events(poison, "toy.failed") == [{"code": "task_kills_process"}]


def test_a_worker_that_is_sent_away_gives_its_work_back_at_once(
    hall: Hall, alive: Callable[[int], bool]
) -> None:
    task = hall.submit(seconds=1.5)
    leaving = hall.hire()
    child = hall.until_child(task)

    leaving.terminate()
    leaving.join(30)

    assert leaving.exitcode == 0

    assert hall.task(task).status is TaskStatus.QUEUED
    assert hall.task(task).attempts == 0
    hall.until(lambda: not alive(child), "the child dies")
    with reading(hall.engine) as session:
        assert session.exec(select(WorkerRow)).all() == []
    hall.hire(lease_s=1000)
    assert hall.until_ended(task) == [TaskStatus.DONE]
    assert len(hall.events(task, "toy.done")) == 1
