"""Sequences on one machine, timed."""

from dataclasses import replace
from random import Random

from solver import Problem, ScheduledBuild
from solver.objectives import TERMS
from solver.search.batch import Batch
from solver.search.line import Line, empty_line, timed_line
from solver.search.packer import Packer
from solver.search.track import make_track
from solver.search.units import Unit, units
from tests.solver.workshop import DAY, HOUR, NICKEL, STEEL, machine, piece, workshop

WEIGHTS = {"tardiness": 1, "changeover": 1}
NONE: tuple[Batch, ...] = ()


def line(problem: Problem) -> Line:
    terms = [TERMS[name] for name in problem.weights]
    return empty_line(make_track(problem, problem.machines[0], terms))


def batch(problem: Problem, *keys: str, start_s: int | None = None) -> Batch:
    found, _ = units(problem)
    chosen = [unit for unit in found if unit.key in keys]
    packed = Packer(problem).batch("m", chosen)
    assert packed is not None
    return replace(packed, start_s=start_s)


def moments(line_: Line | None) -> list[tuple[str, int, int]]:
    assert line_ is not None
    return [(t.batch.build_key, t.start_s, t.end_s) for t in line_.timed]


def test_builds_follow_each_other_as_soon_as_they_may() -> None:
    problem = workshop(weights=WEIGHTS)

    timed = timed_line(line(problem), (batch(problem, "a", "b"), batch(problem, "c")), NONE)

    assert moments(timed) == [
        ("steel", STEEL.start_s, STEEL.end_s),
        ("nickel", NICKEL.start_s, NICKEL.end_s),
    ]
    assert timed is not None
    assert timed.totals == (0, 2 * HOUR)


def test_where_machine_time_costs_a_build_begins_as_late_as_its_end_allows() -> None:
    # Unloading waits until 08:00 anyway, so cooling may end then, 7 h 46 min 40 s later.
    # But set-up must end in the shift, at 20:00 at the latest: changing over begins at 17:00.
    problem = workshop(weights=WEIGHTS | {"machine_cost": 1})

    timed = timed_line(line(problem), (batch(problem, "a", "b"), batch(problem, "c")), NONE)

    assert moments(timed)[1] == ("nickel", 17 * HOUR, NICKEL.end_s)


def test_a_forbidden_changeover_gives_no_line() -> None:
    problem = workshop(weights=WEIGHTS, machines=(machine(changeover_s={}),))

    assert timed_line(line(problem), (batch(problem, "a"), batch(problem, "c")), NONE) is None


def test_a_build_goes_before_a_fixed_one_if_it_ends_in_time_and_after_it_if_not() -> None:
    fixed = replace(NICKEL, placements=NICKEL.placements)
    problem = workshop(weights=WEIGHTS, fixed=(fixed,))
    tight = workshop(weights=WEIGHTS, fixed=(replace(fixed, start_s=fixed.start_s - 1),))

    before = timed_line(line(problem), (batch(problem, "a", "b"),), NONE)
    after = timed_line(line(tight), (batch(tight, "a", "b"),), NONE)

    assert moments(before) == [("steel", STEEL.start_s, STEEL.end_s)]
    assert moments(after)[0][1] == NICKEL.end_s


def test_a_build_does_not_disturb_the_changeover_of_a_fixed_one() -> None:
    # The fixed build has 1 h of set-up, as after nickel; after steel it would need 3 h.
    fixed = replace(NICKEL, start_s=NICKEL.start_s + 2 * HOUR)
    problem = workshop(
        weights=WEIGHTS,
        fixed=(fixed,),
        machines=(machine(state="nickel", changeover_s=machine().changeover_s),),
    )

    timed = timed_line(line(problem), (batch(problem, "a", "b"),), NONE)

    assert moments(timed)[0][1] >= fixed.end_s


def test_a_pinned_build_keeps_its_moment_or_there_is_no_line() -> None:
    problem = workshop(weights=WEIGHTS)
    steel = batch(problem, "a", "b")
    pinned = batch(problem, "c", start_s=NICKEL.start_s)
    too_early = batch(problem, "c", start_s=7 * HOUR)

    assert moments(timed_line(line(problem), (steel,), (pinned,)))[1][1] == NICKEL.start_s
    assert timed_line(line(problem), (steel,), (too_early,)) is None


def many(count: int) -> Problem:
    pieces = tuple(
        piece(f"p{n}", ("steel", "nickel")[n % 2], due_s=n * HOUR, release_s=n % 3 * DAY)
        for n in range(count)
    )
    gone = piece("gone")
    fixed = ScheduledBuild(
        **{
            **{name: getattr(STEEL, name) for name in ("machine", "build_key")},
            "key": "fixed",
            "placements": (replace(STEEL.placements[0], piece="gone"),),
            "start_s": 3 * DAY,
            "print_start_s": 3 * DAY,
            "print_end_s": 3 * DAY,
            "cool_end_s": 3 * DAY,
            "end_s": 4 * DAY,
        }
    )
    weights = {"tardiness": 3, "makespan": 1, "machine_cost": 2, "changeover": 1}
    return workshop(pieces=(*pieces, gone), fixed=(fixed,), weights=weights)


def test_a_line_changed_a_hundred_times_equals_one_timed_afresh() -> None:
    problem, random = many(8), Random(1)
    found: list[Unit] = units(problem)[0]
    packer = Packer(problem)
    batches = [packer.batch("m", (unit,)) for unit in found]
    ready = [each for each in batches if each is not None]
    fresh = line(problem)
    current = fresh

    for _ in range(100):
        sequence = tuple(random.sample(ready, random.randint(0, len(ready))))
        keep = random.randint(0, len(current.free))
        mixed = dict.fromkeys((*current.free[:keep], *sequence))
        changed = timed_line(current, tuple(mixed), current.pinned)
        anew = timed_line(fresh, tuple(mixed), ())
        assert changed is not None
        assert anew is not None
        assert (changed.timed, changed.totals) == (anew.timed, anew.totals)
        current = changed
