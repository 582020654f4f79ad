"""Plans additive manufacturing: pieces into builds, builds onto machines, everything into time.

Pure: values in, values out. ``optimise`` plans, ``violations`` judges.
"""

from solver.builds import Lock, Placement, ScheduledBuild
from solver.check import Violation, violations
from solver.errors import ProblemError
from solver.machines import Interval, Machine, Mode, Platform, Shape
from solver.parts import Orientation, Part, Piece, Standing
from solver.problem import Problem
from solver.result import Progress, Reason, Result, Status, StopReason, gap
from solver.schedule import Schedule
from solver.search.portfolio import optimise
from solver.shapes import Outline, Polygon, Voxels
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
