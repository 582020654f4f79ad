"""When to stop: stateless questions about a ``Progress``, so one criterion may serve many runs."""

from collections.abc import Callable
from dataclasses import dataclass

from solver.result import Progress

StoppingCriterion = Callable[[Progress], bool]


@dataclass(frozen=True, slots=True)
class MaxRuntime:
    """Stop after ``limit_s`` seconds."""

    limit_s: float

    def __call__(self, progress: Progress) -> bool:
        return progress.elapsed_s >= self.limit_s


@dataclass(frozen=True, slots=True)
class MaxIterations:
    """Stop after so many iterations: the budget that makes a run repeatable."""

    limit: int

    def __call__(self, progress: Progress) -> bool:
        return progress.iterations >= self.limit


@dataclass(frozen=True, slots=True)
class NoImprovement:
    """Stop when the best schedule is older than ``limit_s`` seconds."""

    limit_s: float

    def __call__(self, progress: Progress) -> bool:
        found = progress.objective is not None
        return found and progress.elapsed_s - progress.best_found_at_s >= self.limit_s


@dataclass(frozen=True, slots=True)
class GapBelow:
    """Stop when the value is proven to be within ``limit`` (0..1) of the best possible."""

    limit: float

    def __call__(self, progress: Progress) -> bool:
        return progress.gap is not None and progress.gap <= self.limit


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Stop as soon as one of the criteria says so."""

    criteria: tuple[StoppingCriterion, ...]

    def __call__(self, progress: Progress) -> bool:
        return any(criterion(progress) for criterion in self.criteria)
