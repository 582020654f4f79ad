import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from solver import MaxIterations, Problem, Result, Schedule, optimise
from solver.instances import InstanceError, from_json, to_json
from tests.solver.strategies import SOLVING, problems
from tests.solver.workshop import PLAN, machine, part, workshop


@settings(SOLVING, max_examples=40)
@given(problem=problems())
def test_a_problem_comes_back_as_it_was(problem: Problem) -> None:
    text = to_json(problem)

    assert from_json(Problem, text) == problem
    assert to_json(from_json(Problem, text)) == text


def test_a_schedule_and_a_result_come_back_as_they_were() -> None:
    result = optimise(workshop(), MaxIterations(2))
    without = optimise(workshop(machines=(machine(changeover_s={}),)), MaxIterations(1))

    assert from_json(Schedule, to_json(PLAN)) == PLAN
    assert from_json(Result, to_json(result)) == result
    assert from_json(Result, to_json(without)) == without


def test_equal_problems_give_equal_bytes() -> None:
    # Another order of the same changeovers and eligible machines, a whole number as a volume.
    one = machine(changeover_s={("a", "b"): 1, ("b", "a"): 2})
    other = machine(changeover_s={("b", "a"): 2, ("a", "b"): 1})
    cube = part()
    whole = replace(cube, orientations=(replace(cube.orientations[0], volume_mm3=1000),))

    first = to_json(workshop(machines=(one,)))
    second = to_json(workshop(machines=(other,), parts=(whole,)))

    assert first == second


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("machines", 0, "cost_per_h"), "much", r"machines\[0\]\.cost_per_h: needs int"),
        (("machines", 0, "cost_per_h"), True, r"cost_per_h: needs int"),
        (("machines", 0, "cost_per_h"), 1.5, r"cost_per_h: needs int"),
        (("machines", 0, "colour"), "red", r"machines\[0\]: unknown fields \['colour'\]"),
        (("machines", 0, "platform", "width_um"), -1, "platform must be positive"),
        (("machines", 0, "platform", "shape"), "star", "star"),
        (("pieces", 0, "part"), "ghost", "unknown part 'ghost'"),
        (("pieces",), {}, "needs a list"),
        (("machines", 0, "attended", 0), [1, 2], "needs a Interval"),
    ],
)
def test_what_does_not_fit_is_refused_and_named(
    path: tuple[str | int, ...], value: object, complaint: str
) -> None:
    data = json.loads(to_json(workshop()))
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    with pytest.raises(InstanceError, match=complaint):
        from_json(Problem, json.dumps(data))


def test_what_is_missing_is_refused() -> None:
    with pytest.raises(InstanceError, match="builds"):
        from_json(Schedule, "{}")


def test_no_json_is_refused() -> None:
    with pytest.raises(InstanceError, match="no JSON"):
        from_json(Problem, "STL")
