"""CP-SAT sequences given builds as well as trying every sequence does."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from solver import Interval, Problem
from solver.cpsat.sequence import resequenced
from solver.cpsat.solve import Effort
from solver.search.batch import Batch
from solver.search.draft import weighted
from solver.search.line import Line, empty_line, parted, timed_line
from solver.search.packer import Packer
from solver.search.track import make_track
from solver.search.units import units
from tests.solver.strategies import DAY_SHIFTS, ROUND_THE_CLOCK, SOLVING
from tests.solver.workshop import DAY, HOUR, MODE, NICKEL, machine, part, piece

CHANGES = {
    ("steel", "nickel"): 2 * HOUR,
    ("nickel", "steel"): 5 * HOUR,
    ("steel", "gold"): HOUR,
    ("gold", "nickel"): HOUR,
    ("nickel", "gold"): 0,
}


@st.composite
def shops(draw: st.DrawFn, machines: tuple[str, ...] = ("m",)) -> Problem:
    """Up to four pieces, built one by one, with calendars, forbidden pairs and a fixed build."""
    unload_s = draw(st.sampled_from((0, HOUR)))
    modes = dict.fromkeys(("steel", "nickel", "gold"), replace(MODE, unload_s=unload_s))
    anywhere = frozenset(machines)
    pieces = tuple(
        piece(
            f"p{n}",
            draw(st.sampled_from(("steel", "nickel", "gold"))),
            eligible=anywhere,
            release_s=draw(st.sampled_from((0, 10 * HOUR, 2 * DAY))),
            due_s=draw(st.integers(0, 4 * DAY)),
            weight=draw(st.integers(0, 3)),
        )
        for n in range(draw(st.integers(1, 4)))
    )
    fixed = ()
    if draw(st.booleans()):
        pieces = (*pieces, piece("c", "nickel"))
        later = draw(st.sampled_from((0, 2 * DAY)))
        fixed = (
            replace(
                NICKEL,
                start_s=NICKEL.start_s + later,
                print_start_s=NICKEL.print_start_s + later,
                print_end_s=NICKEL.print_end_s + later,
                cool_end_s=NICKEL.cool_end_s + later,
                end_s=NICKEL.end_s + later,
            ),
        )
    rows = tuple(
        machine(
            key,
            modes=modes,
            changeover_s=CHANGES,
            attended=draw(st.sampled_from((ROUND_THE_CLOCK, DAY_SHIFTS))),
            blocked=draw(st.sampled_from(((), (Interval(30 * HOUR, 50 * HOUR),)))),
            state=draw(st.sampled_from((None, "steel"))),
        )
        for key in machines
    )
    # Without machine cost every build begins as soon as it may, so sequences are all there is.
    weights = {name: draw(st.integers(1, 5)) for name in ("tardiness", "makespan", "changeover")}
    return Problem(rows, (part(machines=machines),), pieces, fixed=fixed, weights=weights)


def emptied(problem: Problem, key: str) -> Line:
    terms = [term for term, _ in Packer(problem).terms]
    return empty_line(make_track(problem, problem.machine[key], terms))


def every_line(empty: Line, batches: list[Batch]) -> list[Line]:
    timed = (timed_line(empty, *parted(empty, order)) for order in permutations(batches))
    return [line for line in timed if line is not None]


@settings(SOLVING, max_examples=25)
@given(problem=shops(), data=st.data())
def test_one_machine_is_sequenced_as_well_as_possible(
    problem: Problem, data: st.DataObject
) -> None:
    packer, empty = Packer(problem), emptied(problem, "m")
    batches = [batch for unit in units(problem)[0] if (batch := packer.batch("m", (unit,)))]
    lines = every_line(empty, batches)
    if not lines:
        return
    now = data.draw(st.sampled_from(lines))

    found = resequenced(
        {"m": now},
        [[batch] for batch in now.batches],
        packer.terms,
        (0,) * len(packer.terms),
        Effort(10.0),
        lambda: False,
    )

    assert found is not None
    line = timed_line(empty, *parted(empty, found["m"]))
    assert line is not None
    assert weighted(packer.terms, [line.totals]) == min(
        weighted(packer.terms, [other.totals]) for other in lines
    )


@settings(SOLVING, max_examples=10)
@given(problem=shops(machines=("m", "n")))
def test_two_machines_share_the_builds_as_well_as_possible(problem: Problem) -> None:
    packer = Packer(problem)
    here, there = emptied(problem, "m"), emptied(problem, "n")
    pairs = [
        (packer.batch("m", (unit,)), packer.batch("n", (unit,))) for unit in units(problem)[0][:3]
    ]
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    values, now = [], None
    for choice in range(2 ** len(both)):
        left = [one for n, (one, _) in enumerate(both) if choice >> n & 1]
        right = [other for n, (_, other) in enumerate(both) if not choice >> n & 1]
        for one in every_line(here, left):
            for other in every_line(there, right):
                values.append(weighted(packer.terms, [one.totals, other.totals]))
                now = now or (one, other)
    if now is None:
        return
    lines = {"m": now[0], "n": now[1]}

    found = resequenced(
        lines,
        [list(pair) for pair in both],
        packer.terms,
        (0,) * len(packer.terms),
        Effort(10.0),
        lambda: False,
    )

    assert found is not None
    timed = [
        timed_line(empty, *parted(empty, found[key])) for key, empty in (("m", here), ("n", there))
    ]
    totals = [line.totals for line in timed if line is not None]
    assert len(totals) == 2
    assert weighted(packer.terms, totals) == min(values)
