"""Plans additive manufacturing: pieces into builds, builds onto machines, everything into time.

Pure: values in, values out. ``optimise`` plans, ``violations`` judges.
"""

from typing import TYPE_CHECKING

from solver.builds import Lock, Placement, ScheduledBuild
from solver.errors import ProblemError
from solver.machines import Interval, Machine, Mode, Platform, Shape
from solver.parts import Orientation, Part, Piece, Standing
from solver.problem import Problem
from solver.result import Progress, Reason, Result, Status, StopReason, gap
from solver.schedule import Schedule
from solver.shapes import Outline, Polygon, Voxels
from solver.stop import (
    AnyOf,
    GapBelow,
    MaxIterations,
    MaxRuntime,
    NoImprovement,
    StoppingCriterion,
)

if TYPE_CHECKING:
    from solver.check import Violation, violations
    from solver.search.portfolio import optimise

__all__ = [
    "AnyOf",
    "GapBelow",
    "Interval",
    "Lock",
    "Machine",
    "MaxIterations",
    "MaxRuntime",
    "Mode",
    "NoImprovement",
    "Orientation",
    "Outline",
    "Part",
    "Piece",
    "Placement",
    "Platform",
    "Polygon",
    "Problem",
    "ProblemError",
    "Progress",
    "Reason",
    "Result",
    "Schedule",
    "ScheduledBuild",
    "Shape",
    "Standing",
    "Status",
    "StopReason",
    "StoppingCriterion",
    "Violation",
    "Voxels",
    "gap",
    "optimise",
    "violations",
]


def __getattr__(name: str) -> object:
    # The algorithms load numba and OR-Tools, which takes seconds: only who calls them waits.
    if name == "optimise":
        from solver.search.portfolio import optimise

        return optimise
    if name in {"Violation", "violations"}:
        from solver import check

        return getattr(check, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
