from hypothesis import HealthCheck, given, settings

from solver import MaxIterations, Problem, Status, optimise, violations
from tests.solver.strategies import problems

SLOW = settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@SLOW
@given(problem=problems())
def test_no_schedule_breaks_a_rule_and_none_is_below_its_bound(problem: Problem) -> None:
    result = optimise(problem, MaxIterations(15))

    if result.schedule is None:
        assert result.reasons
        assert result.status in (Status.INFEASIBLE, Status.UNKNOWN)
    else:
        assert violations(problem, result.schedule) == []
        assert result.objective is not None
        assert result.lower_bound <= result.objective
