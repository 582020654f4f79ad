"""Plans additive manufacturing: pieces into builds, builds onto machines, everything into time.

Pure: values in, values out. ``optimise`` plans, ``violations`` judges.
"""

from solver.check import Violation, violations
from solver.problem import (
    Interval,
    Lock,
    Machine,
    Mode,
    Orientation,
    Outline,
    Part,
    Piece,
    Placement,
    Platform,
    Polygon,
    Problem,
    ProblemError,
    ScheduledBuild,
    Shape,
    Standing,
    Voxels,
)
from solver.result import Progress, Reason, Result, Status, StopReason, gap
from solver.schedule import Schedule
from solver.search.portfolio import optimise
from solver.stop import (
    AnyOf,
    GapBelow,
    MaxIterations,
    MaxRuntime,
    NoImprovement,
    StoppingCriterion,
)

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
