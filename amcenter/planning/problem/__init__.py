"""The only way from the centre's values to the solver's numbers."""

from amcenter.planning.problem.build import build_problem

__all__ = ["build_problem"]
