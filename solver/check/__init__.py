"""The judge: every broken rule of a schedule, found without any algorithm's help."""

from solver.check.judge import violations
from solver.check.violation import Rule, Violation

__all__ = ["Rule", "Violation", "violations"]
