import json

import pytest
from hypothesis import given, settings

from solver.instances import from_json, to_json
from solver.problem import Problem, ProblemError
from solver.schedule import Schedule
from tests.solver.strategies import problems


@settings(max_examples=30, deadline=None)
@given(problem=problems())
def test_a_problem_survives_the_round_trip_byte_for_byte(problem: Problem) -> None:
    content = to_json(problem)

    again = from_json(Problem, content)

    assert again == problem
    assert to_json(again) == content


def test_an_unknown_field_is_refused() -> None:
    content = json.dumps({"builds": [], "notes": "x"}).encode()

    with pytest.raises(ProblemError, match="not a Schedule"):
        from_json(Schedule, content)


def test_text_where_a_number_belongs_is_refused() -> None:
    build = {"key": "b", "machine": "m", "build_key": "k", "placements": [], "start_s": "0"}

    with pytest.raises(ProblemError, match="not a Schedule"):
        from_json(Schedule, json.dumps({"builds": [build]}).encode())


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ProblemError, match="not a Problem"):
        from_json(Problem, b"\x00")
