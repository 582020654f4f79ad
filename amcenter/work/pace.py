"""How fast the machinery of background work ticks; tests make it tick faster."""

from dataclasses import dataclass

from amcenter.config import Settings

BEATS_PER_LEASE = 3


@dataclass(frozen=True, slots=True)
class Pace:
    poll_s: float = 0.2
    """How often a worker looks for queued work."""
    sweep_s: float = 1.0
    """How often it looks for waiting work that was cancelled."""
    heartbeat_s: float = 5.0
    """How often it says that it is alive, and looks after the others."""
    lease_s: float = 15.0
    """A worker that has been silent for so long is taken for dead."""
    attempts: int = 3
    """Work that killed its worker so often is given up."""
    keep_days: float = 30.0
    """How long the engine remembers finished work."""


def pace_of(settings: Settings) -> Pace:
    return Pace(
        heartbeat_s=settings.lease_seconds / BEATS_PER_LEASE,
        lease_s=float(settings.lease_seconds),
        attempts=settings.task_attempts,
    )
