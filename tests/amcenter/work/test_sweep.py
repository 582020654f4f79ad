"""What workers clear away."""

from typing import Any

from amcenter.tables import TaskStatus

Hall = Any


def test_work_that_the_engine_has_given_up_does_not_wait_for_ever(hall: Hall) -> None:
    task = hall.submit()
    hall.engine_says("UPDATE {workflows} SET status = 'ERROR'", task)

    hall.hire()

    assert hall.until_ended(task) == [TaskStatus.FAILED]
    assert hall.events(task, "toy.failed") == [{"code": "task_broken"}]
    hall.until(lambda: hall.remembered(task) is None, "it is forgotten")


def test_the_engine_forgets_finished_work_and_our_row_stays(hall: Hall) -> None:
    task = hall.submit("quick")
    hall.hire()
    hall.until(lambda: hall.remembered(task) == "SUCCESS", "it is finished")
    hall.dismiss_all()

    hall.hire(keep_days=0)

    hall.until(lambda: hall.remembered(task) is None, "it is forgotten")
    assert hall.task(task).status is TaskStatus.DONE
