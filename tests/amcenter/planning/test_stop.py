"""When a plan run ends."""

from threading import Event

import pytest

from amcenter.planning.stop import PATIENCE_S, PlanStop
from solver.result import Progress, StopReason


def progress(elapsed_s: float, objective: int | None) -> Progress:
    return Progress(elapsed_s, 0, objective, 0, 0.0)


@pytest.mark.parametrize(
    ("elapsed_s", "objective", "over"),
    [
        (9.9, 7, False),
        (10.0, 7, True),
        (10.0, None, False),
        (10.0 + PATIENCE_S, None, True),
    ],
)
def test_time_is_over_once_there_is_a_schedule(
    elapsed_s: float, objective: int | None, over: bool
) -> None:
    assert PlanStop(10, Event())(progress(elapsed_s, objective)) is over


def test_finish_now_waits_for_the_first_schedule() -> None:
    finish_now = Event()
    stop = PlanStop(10, finish_now)
    finish_now.set()

    assert not stop(progress(1, None))
    assert stop(progress(1, 7))


def test_the_reason_says_whether_somebody_asked() -> None:
    finish_now = Event()
    stop = PlanStop(10, finish_now)

    assert stop.reason(StopReason.ASKED) is StopReason.LIMIT
    finish_now.set()
    assert stop.reason(StopReason.ASKED) is StopReason.ASKED
    assert stop.reason(StopReason.PROVEN) is StopReason.PROVEN
