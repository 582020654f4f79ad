"""Which machines can build a part, with which parameter set, standing how."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID

import numpy as np

from amcenter.intake.orientation import Orientation, allowed
from amcenter.intake.ranking import ranked
from amcenter.planning.problem.fit import fits
from amcenter.planning.problem.platforms import platform_of
from amcenter.planning.problem.rounding import ms_up, um_up
from amcenter.planning.wanted import FixedBuild, WantedPart
from amcenter.processes import PROCESSES, Figures, Process
from amcenter.shop.build_key import BuildKey, build_key, parse
from amcenter.shop.shop import Shop
from amcenter.tables import MachineRow, ParameterSetRow

VOXELS_ALONG = 180
"""Cubes along the longest side of the largest platform of a build key."""
MOST_STANDING = 4
"""Of the orientations that fit a machine the most promising ones are enough."""
ROOMY = 1.25
"""Stacked, a larger box than this many of the smallest ones is no way to lie."""
_SAME_LINE = np.cos(np.radians(0.1))


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A machine with a parameter set, and the orientations in which the part fits it."""

    key: BuildKey
    machine: MachineRow
    parameter_set: ParameterSetRow
    standing: tuple[Orientation, ...]
    pitch_um: int | None
    """The edge of the cubes in which stacked pieces are seen."""

    @property
    def process(self) -> Process:
        return PROCESSES[self.machine.process]


def ways(shop: Shop, part: WantedPart) -> tuple[Way, ...]:
    """Return the ways of the build key that suits a part best; none if it cannot be built.

    A piece has one build key for the solver, so where several families of parameter sets, or
    several processes, could build it, the one that most machines have is taken, then the fastest.
    """
    return min(every_way(shop, part), key=lambda one: _rank(part, one), default=())


def every_way(shop: Shop, part: WantedPart) -> list[tuple[Way, ...]]:
    """Return all ways to build a part, those of one build key together."""
    by_key: dict[BuildKey, dict[UUID, tuple[MachineRow, ParameterSetRow]]] = defaultdict(dict)
    for machine in rooms(shop, part):
        for row in shop.sets_for(machine, part.material_id):
            by_key[key_of(shop, part, machine, row)].setdefault(machine.id, (machine, row))
    found = [_fitting(part, key, list(pairs.values())) for key, pairs in by_key.items()]
    return [together for together in found if together]


def rooms(shop: Shop, part: WantedPart) -> list[MachineRow]:
    """Return the machines with the material, process and qualification, large enough or not."""
    return [
        machine
        for machine in shop.machines
        if part.process in (None, machine.process)
        and shop.eligible(machine, part.material_id, part.quality_class)
    ]


def key_of(
    shop: Shop, part: WantedPart, machine: MachineRow, parameter_set: ParameterSetRow
) -> BuildKey:
    """Return what a build of the part with this set must be kept apart by."""
    key = build_key(
        machine.process,
        shop.material[part.material_id],
        parameter_set,
        quality_class=part.quality_class,
        customer=None,
    )
    return replace(key, customer_id=part.segregated)


def fixed_way(shop: Shop, part: WantedPart, build: FixedBuild) -> Way:
    """Return the way in which a fixed build holds a part, whatever the rules say by now."""
    machine = next(row for row in shop.machines if row.key == build.machine)
    row = next(row for row in shop.parameter_sets if row.key == build.parameter_set)
    keys = {place.orientation for place in build.placements}
    standing = tuple(one for one in part.document.orientations if one.key in keys)
    return Way(parse(build.build_key), machine, row, standing, None)


def set_of(shop: Shop, machine: MachineRow, key: str) -> ParameterSetRow:
    """Return the parameter set with which a machine builds a build key."""
    wanted = parse(key)
    material = next(row for row in shop.materials if row.key == wanted.material)
    sets = shop.sets_for(machine, material.id)
    return next(row for row in sets if (row.family, row.gas) == (wanted.family, wanted.gas))


def volume_mm3(part: WantedPart) -> float:
    """Return the volume of a part; of an open mesh, whose volume nobody knows, that of its hull."""
    analysis = part.document.analysis
    known = analysis.volume_mm3
    return max(analysis.hull_volume_mm3 if known is None else known, 0.0)


