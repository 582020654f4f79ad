"""Large-neighbourhood search: take a little out, put it back better, sometimes accept worse."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from solver.cpsat.sequence import resequenced
from solver.cpsat.solve import Effort
from solver.search.batch import Batch
from solver.search.construct import urgency
from solver.search.destroy import CHOICES, taken_out
from solver.search.draft import Draft, summed
from solver.search.line import Line, parted, timed_line
from solver.search.moves import best_of_some_moves
from solver.search.packer import Packer
from solver.search.repair import inserted, inserted_by_regret
from solver.search.run import Run
from solver.search.units import Unit

WARM = 0.3
"""First temperature, as a share of the mean cost of a unit."""
COOLING = 0.99
COLD = 0.002
"""At this temperature the search goes back to the best schedule and warms up."""
MOVE_SHARE = 0.35
REGRET_SHARE = 0.25
EXACT_EVERY = 60
"""Iterations from one CP-SAT neighbourhood to the next."""
EXACT_BATCHES = 10
EXACT_EFFORT_S = 0.4
MACHINES_TRIED = 4


@dataclass
class Search:
    """The draft that is being changed, the best one so far, and the temperature."""

    packer: Packer
    run: Run
    random: Random
    current: Draft
    best: Draft
    scale: float
    temperature: float


def improve(packer: Packer, run: Run, draft: Draft, random: Random) -> Draft:
    """Return the best schedule found until the run is over."""
    pieces = max(1, len(packer.problem.pieces))
    scale = max(1.0, draft.cost / pieces)
    search = Search(packer, run, random, draft, draft, scale, WARM * scale)
    iteration = 0
    while not run.should_stop():
        iteration += 1
        if iteration % EXACT_EVERY == EXACT_EVERY // 4:
            candidate = _exact_neighbour(search)
        elif search.current.waiting or random.random() >= MOVE_SHARE:
            candidate = _rebuilt(search)
        else:
            candidate = best_of_some_moves(packer, search.current, random)
        if candidate is not None:
            _judge(search, candidate)
        _cool(search)
        run.stepped()
    return search.best


def _judge(search: Search, candidate: Draft) -> None:
    """Accept by simulated annealing; fewer waiting pieces are always better."""
    waits, cost = candidate.rank
    now_waits, now_cost = search.current.rank
    if waits > now_waits:
        return
    worse = cost - now_cost
    is_kept = waits < now_waits or worse <= 0
    if is_kept or search.random.random() < math.exp(-worse / search.temperature):
        search.current = candidate
    if candidate.rank < search.best.rank:
        search.best = candidate
        if waits == 0:
            search.run.found(cost)


def _cool(search: Search) -> None:
    search.temperature *= COOLING
    if search.temperature < COLD * search.scale:
        search.temperature = WARM * search.scale * search.random.random()
        search.current = search.best


def _rebuilt(search: Search) -> Draft | None:
    """Take some units out and insert them again, in one of several sequences."""
    random, current = search.random, search.current
    gone = random.choice(CHOICES)(current, random)
    shorter = taken_out(search.packer, current, gone)
    if shorter is None or search.run.should_stop():
        return None
    units = _in_sequence(shorter.waiting, random)
    insert = inserted_by_regret if random.random() < REGRET_SHARE else inserted
    draft = insert(
        search.packer,
        shorter.replaced({}, units),
        should_stop=search.run.should_stop,
        machines=_machine_choice(random),
    )
    return None if search.run.should_stop() and draft.waiting else draft


def _in_sequence(units: Sequence[Unit], random: Random) -> list[Unit]:
    # A set has no sequence of its own: sort before chance decides, or a seed would mean nothing.
    units = sorted(units, key=urgency)
    if random.random() < 0.5:
        return units
    return random.sample(units, len(units))


def _machine_choice(random: Random) -> Callable[[Unit], Sequence[str]]:
    def some(unit: Unit) -> Sequence[str]:
        if len(unit.machines) <= MACHINES_TRIED:
            return unit.machines
        return random.sample(unit.machines, MACHINES_TRIED)

    return some


def _exact_neighbour(search: Search) -> Draft | None:
    """Let CP-SAT sequence the builds of one to three machines as well as possible."""
    draft = search.current
    lines = _neighbourhood(draft, search.random)
    if not lines:
        return None
    names = {line.track.machine.key for line in lines}
    others = [line.totals for key, line in draft.lines.items() if key not in names]
    sequences = resequenced(
        {line.track.machine.key: line for line in lines},
        [_versions(search.packer, batch, names) for line in lines for batch in line.batches],
        draft.terms,
        summed(draft.terms, others),
        Effort(EXACT_EFFORT_S, seed=search.random.randrange(2**30)),
        search.run.should_stop,
    )
    return None if sequences is None else _with_sequences(draft, sequences)


def _neighbourhood(draft: Draft, random: Random) -> list[Line]:
    """Choose machines at random as long as they have few builds together."""
    lines = [line for line in draft.lines.values() if line.batches]
    chosen: list[Line] = []
    for line in random.sample(lines, len(lines)):
        together = sum(len(other.batches) for other in chosen) + len(line.batches)
        if together <= EXACT_BATCHES and len(chosen) < 3:
            chosen.append(line)
    return chosen


def _versions(packer: Packer, batch: Batch, machines: set[str]) -> list[Batch]:
    alike = [key for key in packer.alike(batch.machine) if key in machines and key != batch.machine]
    versions = [packer.moved(batch, key) for key in alike] if batch.start_s is None else []
    return [batch, *(version for version in versions if version is not None)]


def _with_sequences(draft: Draft, sequences: dict[str, list[Batch]]) -> Draft | None:
    lines: dict[str, Line] = {}
    for key, batches in sequences.items():
        line = timed_line(draft.lines[key], *parted(draft.lines[key], batches))
        if line is None:
            return None
        lines[key] = line
    return draft.replaced(lines)
