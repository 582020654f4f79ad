"""A first schedule at once: the planner's practice, with two rules for when a build is full."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence

from solver.search.batch import Batch
from solver.search.draft import Draft
from solver.search.line import Line, Timed, empty_line, timed_line
from solver.search.packer import Packer
from solver.search.repair import inserted, opened, swapped
from solver.search.track import Track
from solver.search.units import Unit

MISSES = 12
"""A build is full when so many pieces in a row did not fit."""

Homes = Collection[tuple[str, str]]
"""(build key, machine) pairs that a first schedule should keep to."""


def construct(
    packer: Packer,
    tracks: Mapping[str, Track],
    units: Sequence[Unit],
    homes: Homes,
    *,
    should_stop: Callable[[], bool],
) -> Draft:
    """Return the better of two first schedules by earliest due date.

    The first fills every build, as planners do; the second closes a build before one more piece
    would make a piece in it late.
    """
    drafts = []
    for is_full in (_never, _delays):
        drafts.append(_by_due_date(packer, tracks, units, homes, is_full, should_stop))
        if should_stop():
            break
    return min(drafts, key=lambda draft: draft.rank)


def empty_draft(packer: Packer, tracks: Mapping[str, Track], units: Sequence[Unit]) -> Draft:
    """Return fixed builds and decided moments only; what is left over waits."""
    lines: dict[str, Line] = {}
    waiting = [unit for unit in units if unit.start_s is None]
    for key, track in tracks.items():
        lines[key] = empty_line(track)
    for unit in units:
        if unit.start_s is None:
            continue
        line = lines[unit.machines[0]]
        batch = packer.batch(unit.machines[0], (unit,))
        longer = opened(line, batch, 0) if batch is not None else None
        if longer is not None:
            lines[unit.machines[0]] = longer
        else:
            waiting.append(unit)
    return Draft(lines, tuple(waiting), packer.terms)


def urgency(unit: Unit) -> tuple[float, int, str]:
    """Sort key: the earliest due date first, then the earliest release."""
    return (math.inf if unit.due_s is None else unit.due_s, unit.release_s, unit.key)


def _never(before: Line, after: Line) -> bool:
    return False


def _delays(before: Line, after: Line) -> bool:
    """Return whether the dates of what is already planned suffer."""
    names = [term.name for term in before.track.terms]
    if "tardiness" not in names:
        return False
    column = names.index("tardiness")
    return after.totals[column] > before.totals[column]


def _by_due_date(
    packer: Packer,
    tracks: Mapping[str, Track],
    units: Sequence[Unit],
    homes: Homes,
    is_full: Callable[[Line, Line], bool],
    should_stop: Callable[[], bool],
) -> Draft:
    draft = empty_draft(packer, tracks, units)
    waiting = sorted(draft.waiting, key=urgency)
    left_over: list[Unit] = []
    while waiting and not should_stop():
        first = waiting.pop(0)
        line = _soonest(packer, draft, first, homes)
        if line is None:
            left_over.append(first)
            continue
        line, mates = _filled(packer, line, waiting, is_full)
        waiting = [unit for unit in waiting if unit not in mates]
        draft = draft.replaced({line.track.machine.key: line})
    draft = draft.replaced({}, (*left_over, *waiting))
    return (
        inserted(packer, draft, should_stop=should_stop, machines=lambda unit: unit.machines)
        if left_over
        else draft
    )


def _soonest(packer: Packer, draft: Draft, unit: Unit, homes: Homes) -> Line | None:
    """Return the line whose new last build, with this unit, ends first."""
    options = []
    for key in unit.machines:
        if (unit.build_key, key) in homes:
            line = draft.lines[key]
            longer = timed_line(line, (*line.free, packer.sketch_of_one(key, unit)), line.pinned)
            if longer is not None:
                options.append((_end_s(longer), key))
    for _, key in sorted(options):
        line = draft.lines[key]
        batch = packer.batch(key, (unit,))
        longer = opened(line, batch, len(line.free)) if batch is not None else None
        if longer is not None:
            return longer
    return None


def _end_s(line: Line) -> int:
    return _timed(line, line.free[-1]).end_s


def _timed(line: Line, batch: Batch) -> Timed:
    return next(timed for timed in line.timed if timed.batch is batch)


def _filled(
    packer: Packer,
    line: Line,
    waiting: Sequence[Unit],
    is_full: Callable[[Line, Line], bool],
) -> tuple[Line, set[Unit]]:
    """Add pieces to the last build of a line, the most urgent ones first."""
    mates: set[Unit] = set()
    misses = 0
    begin_s = _timed(line, line.free[-1]).start_s
    for unit in waiting:
        batch = line.free[-1]
        if misses == MISSES or batch.share >= 1:
            break
        if not batch.admits(unit) or unit.start_s is not None or unit.release_s > begin_s:
            continue
        longer = _with(packer, line, batch, unit)
        if longer is None or is_full(line, longer):
            misses += 1
        else:
            line = longer
            mates.add(unit)
    return line, mates


def _with(packer: Packer, line: Line, batch: Batch, unit: Unit) -> Line | None:
    bigger = packer.joined(batch, unit)
    return swapped(line, batch, bigger) if bigger is not None else None
