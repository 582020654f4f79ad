"""What the solver answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from solver.schedule import Schedule


class Status(StrEnum):
    OPTIMAL = "optimal"
    """A schedule whose value equals the proven bound."""
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    """Proven: no schedule keeps all rules; ``reasons`` say why."""
    UNKNOWN = "unknown"
    """Stopped before any schedule was found."""


class StopReason(StrEnum):
    PROVEN = "proven"
    LIMIT = "limit"
    ASKED = "asked"
    IMPOSSIBLE = "impossible"
    EXHAUSTED = "exhausted"
    """The search had nothing left to try."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a piece cannot be planned: a stable code, what it concerns and the facts."""

    code: str
    piece: str | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a search at one moment; criteria and listeners see nothing else."""

    elapsed_s: float
    iterations: int
    objective: int | None
    lower_bound: int
    best_found_at_s: float

    @property
    def gap(self) -> float | None:
        """(objective - bound) / objective, 0 when proven, None without a schedule."""
        return None if self.objective is None else gap(self.objective, self.lower_bound)


def gap(objective: int, lower_bound: int) -> float:
    """Return the relative distance of a value from its bound; 0 means proven optimal."""
    return 0.0 if objective <= lower_bound else (objective - lower_bound) / objective


@dataclass(frozen=True, slots=True)
class Result:
    """A schedule (or the reasons why there is none) with everything needed to trust it."""

    status: Status
    schedule: Schedule | None
    terms: Mapping[str, int]
    """The value of every objective term, unweighted."""
    objective: int | None
    lower_bound: int
    history: tuple[Progress, ...]
    seed: int
    stop_reason: StopReason
    reasons: tuple[Reason, ...] = ()
