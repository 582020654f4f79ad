"""Take units out of a draft so that they can be put back better."""

from collections.abc import Callable
from random import Random

from solver.search.draft import Draft
from solver.search.line import Line, Timed, parted, timed_line
from solver.search.packer import Packer
from solver.search.units import Unit

Choice = Callable[[Draft, Random], set[Unit]]
"""A way to choose the units that are taken out."""

FEW = 6


def taken_out(packer: Packer, draft: Draft, gone: set[Unit]) -> Draft | None:
    """Return a draft in which some units wait; None if the rest cannot run without them."""
    lines: dict[str, Line] = {}
    for key, line in draft.lines.items():
        if any(unit in gone for batch in line.batches for unit in batch.units):
            left = [
                batch if gone.isdisjoint(batch.units) else packer.without(batch, gone)
                for batch in line.batches
            ]
            rest = [batch for batch in left if batch is not None]
            shorter = timed_line(line, *parted(line, rest))
            if shorter is None:
                return None
            lines[key] = shorter
    return draft.replaced(lines, (*draft.waiting, *gone))


def some(draft: Draft, random: Random) -> set[Unit]:
    """Choose a few units anywhere."""
    units = [unit for timed in _timed(draft) for unit in timed.batch.units]
    return set(random.sample(units, min(len(units), random.randint(1, FEW))))


def late_ones(draft: Draft, random: Random) -> set[Unit]:
    """Choose units that are late, or what is built before them on the same machine."""
    late = [
        (timed, unit)
        for timed in _timed(draft)
        for unit in timed.batch.units
        if _is_late(timed, unit)
    ]
    if not late:
        return some(draft, random)
    chosen: set[Unit] = set()
    for timed, unit in random.sample(late, min(len(late), random.randint(1, FEW // 2))):
        chosen.add(unit)
        before = [
            other
            for other in draft.lines[timed.batch.machine].timed
            if other.end_s <= timed.start_s
        ]
        if before and random.random() < 0.5:
            chosen.add(random.choice(before[-2:][0].batch.units))
    return chosen


def whole_builds(draft: Draft, random: Random) -> set[Unit]:
    """Choose one to three builds, small ones rather than large ones: they may be merged."""
    timed = _timed(draft)
    if not timed:
        return set()
    chosen = min(random.sample(timed, min(3, len(timed))), key=lambda timed: timed.batch.share)
    gone = set(chosen.batch.units)
    alike = [t for t in timed if t.batch.build_key == chosen.batch.build_key]
    for other in random.sample(alike, min(len(alike), random.randint(0, 2))):
        if len(gone) + len(other.batch.units) <= 4 * FEW:
            gone |= set(other.batch.units)
    return gone


def window(draft: Draft, random: Random) -> set[Unit]:
    """Choose some units of neighbouring builds of one machine."""
    lines = [line for line in draft.lines.values() if line.timed]
    if not lines:
        return set()
    timed = random.choice(lines).timed
    first = random.randrange(len(timed))
    units = [unit for t in timed[first : first + 3] for unit in t.batch.units]
    return set(random.sample(units, min(len(units), 2 * FEW)))


CHOICES: tuple[Choice, ...] = (some, late_ones, whole_builds, window)


def _timed(draft: Draft) -> list[Timed]:
    return [timed for line in draft.lines.values() for timed in line.timed]


def _is_late(timed: Timed, unit: Unit) -> bool:
    ready_s = timed.end_s + timed.batch.mode.after_s
    return unit.due_s is not None and ready_s > unit.due_s