def figures(part: WantedPart, process: Process, orientation: Orientation) -> Figures:
    """Return what a piece brings into a build."""
    return Figures(
        volume_mm3=volume_mm3(part),
        height_mm=orientation.height_mm,
        support_mm3=_support_mm3(process, orientation),
        lateral_area_mm2=orientation.lateral_area_mm2,
        outline_area_mm2=orientation.shadow_mm2,
    )


def _support_mm3(process: Process, orientation: Orientation) -> float:
    if not process.needs_supports or process.overhang_deg is None:
        return 0.0
    return orientation.support(process.overhang_deg).volume_mm3 * process.support_density


def exposure_ms(part: WantedPart, way: Way, orientation: Orientation) -> int:
    """Return the time that one piece adds to a build."""
    seconds = way.process.exposure_s(
        figures(part, way.process, orientation),
        way.parameter_set.rates,
        way.parameter_set.layer_um,
        way.machine.lasers,
        way.machine.laser_balance,
    )
    return ms_up(seconds)


def layer_ms(process: Process, parameter_set: ParameterSetRow) -> int:
    """Return the time that every layer of a build takes."""
    return ms_up(process.layer_s(parameter_set.rates, parameter_set.layer_um))


def alone_s(part: WantedPart, way: Way) -> float:
    """Return about how long a build of nothing but one piece takes, in its quickest orientation."""
    row = way.parameter_set
    pause_ms = layer_ms(way.process, row)
    print_s = min(
        (exposure_ms(part, way, one) + one.height_mm * 1000 / row.layer_um * pause_ms) / 1000
        for one in way.standing
    )
    cool_s = max(row.cool_s, row.cool_share * print_s)
    return row.setup_s + row.heat_s + print_s + cool_s + row.unload_s


def pitch_um(machines: Iterable[MachineRow]) -> int | None:
    """Return the edge of the cubes for machines that share pieces; None if nothing is stacked."""
    sizes = [
        max(machine.width_mm, machine.depth_mm)
        for machine in machines
        if PROCESSES[machine.process].stacked
    ]
    return um_up(max(sizes) / VOXELS_ALONG) if sizes else None


def _fitting(
    part: WantedPart, key: BuildKey, pairs: Sequence[tuple[MachineRow, ParameterSetRow]]
) -> tuple[Way, ...]:
    pitch = pitch_um(machine for machine, _ in pairs)
    found = []
    for machine, row in pairs:
        if standing := _standing(part, machine, pitch):
            found.append(Way(key, machine, row, standing, pitch))
    return tuple(found)


def _standing(part: WantedPart, machine: MachineRow, pitch: int | None) -> tuple[Orientation, ...]:
    process = PROCESSES[machine.process]
    platform = platform_of(machine, process)
    fitting = (
        one
        for one in _candidates(part, process)
        if fits(platform, process, one, part.policy, pitch)
    )
    return tuple(islice(fitting, MOST_STANDING))


def _candidates(part: WantedPart, process: Process) -> Sequence[Orientation]:
    """Return the orientations that the policy leaves, the best for the process first."""
    candidates = allowed(part.document.orientations, part.policy, part.orientation)
    best = ranked(candidates, process)
    return _compact(best) if process.stacked else best


def _compact(best_first: Sequence[Orientation]) -> list[Orientation]:
    """Leave out what wastes room in a stack, and what only stands on its head."""
    smallest = min((one.box_mm3 for one in best_first), default=0.0)
    chosen: list[Orientation] = []
    for one in best_first:
        ups = [np.array(other.rotation[2]) for other in chosen]
        new = all(up @ one.rotation[2] > -_SAME_LINE for up in ups)
        if new and one.box_mm3 <= ROOMY * smallest:
            chosen.append(one)
    return chosen


def _rank(part: WantedPart, found: Sequence[Way]) -> tuple[int, float, str]:
    quickest = min(alone_s(part, way) for way in found)
    return -len(found), quickest, str(found[0].key)
