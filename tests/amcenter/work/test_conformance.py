"""What the engine behind the queue must do, on every database; one worker serves all of these."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from amcenter.db import transaction
from amcenter.errors import Conflict
from amcenter.ids import new_id
from amcenter.tables import TaskKind, TaskRow, TaskStatus

Hall = Any


def test_queued_work_is_done_once(busy_hall: Hall) -> None:
    task = busy_hall.submit()

    assert busy_hall.until_ended(task) == [TaskStatus.DONE]

    assert busy_hall.events(task, "toy.done") == [{"kind": "work", "early": False}]
    assert busy_hall.starts(task) == 1
    assert busy_hall.task(task).attempts == 1


def test_a_transaction_that_fails_leaves_no_work(busy_hall: Hall) -> None:
    with Session(busy_hall.engine, expire_on_commit=False) as session:
        lost = busy_hall.queue.submit(session, TaskKind.ANALYSE, new_id(), owner="a")
        session.rollback()

    with transaction(busy_hall.engine) as session:
        assert session.get(TaskRow, lost.id) is None
    assert busy_hall.remembered(lost) is None


def test_a_refusal_ends_in_a_failed_task_with_its_reason(busy_hall: Hall) -> None:
    task = busy_hall.submit("refuse")

    assert busy_hall.until_ended(task) == [TaskStatus.FAILED]

    assert busy_hall.task(task).error["code"] == "not_found"
    assert busy_hall.events(task, "toy.failed") == [{"code": "not_found"}]


def test_work_that_follows_from_work_appears_with_its_commit(busy_hall: Hall) -> None:
    task = busy_hall.submit("follow")

    assert busy_hall.until_ended(task) == [TaskStatus.DONE]

    (following,) = busy_hall.followers(task)
    assert busy_hall.until_ended(following) == [TaskStatus.DONE]
    assert busy_hall.events(following, "toy.done") == [{"kind": "quick"}]


def test_a_refused_commit_queues_nothing(busy_hall: Hall) -> None:
    task = busy_hall.submit("follow_and_refuse")

    assert busy_hall.until_ended(task) == [TaskStatus.FAILED]

    assert busy_hall.followers(task) == []


def test_a_refused_commit_is_undone_and_ends_in_a_failed_task(busy_hall: Hall) -> None:
    task = busy_hall.submit("refuse_commit")

    assert busy_hall.until_ended(task) == [TaskStatus.FAILED]

    assert busy_hall.events(task, "toy.done") == []
    assert busy_hall.events(task, "toy.failed") == [{"code": "not_found"}]


def test_a_fault_of_ours_ends_in_a_failed_task(busy_hall: Hall) -> None:
    task = busy_hall.submit("break")

    assert busy_hall.until_ended(task) == [TaskStatus.FAILED]

    assert busy_hall.task(task).error == {"code": "task_broken", "params": {}}


def test_work_with_nothing_to_do_is_done_without_effect(busy_hall: Hall) -> None:
    task = busy_hall.submit("nothing")

    assert busy_hall.until_ended(task) == [TaskStatus.DONE]

    assert busy_hall.events(task, "toy.done") == []


def test_cancelled_running_work_loses_its_child_and_has_no_effect(
    busy_hall: Hall, alive: Callable[[int], bool]
) -> None:
    task = busy_hall.submit(seconds=60)
    child = busy_hall.until_child(task)

    with transaction(busy_hall.engine) as session:
        busy_hall.queue.cancel(session, session.get_one(TaskRow, task.id))

    assert busy_hall.until_ended(task) == [TaskStatus.CANCELLED]
    assert not alive(child)
    assert busy_hall.events(task, "toy.done") == []
    assert busy_hall.events(task, "toy.failed") == [{"code": "task_cancelled"}]


def test_waiting_work_is_cancelled_without_its_turn(busy_hall: Hall) -> None:
    running = busy_hall.submit(seconds=60, queue=TaskKind.PLAN)
    busy_hall.until_child(running)
    waiting = busy_hall.submit(queue=TaskKind.PLAN)

    with transaction(busy_hall.engine) as session:
        busy_hall.queue.cancel(session, session.get_one(TaskRow, waiting.id))

    assert busy_hall.until_ended(waiting) == [TaskStatus.CANCELLED]
    assert busy_hall.starts(waiting) == 0
    with transaction(busy_hall.engine) as session:
        busy_hall.queue.cancel(session, session.get_one(TaskRow, running.id))
    busy_hall.until_ended(running)


def test_an_analysis_never_waits_behind_a_plan_run(busy_hall: Hall) -> None:
    plans = [busy_hall.submit(seconds=60, queue=TaskKind.PLAN) for _ in range(3)]
    busy_hall.until_child(plans[0])

    analysis = busy_hall.submit()

    assert busy_hall.until_ended(analysis) == [TaskStatus.DONE]
    with transaction(busy_hall.engine) as session:
        for plan in plans:
            busy_hall.queue.cancel(session, session.get_one(TaskRow, plan.id))
    busy_hall.until_ended(*plans)


def test_work_that_shall_finish_early_answers_with_the_best_so_far(busy_hall: Hall) -> None:
    task = busy_hall.submit(seconds=60)
    busy_hall.until_child(task)

    with transaction(busy_hall.engine) as session:
        busy_hall.queue.finish_early(session, session.get_one(TaskRow, task.id))

    assert busy_hall.until_ended(task) == [TaskStatus.DONE]
    assert busy_hall.events(task, "toy.done") == [{"kind": "work", "early": True}]


def test_progress_is_shown_while_the_work_runs(busy_hall: Hall) -> None:
    task = busy_hall.submit(seconds=60)

    busy_hall.until(lambda: busy_hall.task(task).progress.get("share", 0) > 0, "progress")

    with transaction(busy_hall.engine) as session:
        busy_hall.queue.cancel(session, session.get_one(TaskRow, task.id))
    busy_hall.until_ended(task)


def test_failed_work_can_be_tried_again(busy_hall: Hall) -> None:
    task = busy_hall.submit("refuse")
    busy_hall.until_ended(task)

    with transaction(busy_hall.engine) as session:
        again = busy_hall.queue.retry(session, session.get_one(TaskRow, task.id))

    assert busy_hall.until_ended(again) == [TaskStatus.FAILED]
    assert busy_hall.starts(task) == 2


def test_finished_work_can_neither_be_cancelled_nor_tried_again(busy_hall: Hall) -> None:
    task = busy_hall.submit()
    busy_hall.until_ended(task)

    with transaction(busy_hall.engine) as session:
        done = session.get_one(TaskRow, task.id)
        with pytest.raises(Conflict):
            busy_hall.queue.cancel(session, done)
        with pytest.raises(Conflict):
            busy_hall.queue.finish_early(session, done)
        with pytest.raises(Conflict):
            busy_hall.queue.retry(session, done)


def test_a_long_list_of_one_person_does_not_hold_up_another(busy_hall: Hall) -> None:
    many = busy_hall.submit_all("many", 24)
    few = busy_hall.submit_all("few", 2)

    busy_hall.until_ended(*many, *few)

    # Whose turn it is is drawn at random, and a turn is two tasks (there are two cores): that ten
    # turns of the one pass before the other's first has a probability of 2^-10. In the order of
    # their arrival it would be all 24.
    last = max(busy_hall.task(task).started_at for task in few)
    earlier = sum(busy_hall.task(task).started_at < last for task in many)
    assert earlier < 23


def test_work_whose_child_was_killed_is_done_again(busy_hall: Hall) -> None:
    task = busy_hall.submit(seconds=1)
    os.kill(busy_hall.until_child(task), signal.SIGKILL)

    assert busy_hall.until_ended(task) == [TaskStatus.DONE]

    assert busy_hall.starts(task) == 2
    assert len(busy_hall.events(task, "toy.done")) == 1
