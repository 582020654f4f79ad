"""Put waiting units into a draft where they cost least, each with a place that the nester found."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from solver.search.batch import Batch
from solver.search.draft import Draft, weighted
from solver.search.line import Line, timed_line
from solver.search.packer import Packer
from solver.search.units import Unit

POSITIONS = 5
REGRET_UNITS = 5
"""With more waiting units than this, comparing all of them at every step takes too long."""


@dataclass(frozen=True, slots=True)
class Option:
    """A way to put a unit into a line: into ``batch``, or as a new build at ``position``."""

    cost: int
    machine: str
    batch: Batch | None
    position: int
    line: Line | None = None
    """Set when the places are known; before, ``cost`` is a promise that may be broken."""


def inserted(
    packer: Packer,
    draft: Draft,
    *,
    should_stop: Callable[[], bool],
    machines: Callable[[Unit], Sequence[str]],
) -> Draft:
    """Insert the waiting units in their sequence; those without any room keep waiting."""
    left: list[Unit] = []
    waiting = list(draft.waiting)
    while waiting and not should_stop():
        unit = waiting.pop(0)
        better = best_insertion(packer, draft, unit, machines(unit))
        if better is None:
            left.append(unit)
        else:
            draft = better
    return draft.replaced({}, (*left, *waiting))


def inserted_by_regret(
    packer: Packer,
    draft: Draft,
    *,
    should_stop: Callable[[], bool],
    machines: Callable[[Unit], Sequence[str]],
) -> Draft:
    """Insert first the unit that would lose most by not getting its best option."""
    if len(draft.waiting) > REGRET_UNITS:
        return inserted(packer, draft, should_stop=should_stop, machines=machines)
    left: list[Unit] = []
    waiting = list(draft.waiting)
    while waiting and not should_stop():
        unit = max(waiting, key=lambda unit: _regret(packer, draft, unit, machines(unit)))
        waiting.remove(unit)
        better = best_insertion(packer, draft, unit, machines(unit))
        if better is None:
            left.append(unit)
        else:
            draft = better
    return draft.replaced({}, (*left, *waiting))


def _regret(packer: Packer, draft: Draft, unit: Unit, machines: Sequence[str]) -> float:
    costs = heapq.nsmallest(2, (option.cost for option in _options(packer, draft, unit, machines)))
    if len(costs) < 2:
        return float("inf")
    return costs[1] - costs[0]


def best_insertion(
    packer: Packer, draft: Draft, unit: Unit, machines: Sequence[str]
) -> Draft | None:
    """Return the draft with the unit where it costs least; None if no place was found.

    Options are estimated without nesting; only those that can still win ask the nester.
    """
    number = count()
    heap = [
        (option.cost, next(number), option) for option in _options(packer, draft, unit, machines)
    ]
    heapq.heapify(heap)
    while heap:
        _, _, option = heapq.heappop(heap)
        if option.line is not None:
            return draft.replaced({option.machine: option.line})
        exact = _realised(packer, draft, unit, option)
        if exact is not None:
            heapq.heappush(heap, (exact.cost, next(number), exact))
    return None


def _options(packer: Packer, draft: Draft, unit: Unit, machines: Sequence[str]) -> Iterator[Option]:
    for machine in machines:
        line, others = draft.lines[machine], draft.others(machine)
        for batch in line.batches:
            if packer.may_join(batch, unit):
                bigger = packer.sketch_joined(batch, unit)
                longer = swapped(line, batch, bigger)
                if longer is not None:
                    yield Option(_cost(draft, others, longer), machine, batch, 0)
        yield from _new_builds(packer, draft, unit, line, others)


def _new_builds(
    packer: Packer, draft: Draft, unit: Unit, line: Line, others: tuple[int, ...]
) -> Iterator[Option]:
    machine = line.track.machine.key
    sketch = packer.sketch_of_one(machine, unit)
    for position in _positions(line, unit):
        longer = opened(line, sketch, position)
        if longer is not None:
            yield Option(_cost(draft, others, longer), machine, None, position)


def _positions(line: Line, unit: Unit) -> list[int]:
    """Return where in the sequence a new build may go: at most ``POSITIONS`` well spread places.

    Before builds that run earlier than the unit is released it would only keep them waiting.
    """
    if unit.start_s is not None:
        return [0]
    starts = {id(timed.batch): timed.start_s for timed in line.timed}
    last = len(line.free)
    first = next(
        (i for i, batch in enumerate(line.free) if starts[id(batch)] >= unit.release_s), last
    )
    first = max(0, first - 1)
    if last - first < POSITIONS:
        return list(range(first, last + 1))
    return sorted({first + (last - first) * k // (POSITIONS - 1) for k in range(POSITIONS)})


def _realised(packer: Packer, draft: Draft, unit: Unit, option: Option) -> Option | None:
    line = draft.lines[option.machine]
    if option.batch is None:
        batch = packer.batch(option.machine, (unit,))
        longer = opened(line, batch, option.position) if batch is not None else None
    else:
        batch = packer.joined(option.batch, unit)
        longer = swapped(line, option.batch, batch) if batch is not None else None
    if longer is None:
        return None
    cost = _cost(draft, draft.others(option.machine), longer)
    return Option(cost, option.machine, option.batch, option.position, longer)


def _cost(draft: Draft, others: tuple[int, ...], line: Line) -> int:
    return weighted(draft.terms, [others, line.totals])


def opened(line: Line, batch: Batch, position: int) -> Line | None:
    """Return a line with a new batch; one whose start is decided finds its own place."""
    if batch.start_s is not None:
        return timed_line(line, line.free, (*line.pinned, batch))
    free = (*line.free[:position], batch, *line.free[position:])
    return timed_line(line, free, line.pinned)


def swapped(line: Line, old: Batch, new: Batch | None) -> Line | None:
    """Return a line with a batch replaced (None: taken out)."""
    if new is not None and (new.start_s is None) != (old.start_s is None):
        rest = swapped(line, old, None)
        return rest and opened(rest, new, 0)
    added = () if new is None else (new,)
    if old.start_s is not None:
        index = line.pinned.index(old)
        pinned = (*line.pinned[:index], *added, *line.pinned[index + 1 :])
        return timed_line(line, line.free, pinned)
    index = line.free.index(old)
    free = (*line.free[:index], *added, *line.free[index + 1 :])
    return timed_line(line, free, line.pinned)
