from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import OPTIMAL, CpModel, CpSolver

from solver import MaxIterations, Problem, ProblemError, Schedule, Standing, optimise
from solver.objectives import (
    DEFAULT_WEIGHTS,
    MOST_SHIFT_S,
    MOVED_S,
    TERMS,
    BuildVars,
    objective,
    term_values,
    value,
    weights_of,
)
from solver.timing import changeover_s
from tests.solver.strategies import SOLVING, problems
from tests.solver.workshop import DAY, HOUR, NICKEL, PLAN, STEEL, machine, piece, workshop

FEW = settings(SOLVING, max_examples=15)


def test_tardiness_is_weighted_and_counts_post_processing() -> None:
    # a ends with its build at 16:06:40 = 58000 s and is due at 50000 s; c ends at 33 h, has 5 h of
    # post-processing, and is due at 30 h with weight 3; b is early.
    pieces = (
        piece("a", due_s=50_000),
        piece("b", due_s=DAY),
        piece("c", "nickel", due_s=30 * HOUR, lead_s=5 * HOUR, weight=3),
    )

    assert value(TERMS["tardiness"], workshop(pieces=pieces), PLAN) == 8_000 + 3 * 8 * HOUR


def test_makespan_is_when_the_last_machine_is_free() -> None:
    assert value(TERMS["makespan"], workshop(), PLAN) == 33 * HOUR


def test_machine_cost_counts_every_occupied_second() -> None:
    # From 08:00 to 09:00 on the next day without a break: 25 h at 60 per hour.
    problem = workshop(machines=(machine(cost_per_h=60),))

    assert value(TERMS["machine_cost"], problem, PLAN) == 25 * HOUR * 60


def test_changeovers_of_builds_that_are_not_fixed_are_counted() -> None:
    assert value(TERMS["changeover"], workshop(), PLAN) == 2 * HOUR
    assert (
        value(TERMS["changeover"], workshop(machines=(machine(state="nickel"),)), PLAN) == 5 * HOUR
    )
    assert value(TERMS["changeover"], workshop(fixed=(STEEL, NICKEL)), PLAN) == 0


def test_stability_counts_moves_and_shifted_dates() -> None:
    # a was elsewhere and an hour earlier, b keeps its date, c is planned ten days earlier.
    pieces = (
        piece("a", standing=Standing("other", 58_000 - HOUR)),
        piece("b", standing=Standing("m", 58_000)),
        piece("c", "nickel", standing=Standing("m", 33 * HOUR + 10 * DAY)),
    )
    problem = workshop(pieces=pieces)

    assert value(TERMS["stability"], problem, PLAN) == MOVED_S + HOUR + MOST_SHIFT_S


def test_the_objective_is_the_weighted_sum_of_the_terms() -> None:
    problem = workshop(weights={"makespan": 2, "changeover": 5, "tardiness": 0})

    assert objective(problem, PLAN) == 2 * 33 * HOUR + 5 * 2 * HOUR


def test_a_problem_without_weights_gets_the_defaults() -> None:
    assert weights_of(workshop()) == DEFAULT_WEIGHTS


def test_a_weight_of_an_unknown_term_is_refused() -> None:
    with pytest.raises(ProblemError, match="beauty"):
        weights_of(workshop(weights={"beauty": 1}))


def in_model(problem: Problem, schedule: Schedule, model: CpModel) -> list[BuildVars]:
    """Return the builds of a schedule as constants of a model, as they are and as ghosts."""
    builds = []
    true, false = model.new_constant(1), model.new_constant(0)
    for machine_ in problem.machines:
        before = machine_.state
        for build in schedule.on(machine_.key):
            change_s = changeover_s(machine_, before, build.build_key) or 0
            before = build.build_key
            pieces = [(problem.piece[key], true) for key in build.pieces]
            real = BuildVars(
                machine_, build.start_s, build.end_s, change_s, true, pieces, build.end_s
            )
            ghost_pieces = [(piece_, false) for piece_, _ in pieces]
            ghost = replace(
                real,
                present=false,
                change=0,
                pieces=ghost_pieces,
                start=build.end_s,
                end=build.end_s,
            )
            builds += [real, ghost]
    return builds


@FEW
@given(problem=problems(most_pieces=4), rest=st.integers(0, 10 * DAY))
def test_value_and_expression_agree(problem: Problem, rest: int) -> None:
    problem = replace(problem, fixed=(), locks=())
    schedule = optimise(problem, MaxIterations(1)).schedule
    assume(schedule is not None)
    assert schedule is not None

    for name, term in TERMS.items():
        model = CpModel()
        model.minimize(term.expression(model, in_model(problem, schedule, model), rest))
        solver = CpSolver()
        assert solver.solve(model) == OPTIMAL
        assert round(solver.objective_value) == term.total(
            [value(term, problem, schedule), rest]
        ), name


def test_every_term_is_reported() -> None:
    assert term_values(workshop(), PLAN).keys() == TERMS.keys()
