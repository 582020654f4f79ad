"""Attended work on one machine: what ``solver.timing`` says, but for thousands of questions."""

from bisect import bisect_right
from collections.abc import Sequence

from solver.machines import Interval, Machine, Mode
from solver.timing import cool_s


class Shifts:
    """The attended and blocked hours of a machine, prepared for fast answers."""

    def __init__(self, machine: Machine) -> None:
        self._opens, self._closes = _edges(machine.attended)
        self._blocks = [(block.start_s, block.end_s) for block in machine.blocked]

    def start_s(self, from_s: int) -> int | None:
        """Return the first attended moment at or after ``from_s``."""
        index = bisect_right(self._opens, from_s) - 1
        if index >= 0 and from_s < self._closes[index]:
            return from_s
        return self._opens[index + 1] if index + 1 < len(self._opens) else None

    def end_s(self, from_s: int, work_s: int) -> int | None:
        """Return when attended work that begins at or after ``from_s`` is done."""
        if work_s == 0:
            return from_s
        opens, closes = self._opens, self._closes
        for index in range(max(bisect_right(opens, from_s) - 1, 0), len(opens)):
            begin_s = max(from_s, opens[index])
            room_s = closes[index] - begin_s
            if work_s <= room_s:
                return begin_s + work_s
            if room_s > 0:
                work_s -= room_s
        return None

    def begin_s(self, until_s: int, work_s: int) -> int:
        """Return the last attended moment from which attended work is done by ``until_s``."""
        opens, closes = self._opens, self._closes
        last = work_s == 0  # without any work, the moment itself must be attended
        for index in range(bisect_right(opens, until_s) - 1, -1, -1):
            end_s = min(until_s, closes[index] - last)
            room_s = end_s - opens[index]
            if work_s <= room_s:
                return end_s - work_s
            work_s -= room_s
        return opens[0]

    def run(self, need: "Need", from_s: int, change_s: int) -> tuple[int, int] | None:
        """Return (start, end) of a build that begins as soon as it may, None if it never can."""
        while True:
            start_s = self.start_s(from_s)
            end_s = None if start_s is None else self._end_from(need, start_s, change_s)
            if start_s is None or end_s is None:
                return None
            clash_s = self._clash_end_s(start_s, end_s)
            if clash_s is None:
                return start_s, end_s
            from_s = clash_s

    def late_start_s(self, need: "Need", start_s: int, change_s: int) -> int:
        """Return the last start that gives the same end as ``start_s``."""
        work_s = change_s + need.setup_s
        print_start_s = self.end_s(start_s, work_s)
        assert print_start_s is not None
        if need.unload_s:
            cool_end_s = print_start_s + need.unattended_s
            unload_s = self.start_s(cool_end_s)
            print_start_s += (unload_s or cool_end_s) - cool_end_s
        return max(start_s, self.begin_s(print_start_s, work_s))

    def _end_from(self, need: "Need", start_s: int, change_s: int) -> int | None:
        print_start_s = self.end_s(start_s, change_s + need.setup_s)
        if print_start_s is None:
            return None
        return self.end_s(print_start_s + need.unattended_s, need.unload_s)

    def _clash_end_s(self, start_s: int, end_s: int) -> int | None:
        for block_start_s, block_end_s in self._blocks:
            if block_start_s < end_s and start_s < block_end_s:
                return block_end_s
        return None


class Need:
    """What a build needs of a machine's time (s)."""

    __slots__ = ("setup_s", "unattended_s", "unload_s")

    def __init__(self, mode: Mode, building_s: int) -> None:
        self.setup_s = mode.setup_s
        self.unattended_s = mode.heat_s + building_s + cool_s(mode, building_s)
        self.unload_s = mode.unload_s


def _edges(intervals: Sequence[Interval]) -> tuple[list[int], list[int]]:
    return [i.start_s for i in intervals], [i.end_s for i in intervals]
