"""When a build begins and ends: attended work in shifts, unattended building in between."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from solver.machines import Interval, Machine, Mode
from solver.parts import Orientation


@dataclass(frozen=True, slots=True)
class BuildTimes:
    """The five moments of a build (s), see ``ScheduledBuild``."""

    start_s: int
    print_start_s: int
    print_end_s: int
    cool_end_s: int
    end_s: int


def print_s(mode: Mode, machine: str, orientations: Sequence[Orientation], top_um: int) -> int:
    """Return the time from the first to the last layer, rounded up to a second.

    The highest point ``top_um`` sets the number of layers, every piece adds its own exposure:
    ``Σ exposure + ceil(top / layer) · time per layer``
    (batch model of Kucukkoc 2019, doi:10.1016/j.cor.2019.01.006).
    """
    exposure_ms = sum(orientation.exposure_ms[machine] for orientation in orientations)
    return building_s(mode, exposure_ms, top_um)


def building_s(mode: Mode, exposure_ms: int, top_um: int) -> int:
    """Return ``print_s`` for a known sum of exposures."""
    layers = -(-top_um // mode.layer_um)
    return -(-(exposure_ms + layers * mode.layer_ms) // 1000)


def cool_s(mode: Mode, building_s: int) -> int:
    """Return how long a build of ``building_s`` cools inside the machine (s, rounded up)."""
    return max(mode.cool_s, -(-building_s * mode.cool_permille // 1000))


def changeover_s(machine: Machine, before: str | None, after: str) -> int | None:
    """Return the attended work between builds of two keys; None where the change is forbidden."""
    if before is None:
        return 0
    return machine.changeover_s.get((before, after), 0 if before == after else None)


def attended_start_s(attended: Sequence[Interval], from_s: int) -> int | None:
    """Return the first attended moment at or after ``from_s``; None if nobody comes any more."""
    index = bisect_right(attended, from_s, key=lambda interval: interval.start_s) - 1
    if index >= 0 and from_s < attended[index].end_s:
        return from_s
    return attended[index + 1].start_s if index + 1 < len(attended) else None


def attended_end_s(attended: Sequence[Interval], from_s: int, work_s: int) -> int | None:
    """Return when ``work_s`` seconds of attended work are done that begin at or after ``from_s``.

    The work rests while nobody is there. None if the attended hours do not suffice.
    """
    if work_s == 0:
        return from_s
    index = max(bisect_right(attended, from_s, key=lambda interval: interval.start_s) - 1, 0)
    for interval in attended[index:]:
        begin_s = max(from_s, interval.start_s)
        if begin_s + work_s <= interval.end_s:
            return begin_s + work_s
        work_s -= max(0, interval.end_s - begin_s)
    return None


def times_from(
    machine: Machine, mode: Mode, *, start_s: int, change_s: int, building_s: int
) -> BuildTimes | None:
    """Return the moments of a build that is begun exactly at ``start_s``, whatever is blocked.

    ``building_s`` is the result of ``print_s``. None if the calendar ends before.
    """
    print_start_s = attended_end_s(machine.attended, start_s, change_s + mode.setup_s)
    if print_start_s is None:
        return None
    print_end_s = print_start_s + mode.heat_s + building_s
    cool_end_s = print_end_s + cool_s(mode, building_s)
    end_s = attended_end_s(machine.attended, cool_end_s, mode.unload_s)
    if end_s is None:
        return None
    return BuildTimes(start_s, print_start_s, print_end_s, cool_end_s, end_s)


def earliest_times(
    machine: Machine, mode: Mode, *, from_s: int, change_s: int, building_s: int
) -> BuildTimes | None:
    """Return the moments of a build that begins as soon as it may from ``from_s`` on.

    It begins while somebody is there and touches no blocked interval. None if that is impossible
    within the calendar.
    """
    while True:
        start_s = attended_start_s(machine.attended, from_s)
        if start_s is None:
            return None
        times = times_from(machine, mode, start_s=start_s, change_s=change_s, building_s=building_s)
        if times is None:
            return None
        clash = next(
            (
                block
                for block in machine.blocked
                if block.start_s < times.end_s and times.start_s < block.end_s
            ),
            None,
        )
        if clash is None:
            return times
        from_s = clash.end_s
