"""What no schedule can beat, whatever the nesting does.

Every term gets a bound of its own from a relaxation; their weighted sum bounds the objective.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from solver.machines import Interval, Machine, Mode
from solver.objectives import Stability, Tardiness, term_values, weights_of
from solver.parts import Piece
from solver.problem import Problem
from solver.schedule import Schedule
from solver.search.alone import Alone
from solver.search.packer import Packer
from solver.search.units import Unit
from solver.timing import attended_start_s


def lower_bound(packer: Packer, alone: Alone, units: Sequence[Unit]) -> int:
    """Return what the objective of every schedule reaches; each unit must have a machine."""
    problem = packer.problem
    weights = weights_of(problem)
    fixed = term_values(problem, Schedule(problem.fixed))
    bound = sum(
        weights.get(name, 0) * fixed[name] for name in ("tardiness", "stability", "machine_cost")
    )
    bound += sum(_alone_bound(alone, problem, unit, weights) for unit in units)
    if "makespan" in weights:
        most_s = max(fixed["makespan"], _makespan_bound_s(packer, alone, units))
        bound += weights["makespan"] * most_s
    if "machine_cost" in weights:
        bound += weights["machine_cost"] * _cost_bound(packer, units)
    return bound


def _alone_bound(alone: Alone, problem: Problem, unit: Unit, weights: Mapping[str, int]) -> int:
    """Bound what the dates of one unit cost: on its best machine, as early as it could be there."""
    options = []
    for key in unit.machines:
        times = alone.times(key, unit)
        if times is not None:
            options.append(_date_cost(problem.machine[key], unit, times.end_s, weights))
    return min(options, default=0)


def _date_cost(machine: Machine, unit: Unit, end_s: int, weights: Mapping[str, int]) -> int:
    late = Tardiness().charge(machine, unit.pieces, fixed=False)(0, end_s, 0)
    unrest = Stability().least(machine, unit.pieces, end_s)
    return weights.get("tardiness", 0) * late + weights.get("stability", 0) * unrest


def _makespan_bound_s(packer: Packer, alone: Alone, units: Sequence[Unit]) -> int:
    ends = [
        min((times.end_s for key in unit.machines if (times := alone.times(key, unit))), default=0)
        for unit in units
    ]
    bounds = [max(ends, default=0)]
    # Units that only some machines can build must all be built there.
    for some in {unit.machines for unit in units}:
        inside = [unit for unit in units if set(unit.machines) <= set(some)]
        begin_s = min(unit.release_s for unit in inside)
        work_s = sum(_least_work(packer, group, some, {}) for group in _by_key(inside)) // 1000
        free = [_free_hours(packer.problem, packer.problem.machine[key], begin_s) for key in some]
        bounds.append(_moment_of(work_s, free))
    return max(bounds)


def _cost_bound(packer: Packer, units: Sequence[Unit]) -> int:
    machines = tuple(packer.problem.machine)
    cost = {key: machine.cost_per_h for key, machine in packer.problem.machine.items()}
    return sum(_least_work(packer, group, machines, cost) for group in _by_key(units)) // 1000


def _by_key(units: Iterable[Unit]) -> list[list[Unit]]:
    groups: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        groups[unit.build_key].append(unit)
    return list(groups.values())


class _Need(NamedTuple):
    """The least of a piece over its machines: its share of a build, and work (ms times cost)."""

    share: float
    exposure: int
    layers: int
    together: float
    """Exposure, and its part of what a build costs however full it is."""


def _least_work(
    packer: Packer, group: Sequence[Unit], machines: Sequence[str], cost: Mapping[str, int]
) -> int:
    """Return the least machine time (ms), times cost if given, of units with one build key.

    A build lasts its fixed times, all exposures and the layers of its tallest piece, and the shares
    of its pieces add up to at most 1. So a piece with share a answers for at least a · (fixed + its
    own layers). Or, counted in whole builds: so many builds must reach each height.
    """
    key = group[0].build_key
    shops = [packer.problem.machine[name] for name in machines]
    rows = [
        _need([_option(packer, piece, shop, cost) for shop in shops if shop.key in unit.machines])
        for unit in group
        for piece in unit.pieces
    ]
    fixed = min(
        1000 * fixed_s(shop.modes[key]) * cost.get(shop.key, 1)
        for shop in shops
        if any(shop.key in unit.machines for unit in group)
    )
    builds, layers = _builds_and_layers(rows)
    apart = builds * fixed + layers + sum(row.exposure for row in rows)
    return max(apart, math.floor(sum(row.together for row in rows) * (1 - 1e-12)))


def _need(options: Sequence[_Need]) -> _Need:
    return _Need(
        share=min(option.share for option in options),
        exposure=min(option.exposure for option in options),
        layers=min(option.layers for option in options),
        together=min(option.together for option in options),
    )


def _option(packer: Packer, piece: Piece, shop: Machine, cost: Mapping[str, int]) -> _Need:
    load, mode, price = (
        packer.load(shop.key, piece),
        shop.modes[piece.build_key],
        cost.get(shop.key, 1),
    )
    assert load is not None, "machines that cannot build a unit were taken away"
    layers_ms = -(-load.top_um // mode.layer_um) * mode.layer_ms
    common_ms = load.share * (1000 * fixed_s(mode) + layers_ms)
    return _Need(
        share=load.share,
        exposure=load.exposure_ms * price,
        layers=layers_ms * price,
        together=(load.exposure_ms + common_ms) * price,
    )


def _builds_and_layers(rows: Iterable[_Need]) -> tuple[int, int]:
    """Return the least number of builds, and the least sum over builds of their tallest pieces.

    Going down from the tallest piece, every height must be reached by as many builds as the pieces
    at least as tall as that need: the whole of their shares, one for each above a half.
    """
    ordered = sorted(rows, key=lambda row: -row.layers)
    shares, large, builds, layers = 0.0, 0, 0, 0
    for row, lower in zip(ordered, (*ordered[1:], None), strict=True):
        shares += row.share
        large += row.share > 0.5 + 1e-9
        builds = max(large, math.ceil(shares - 1e-9), 1)
        layers += builds * (row.layers - (0 if lower is None else lower.layers))
    return builds, layers


def fixed_s(mode: Mode) -> int:
    """Return the machine time of a build that does not depend on what is in it."""
    return mode.setup_s + mode.heat_s + mode.cool_s + mode.unload_s


def _free_hours(problem: Problem, machine: Machine, from_s: int) -> list[Interval]:
    """Return the hours that new builds may use, from the first attended moment on."""
    taken = _united(
        [
            *machine.blocked,
            *(
                Interval(build.start_s, build.end_s)
                for build in problem.fixed
                if build.machine == machine.key and build.start_s < build.end_s
            ),
        ]
    )
    begin_s = attended_start_s(machine.attended, from_s)
    if begin_s is None:
        return []
    hours = []
    for block in taken:
        if begin_s < block.start_s:
            hours.append(Interval(begin_s, block.start_s))
        begin_s = max(begin_s, block.end_s)
    last_s = max(begin_s + 1, machine.attended[-1].end_s)
    return [*hours, Interval(begin_s, last_s)]


def _moment_of(work_s: int, free: Sequence[Sequence[Interval]]) -> int:
    """Return the first moment until which machines have so many free seconds together."""
    low_s, high_s = 0, max((hours[-1].end_s for hours in free if hours), default=0)
    while low_s < high_s:
        middle_s = (low_s + high_s) // 2
        room_s = sum(
            max(0, min(middle_s, hour.end_s) - hour.start_s) for hours in free for hour in hours
        )
        low_s, high_s = (low_s, middle_s) if room_s >= work_s else (middle_s + 1, high_s)
    return low_s


def _united(intervals: list[Interval]) -> tuple[Interval, ...]:
    """Return the same hours as disjoint intervals in order."""
    found: list[Interval] = []
    for interval in sorted(intervals):
        if found and interval.start_s <= found[-1].end_s:
            found[-1] = replace(found[-1], end_s=max(found[-1].end_s, interval.end_s))
        else:
            found.append(interval)
    return tuple(found)
