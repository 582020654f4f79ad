"""What the judge reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Rule(StrEnum):
    """Rules of schedules; those of places on a platform are ``solver.geometry.clearance.Rule``."""

    PIECE_MISSING = "piece_missing"
    PIECE_TWICE = "piece_twice"
    PIECE_UNKNOWN = "piece_unknown"
    BUILD_TWICE = "build_twice"
    MACHINE_UNKNOWN = "machine_unknown"
    NOT_ELIGIBLE = "not_eligible"
    NO_MODE = "no_mode"
    MIXED_KEYS = "mixed_keys"
    ORIENTATION_UNKNOWN = "orientation_unknown"
    ORIENTATION_FORBIDDEN = "orientation_forbidden"
    ANGLE_FORBIDDEN = "angle_forbidden"
    RELEASE = "release"
    START_UNATTENDED = "start_unattended"
    SETUP_TIME = "setup_time"
    BUILDING_TIME = "building_time"
    COOLING_TIME = "cooling_time"
    UNLOADING_TIME = "unloading_time"
    MACHINE_OCCUPIED = "machine_occupied"
    BLOCKED = "blocked"
    CHANGEOVER_FORBIDDEN = "changeover_forbidden"
    FIXED_CHANGED = "fixed_changed"
    FIXED_DISTURBED = "fixed_disturbed"
    """The build before a fixed one leaves it less time for its changeover than that needs."""
    LOCK_SPLIT = "lock_split"
    LOCK_MACHINE = "lock_machine"
    LOCK_START = "lock_start"
    LOCK_PLACEMENT = "lock_placement"
    LOCK_CLOSED = "lock_closed"


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: a stable code, where, by whom, and the facts for a sentence."""

    rule: str
    build: str | None = None
    pieces: tuple[str, ...] = ()
    facts: Mapping[str, str | int] = field(default_factory=dict)
