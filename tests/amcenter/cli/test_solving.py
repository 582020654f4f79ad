import signal

import pytest

from amcenter.cli.solving import EnoughTime, interrupt
from solver.result import Progress


@pytest.mark.parametrize(
    ("elapsed_s", "objective", "enough"),
    [
        (9.9, 5, False),
        (10.0, 5, True),
        (10.0, None, False),
        (99.9, None, False),
        (100.0, None, True),
    ],
)
def test_a_first_schedule_is_waited_for(
    elapsed_s: float, objective: int | None, enough: bool
) -> None:
    progress = Progress(elapsed_s, 1, objective, 0, 0.0)

    assert EnoughTime(10.0)(progress) is enough


def test_the_first_interrupt_asks_to_finish_and_the_second_ends() -> None:
    with interrupt() as asked:
        assert not asked.is_set()
        signal.raise_signal(signal.SIGINT)
        assert asked.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_afterwards_interrupts_end_as_usual() -> None:
    before = signal.getsignal(signal.SIGINT)

    with interrupt():
        pass

    assert signal.getsignal(signal.SIGINT) is before
