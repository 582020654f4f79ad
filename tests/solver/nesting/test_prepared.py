import gc
import weakref

import numpy as np

from solver.machines import Platform
from solver.nesting import nest, surely_too_full
from solver.nesting.prepared import prepared
from tests.solver.nesting.problems import flat, problem, rectangle, solid


def test_what_was_prepared_goes_with_its_problem() -> None:
    case = problem(Platform(50_000, 50_000, 50_000, gap_um=0), flat(rectangle(10, 10)))
    nest(case, case.machines[0], case.pieces)
    surely_too_full(case, case.machines[0], case.pieces)
    problem_there = weakref.ref(case)
    grid_there = weakref.ref(next(iter(prepared(case).grounds.values())).base)

    del case
    gc.collect()

    assert problem_there() is None
    assert grid_there() is None


def test_only_a_bed_of_many_cells_is_searched_on_two_lattices() -> None:
    # 16 million cells at most: 300³ of 1 mm are 27 million, 250³ are 15.6 million.
    cube = solid(np.ones((5, 5, 5), bool))
    large = problem(Platform(300_000, 300_000, 300_000, 0, stacked=True), cube)
    small = problem(Platform(250_000, 250_000, 250_000, 0, stacked=True), cube)

    assert prepared(large).finenesses(large.machines[0]) == (0, 1)
    assert prepared(small).finenesses(small.machines[0]) == (0,)
    assert prepared(large).bed_ground(large.machines[0], 0).pitch_um == 2_000
    assert prepared(large).bed_ground(large.machines[0], 1).pitch_um == 1_000
