"""When a plan run ends: its time is over, or somebody wants the best so far."""

from dataclasses import dataclass
from threading import Event

from solver.result import Progress, StopReason

PATIENCE_S = 120.0
"""A first schedule is worth waiting for: without one the whole run was in vain."""


@dataclass(frozen=True, slots=True)
class PlanStop:
    """Stop after ``seconds``, but not before there is a schedule, unless that takes very long."""

    seconds: float
    finish_now: Event

    def __call__(self, progress: Progress) -> bool:
        if progress.objective is None:
            return progress.elapsed_s >= self.seconds + PATIENCE_S
        return progress.elapsed_s >= self.seconds or self.finish_now.is_set()

    def reason(self, reason: StopReason) -> StopReason:
        """Return the reason to tell; the solver cannot know which of the two it was."""
        if reason is not StopReason.ASKED or self.finish_now.is_set():
            return reason
        return StopReason.LIMIT
