"""How early a unit could be built if nothing but fixed builds were in its way."""

from collections.abc import Iterator, Mapping, Sequence

from solver.machines import Machine
from solver.search.batch import Batch
from solver.search.packer import Packer
from solver.search.track import Gap, Track
from solver.search.units import Unit
from solver.timing import BuildTimes, changeover_s, earliest_times


class Alone:
    """Earliest times of single units: no schedule can build them earlier."""

    def __init__(self, packer: Packer, tracks: Mapping[str, Track]) -> None:
        self._packer = packer
        self._tracks = tracks
        keys = sorted({piece.build_key for piece in packer.problem.pieces})
        self._follows = {key: reachable(track.machine, keys) for key, track in tracks.items()}

    def times(self, machine: str, unit: Unit) -> BuildTimes | None:
        """Return the moments of a build of this unit only, without any changeover."""
        return next(self._in_gaps(machine, unit, is_free=True), None)

    def is_kept_out(self, machine: str, unit: Unit) -> bool:
        """Return whether it is only the forbidden changeovers that keep a unit out."""
        return next(self._in_gaps(machine, unit, is_free=False), None) is not None

    def _in_gaps(self, machine: str, unit: Unit, *, is_free: bool) -> Iterator[BuildTimes]:
        track, sketch = self._tracks[machine], self._packer.sketch_of_one(machine, unit)
        for gap in track.gaps:
            if self._may_run(machine, unit.build_key, gap) is is_free:
                times = _times(track.machine, sketch, gap)
                if times is not None:
                    yield times

    def _may_run(self, machine: str, key: str, gap: Gap) -> bool:
        """Return whether changeovers lead to a key and from it to the next fixed build."""
        shop, follows = self._tracks[machine].machine, self._follows[machine]
        first = [before for before, after in follows if after == key]
        begins = any(_is_allowed(shop, gap.before, start) for start in (key, *first))
        if gap.stop is None:
            return begins
        ends = {key} | {after for before, after in follows if before == key}
        return begins and not ends.isdisjoint(gap.stop.keys_before)


def _is_allowed(machine: Machine, before: str | None, after: str) -> bool:
    return changeover_s(machine, before, after) is not None


def _times(machine: Machine, sketch: Batch, gap: Gap) -> BuildTimes | None:
    from_s = max(gap.from_s, sketch.release_s)
    if sketch.start_s is not None:
        if sketch.start_s < from_s:
            return None
        from_s = sketch.start_s
    times = earliest_times(
        machine, sketch.mode, from_s=from_s, change_s=0, building_s=sketch.building_s
    )
    if times is None or sketch.start_s not in (None, times.start_s):
        return None
    return None if gap.until_s is not None and times.end_s > gap.until_s else times


def reachable(machine: Machine, keys: Sequence[str]) -> set[tuple[str, str]]:
    """Return the pairs of keys where the second can follow the first, maybe over others."""
    pairs = {(a, b) for a in keys for b in keys if _is_allowed(machine, a, b)}
    for between in keys:
        before = [a for a in keys if (a, between) in pairs]
        after = [b for b in keys if (between, b) in pairs]
        pairs |= {(a, b) for a in before for b in after}
    return pairs
