"""The bookkeeping of one run: progress, history, when to stop and why."""

import time
from collections.abc import Callable

from solver.result import Progress, StopReason
from solver.stop import AnyOf, GapBelow, MaxIterations, MaxRuntime, NoImprovement, StoppingCriterion

REPORT_S = 0.25
"""Listeners hear of every improvement, and otherwise this often."""

LIMITS = (MaxRuntime, MaxIterations, NoImprovement, GapBelow)


class Run:
    """What is known so far; asks the stopping criterion, from any thread."""

    def __init__(
        self, stop: StoppingCriterion, on_progress: Callable[[Progress], None] | None
    ) -> None:
        self._stop = stop
        self._on_progress = on_progress
        self._began_s = time.monotonic()
        self._reported_s = 0.0
        self._best_found_at_s = 0.0
        self._iterations = 0
        self._objective: int | None = None
        self._bound = 0
        self._reason: StopReason | None = None
        self.history: list[Progress] = []

    @property
    def bound(self) -> int:
        return self._bound

    @property
    def proven(self) -> bool:
        return self._objective is not None and self._objective <= self._bound

    def progress(self) -> Progress:
        return Progress(
            elapsed_s=time.monotonic() - self._began_s,
            iterations=self._iterations,
            objective=self._objective,
            lower_bound=self._bound,
            best_found_at_s=self._best_found_at_s,
        )

    def should_stop(self) -> bool:
        """Return whether the run is over; once it is, it stays so."""
        if self._reason is None and self.proven:
            self._reason = StopReason.PROVEN
        if self._reason is None:
            progress = self.progress()
            if self._stop(progress):
                self._reason = _reason(self._stop, progress)
        return self._reason is not None

    def stop_reason(self) -> StopReason:
        if self.proven:
            return StopReason.PROVEN
        return self._reason or StopReason.EXHAUSTED

    def stepped(self) -> None:
        """Count an iteration."""
        self._iterations += 1
        if time.monotonic() - self._began_s - self._reported_s >= REPORT_S:
            self._report()

    def found(self, objective: int) -> None:
        """Note the value of a schedule."""
        if self._objective is None or objective < self._objective:
            self._objective = objective
            self._best_found_at_s = time.monotonic() - self._began_s
            self._note()

    def bounded(self, bound: int) -> None:
        """Note that no schedule can be better."""
        if bound > self._bound:
            self._bound = bound
            self._note()

    def _note(self) -> None:
        self.history.append(self.progress())
        self._report()

    def _report(self) -> None:
        progress = self.progress()
        self._reported_s = progress.elapsed_s
        if self._on_progress is not None:
            self._on_progress(progress)


def _reason(stop: StoppingCriterion, progress: Progress) -> StopReason:
    """Return whether a limit was reached or somebody asked to stop."""
    if isinstance(stop, AnyOf):
        said = [criterion for criterion in stop.criteria if criterion(progress)]
        return _reason(said[0], progress) if said else StopReason.ASKED
    return StopReason.LIMIT if isinstance(stop, LIMITS) else StopReason.ASKED
