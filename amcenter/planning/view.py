"""A solved plan as people and programs read it: in words, with times in UTC; never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from amcenter.messages import Fact


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why something is as it is: a code of ``messages`` with its facts."""

    code: str
    params: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class PieceView:
    """A piece in its place and when it will be finished, post-processing included."""

    serial: str
    part: str
    orientation: str
    x_um: int
    y_um: int
    z_um: int
    angle_mdeg: int
    finish_at: datetime
    due_at: datetime | None
    late_s: int
    why: tuple[ReasonView, ...]
    """Empty unless the piece is late."""


@dataclass(frozen=True, slots=True)
class BuildView:
    """A build with its pieces; ``fixed``: it was released before, the plan only shows it."""

    key: str
    machine: str
    build_key: str
    parameter_set: str
    fixed: bool
    start_at: datetime
    print_start_at: datetime
    print_end_at: datetime
    cool_end_at: datetime
    end_at: datetime
    height_um: int
    layers: int
    utilisation: float
    """Share of the usable platform, of the usable volume where pieces are stacked."""
    powder_g: float
    pieces: tuple[PieceView, ...]
    eligible: tuple[str, ...] = ()
    """Machines that may build all of it."""


@dataclass(frozen=True, slots=True)
class ProgressView:
    elapsed_s: float
    iterations: int
    objective: int | None
    lower_bound: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """The answer of a plan run."""

    origin_at: datetime
    status: str
    """Of the search: optimal, feasible, infeasible or unknown."""
    stop_reason: str
    seed: int
    objective: int | None
    lower_bound: int
    gap: float | None
    terms: Mapping[str, int]
    builds: tuple[BuildView, ...]
    reasons: tuple[ReasonView, ...]
    """Why pieces were left out, or why there is no schedule at all."""
    history: tuple[ProgressView, ...]

    @property
    def piece_count(self) -> int:
        return sum(len(build.pieces) for build in self.builds)


PLAN_VIEW = TypeAdapter(PlanView)
"""Reads and writes the JSON of a view."""
