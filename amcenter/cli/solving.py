"""Searching for a schedule in this process; Ctrl-C means: the best so far will do."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from types import FrameType

from amcenter.cli.progress import Bars
from amcenter.cli.sentences import language
from amcenter.pages.words import Words
from amcenter.planning.solving import Solved
from amcenter.planning.solving import solve as search
from solver.problem import Problem
from solver.result import Progress
from solver.stop import AnyOf, MaxRuntime

PATIENCE = 10


@dataclass(frozen=True, slots=True)
class EnoughTime(MaxRuntime):
    """Stop after ``limit_s`` seconds, but wait up to ten times as long for a first schedule."""

    def __call__(self, progress: Progress) -> bool:
        is_late = progress.elapsed_s >= self.limit_s
        nothing_yet = progress.objective is None
        return is_late and not (nothing_yet and progress.elapsed_s < PATIENCE * self.limit_s)


def solve(problem: Problem, *, seconds: float, seed: int, bars: Bars) -> Solved:
    """Return the best schedule found in ``seconds``, or until somebody presses Ctrl-C."""
    words = Words(language())

    def state(progress: Progress) -> str:
        if progress.objective is None or progress.gap is None:
            return ""
        value = words.number(progress.objective)
        return words("step_search_state", objective=value, gap=words.percent(progress.gap))

    with interrupt() as asked, bars.measuring("step_search", seconds) as show:
        return search(
            problem,
            AnyOf((EnoughTime(seconds), lambda progress: asked.is_set())),
            seed=seed,
            on_progress=lambda progress: show(progress.elapsed_s, state(progress)),
        )


@contextmanager
def interrupt() -> Iterator[Event]:
    """Give an event that the first Ctrl-C sets; a second one ends the program as usual."""
    asked = Event()
    usual = signal.getsignal(signal.SIGINT)

    def ask(number: int, frame: FrameType | None) -> None:
        asked.set()
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, usual)
