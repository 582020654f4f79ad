"""A machine's builds in sequence, timed anew after a change: kept where they were if possible."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.builds import Placement, ScheduledBuild
from solver.machines import Machine
from solver.problem import Problem
from solver.result import Reason
from solver.timing import BuildTimes, building_s, changeover_s, earliest_times, times_from


@dataclass(frozen=True, slots=True)
class Wish:
    """A build that should begin at ``from_s``; ``exactly``: then or not at all.

    ``fixed`` is the build itself where it cannot change in any way.
    """

    key: str
    build_key: str
    placements: tuple[Placement, ...]
    from_s: int
    exactly: bool = False
    fixed: ScheduledBuild | None = None

    @property
    def stays(self) -> bool:
        return self.exactly or self.fixed is not None


def as_it_is(build: ScheduledBuild, *, fixed: bool = False, exactly: bool = False) -> Wish:
    """Return the wish that a build stays where it is."""
    return Wish(
        key=build.key,
        build_key=build.build_key,
        placements=build.placements,
        from_s=build.start_s,
        exactly=exactly,
        fixed=build if fixed else None,
    )


def retimed(
    problem: Problem, machine: Machine, wishes: Sequence[Wish]
) -> list[ScheduledBuild] | Reason:
    """Return the builds of a machine in time, or why that cannot be.

    Each begins when it is wished or as soon after that as the machine is free; what stays is passed
    first where it would be disturbed.
    """
    line = _Line(problem, machine)
    waiting = sorted((wish for wish in wishes if not wish.stays), key=_from_s)
    staying = sorted((wish for wish in wishes if wish.stays), key=_from_s)
    while waiting or staying:
        if waiting and line.takes(waiting[0], staying[0] if staying else None):
            waiting.pop(0)
        elif not staying:
            return Reason("edit_no_time", facts={"build": waiting[0].key, "machine": machine.key})
        elif not line.passes(staying[0]):
            facts: dict[str, str | int] = {"build": staying[0].key, "machine": machine.key}
            return Reason("edit_in_the_way", facts=facts)
        else:
            staying.pop(0)
    return line.builds


class _Line:
    """The state of a machine while its builds are timed one after another."""

    def __init__(self, problem: Problem, machine: Machine) -> None:
        self.builds: list[ScheduledBuild] = []
        self._problem = problem
        self._machine = machine
        self._free_s = 0
        self._before = machine.state

    def takes(self, wish: Wish, ahead: Wish | None) -> bool:
        """Time a build, unless it would not end before the one that stays ``ahead``."""
        change_s = changeover_s(self._machine, self._before, wish.build_key)
        if change_s is None:
            return False
        released_s = max(self._problem.piece[place.piece].release_s for place in wish.placements)
        times = earliest_times(
            self._machine,
            self._machine.modes[wish.build_key],
            from_s=max(self._free_s, wish.from_s, released_s, 0),
            change_s=change_s,
            building_s=self._building_s(wish),
        )
        if times is None or (ahead is not None and not self._leaves_alone(wish, times, ahead)):
            return False
        self._note(wish, times)
        return True

    def passes(self, wish: Wish) -> bool:
        """Let a build that stays run; False if the machine is not ready for it."""
        if wish.fixed is not None:
            self.builds.append(wish.fixed)
            self._free_s = max(self._free_s, wish.fixed.end_s)
            self._before = wish.fixed.build_key
            return True
        change_s = changeover_s(self._machine, self._before, wish.build_key)
        if change_s is None or wish.from_s < self._free_s:
            return False
        mode = self._machine.modes[wish.build_key]
        built_s = self._building_s(wish)
        times = times_from(
            self._machine, mode, start_s=wish.from_s, change_s=change_s, building_s=built_s
        )
        if times is None:
            return False
        self._note(wish, times)
        return True

    def _leaves_alone(self, wish: Wish, times: BuildTimes, ahead: Wish) -> bool:
        change_s = changeover_s(self._machine, wish.build_key, ahead.build_key)
        usual_s = changeover_s(self._machine, self._before, ahead.build_key)
        if change_s is None or times.end_s > ahead.from_s:
            return False
        # A fixed build has its set-up planned: no more work than that may come before it.
        return ahead.fixed is None or (usual_s is not None and change_s <= usual_s)

    def _building_s(self, wish: Wish) -> int:
        stands = [
            (place, self._problem.orientation[place.piece, place.orientation])
            for place in wish.placements
        ]
        exposure_ms = sum(stand.exposure_ms[self._machine.key] for _, stand in stands)
        top_um = max(place.z_um + stand.height_um for place, stand in stands)
        return building_s(self._machine.modes[wish.build_key], exposure_ms, top_um)

    def _note(self, wish: Wish, times: BuildTimes) -> None:
        self.builds.append(
            ScheduledBuild(
                key=wish.key,
                machine=self._machine.key,
                build_key=wish.build_key,
                placements=wish.placements,
                start_s=times.start_s,
                print_start_s=times.print_start_s,
                print_end_s=times.print_end_s,
                cool_end_s=times.cool_end_s,
                end_s=times.end_s,
            )
        )
        self._free_s = times.end_s
        self._before = wish.build_key


def _from_s(wish: Wish) -> int:
    return wish.from_s
