"""The builds of one machine in sequence, timed: what the search compares all the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from solver.search.batch import Batch
from solver.search.track import Stop, Track


class Timed(NamedTuple):
    """A batch with its first and last moment."""

    batch: Batch
    start_s: int
    end_s: int
    change_s: int


class Mark(NamedTuple):
    """The state of a machine before a free batch: from here on a line can be timed anew."""

    free_s: int
    before: str | None
    after_batch: bool
    anchors: int
    """How many fixed and pinned builds have run."""
    timed: int
    charges: int


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The free batches of a machine in sequence and those whose start is decided, all timed."""

    track: Track
    free: tuple[Batch, ...]
    pinned: tuple[Batch, ...]
    timed: tuple[Timed, ...]
    totals: tuple[int, ...]
    """The value of every term on this machine."""
    charges: tuple[tuple[int, ...], ...]
    marks: tuple[Mark, ...]
    """One before each free batch, and one after the last."""

    @property
    def batches(self) -> tuple[Batch, ...]:
        return (*self.free, *self.pinned)


def empty_line(track: Track) -> Line:
    """Return a line with the fixed builds only."""
    line = _timed_line(_Clock(track, ()), (), 0)
    assert line is not None, "fixed builds are exempt from the rules"
    return line


def timed_line(like: Line, free: Sequence[Batch], pinned: tuple[Batch, ...]) -> Line | None:
    """Time a sequence: every free batch begins as soon as it may; None if a rule forbids it.

    Fixed and pinned builds keep their moments. A free batch that does not end before the next of
    them waits for its end, so every sequence says something. What begins as in ``like`` is taken
    from there.
    """
    free = tuple(free)
    clock = _Clock(like.track, pinned)
    same = 0
    if pinned is like.pinned:
        for one, other in zip(free, like.free, strict=False):
            if one is not other:
                break
            same += 1
        clock.rewind(like, same)
    return _timed_line(clock, free, same)


def parted(like: Line, batches: Sequence[Batch]) -> tuple[tuple[Batch, ...], tuple[Batch, ...]]:
    """Return the free and the pinned ones of some batches."""
    pinned = tuple(batch for batch in batches if batch.start_s is not None)
    free = tuple(batch for batch in batches if batch.start_s is None)
    return free, like.pinned if pinned == like.pinned else pinned


def _timed_line(clock: "_Clock", free: tuple[Batch, ...], same: int) -> Line | None:
    for batch in free[same:]:
        clock.mark()
        while not clock.runs(batch):
            if not clock.passes_next():
                return None
    clock.mark()
    while clock.has_next():
        if not clock.passes_next():
            return None
    track = clock.track
    columns = zip(*clock.charges, strict=True) if clock.charges else ((),) * len(track.terms)
    totals = tuple(term.total(column) for term, column in zip(track.terms, columns, strict=True))
    return Line(
        track,
        free,
        clock.pinned,
        tuple(clock.timed),
        totals,
        tuple(clock.charges),
        tuple(clock.marks),
    )


class _Clock:
    """The state of a machine while its sequence is timed."""

    def __init__(self, track: Track, pinned: tuple[Batch, ...]) -> None:
        self.track = track
        self.pinned = pinned
        self.timed: list[Timed] = []
        self.charges: list[tuple[int, ...]] = []
        self.marks: list[Mark] = []
        self._anchors: list[Stop | Batch] = list(track.stops)
        if pinned:
            self._anchors = sorted((*track.stops, *pinned), key=_start_s)
        self._next = 0
        self._free_s = 0
        self._before = track.machine.state
        self._after_batch = False

    def mark(self) -> None:
        self.marks.append(
            Mark(
                self._free_s,
                self._before,
                self._after_batch,
                self._next,
                len(self.timed),
                len(self.charges),
            )
        )

    def rewind(self, line: Line, index: int) -> None:
        """Take the state of a line before its free batch ``index``."""
        self._free_s, self._before, self._after_batch, self._next, timed, charges = line.marks[
            index
        ]
        self.timed = list(line.timed[:timed])
        self.charges = list(line.charges[:charges])
        self.marks = list(line.marks[:index])

    def runs(self, batch: Batch) -> bool:
        """Time a free batch, unless it would not end before the next anchor."""
        track = self.track
        change_s = track.change_s(self._before, batch.build_key)
        if change_s is None:
            return False
        run = track.shifts.run(batch.need, max(self._free_s, batch.release_s), change_s)
        if run is None:
            return False
        start_s, end_s = run
        if self._next < len(self._anchors):
            anchor = self._anchors[self._next]
            if end_s > _start_s(anchor) or not self._may_come_before(batch, anchor):
                return False
        if track.late_starts:
            start_s = track.shifts.late_start_s(batch.need, start_s, change_s)
        self._note(batch, start_s, end_s, change_s)
        return True

    def has_next(self) -> bool:
        return self._next < len(self._anchors)

    def passes_next(self) -> bool:
        """Let the next fixed or pinned build run; False if the machine is not ready for it."""
        if not self.has_next():
            return False
        anchor = self._anchors[self._next]
        self._next += 1
        return self._passes_stop(anchor) if isinstance(anchor, Stop) else self._passes_pin(anchor)

    def _may_come_before(self, batch: Batch, anchor: Stop | Batch) -> bool:
        if isinstance(anchor, Stop):
            return batch.build_key in anchor.keys_before
        return self.track.change_s(batch.build_key, anchor.build_key) is not None

    def _passes_stop(self, stop: Stop) -> bool:
        if self._after_batch and (
            self._free_s > stop.start_s or self._before not in stop.keys_before
        ):
            return False
        self._free_s = max(self._free_s, stop.build.end_s)
        self._before = stop.build.build_key
        self._after_batch = False
        self.charges.append(stop.charges)
        return True

    def _passes_pin(self, batch: Batch) -> bool:
        start_s = _start_s(batch)
        change_s = self.track.change_s(self._before, batch.build_key)
        if change_s is None or start_s < max(self._free_s, batch.release_s):
            return False
        run = self.track.shifts.run(batch.need, start_s, change_s)
        if run is None or run[0] != start_s:
            return False
        self._note(batch, start_s, run[1], change_s)
        return True

    def _note(self, batch: Batch, start_s: int, end_s: int, change_s: int) -> None:
        self.timed.append(Timed(batch, start_s, end_s, change_s))
        self.charges.append(tuple([charge(start_s, end_s, change_s) for charge in batch.charges]))
        self._free_s = end_s
        self._before = batch.build_key
        self._after_batch = True


def _start_s(anchor: Stop | Batch) -> int:
    assert anchor.start_s is not None
    return anchor.start_s
