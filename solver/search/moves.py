"""Moves of whole builds: to another position, another machine, or against another build."""

from random import Random

from solver.search.batch import Batch
from solver.search.draft import Draft
from solver.search.line import Line, timed_line
from solver.search.packer import Packer

PROPOSALS = 8


def best_of_some_moves(packer: Packer, draft: Draft, random: Random) -> Draft | None:
    """Return the best of a few random moves of builds; None if none is allowed."""
    drafts = []
    for _ in range(PROPOSALS):
        move = random.choice((_relocated, _exchanged))
        moved = move(packer, draft, random)
        if moved is not None:
            drafts.append(moved)
    return min(drafts, key=lambda moved: moved.rank, default=None)


def _relocated(packer: Packer, draft: Draft, random: Random) -> Draft | None:
    """Move a build to another position of any machine that may run it."""
    source = _some_line(draft, random)
    if source is None:
        return None
    batch = random.choice(source.free)
    rest = [other for other in source.free if other is not batch]
    homes = [key for key in _machines(batch) if key in draft.lines]
    target = random.choice(homes)
    moved = packer.moved(batch, target)
    if moved is None:
        return None
    if target == batch.machine:
        rest.insert(random.randrange(len(rest) + 1), moved)
        return _replaced(draft, (source, rest))
    other = draft.lines[target]
    longer = list(other.free)
    longer.insert(random.randrange(len(longer) + 1), moved)
    return _replaced(draft, (source, rest), (other, longer))


def _exchanged(packer: Packer, draft: Draft, random: Random) -> Draft | None:
    """Let two builds, of one machine or of two, change their places."""
    one, other = _some_line(draft, random), _some_line(draft, random)
    if one is None or other is None:
        return None
    first, second = random.choice(one.free), random.choice(other.free)
    if first is second:
        return None
    there, here = packer.moved(first, second.machine), packer.moved(second, first.machine)
    if there is None or here is None:
        return None
    exchange: dict[int, Batch] = {id(first): here, id(second): there}
    lines = [one] if one is other else [one, other]
    return _replaced(
        draft, *((line, [exchange.get(id(batch), batch) for batch in line.free]) for line in lines)
    )


def _some_line(draft: Draft, random: Random) -> Line | None:
    lines = [line for line in draft.lines.values() if line.free]
    return random.choice(lines) if lines else None


def _machines(batch: Batch) -> list[str]:
    """Return the machines that may build all units of a batch."""
    first, *others = batch.units
    return [key for key in first.machines if all(key in unit.machines for unit in others)]


def _replaced(draft: Draft, *changes: tuple[Line, list[Batch]]) -> Draft | None:
    lines: dict[str, Line] = {}
    for line, free in changes:
        changed = timed_line(line, free, line.pinned)
        if changed is None:
            return None
        lines[line.track.machine.key] = changed
    return draft.replaced(lines)
