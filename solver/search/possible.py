"""Which machines can build a unit at all, and the reasons where none can."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from solver.builds import Placement
from solver.geometry.placements import placement_violations
from solver.problem import Problem
from solver.result import Reason
from solver.search.alone import Alone
from solver.search.packer import Packer
from solver.search.units import Unit


def narrowed(
    packer: Packer, alone: Alone, units: Sequence[Unit]
) -> tuple[list[Unit], list[Reason]]:
    """Return the units with the machines that can build them, and why some have none left."""
    found, reasons = [], []
    for unit in units:
        broken = list(_illegal_places(packer.problem, unit))
        against = {key: list(_against(packer, alone, unit, key)) for key in unit.machines}
        possible = tuple(key for key, why in against.items() if not why)
        if broken or not possible:
            reasons += broken or [reason for why in against.values() for reason in why]
            if not broken and not against:
                reasons.append(_no_machine(packer.problem, unit))
        found.append(replace(unit, machines=possible))
    return found, reasons or list(_overlapping_locks(alone, found))


def _overlapping_locks(alone: Alone, units: Sequence[Unit]) -> Iterator[Reason]:
    """Find decided moments that cannot both be kept, even with no changeover between them."""
    pinned = [unit for unit in units if unit.start_s is not None]
    pinned.sort(key=lambda unit: (unit.machines, unit.start_s))
    for one, other in pairwise(pinned):
        times = alone.times(one.machines[0], one)
        if one.machines == other.machines and times and times.end_s > (other.start_s or 0):
            facts: dict[str, str | int] = {"other": one.key, "machine": one.machines[0]}
            yield Reason("locks_overlap", other.key, facts)


def _against(packer: Packer, alone: Alone, unit: Unit, machine: str) -> Iterator[Reason]:
    for piece in unit.pieces:
        if packer.load(machine, piece) is None:
            yield Reason("no_orientation", piece.key, {"machine": machine})
            return
        reason = packer.fits(machine, piece)
        if reason is not None:
            yield reason
            return
    if packer.share(machine, (unit,)) > 1:
        yield Reason("lock_too_full", unit.key, {"machine": machine})
    elif alone.times(machine, unit) is None:
        code = "calendar_too_short" if unit.start_s is None else "lock_start_impossible"
        if alone.is_kept_out(machine, unit):
            code = "changeover_forbidden"
        facts: dict[str, str | int] = {"machine": machine}
        yield Reason(
            code, unit.key, facts if unit.start_s is None else {**facts, "start_s": unit.start_s}
        )


def _no_machine(problem: Problem, unit: Unit) -> Reason:
    keys = sorted(set.intersection(*(set(piece.eligible) for piece in unit.pieces)))
    facts: dict[str, str | int] = {"build_key": unit.build_key, "machines": ", ".join(keys)}
    return Reason("no_mode" if keys else "no_eligible_machine", unit.key, facts)


def _illegal_places(problem: Problem, unit: Unit) -> Iterator[Reason]:
    """Say what a person's own placements break; nobody can build around that."""
    if not unit.placements:
        return
    machine = problem.machine[unit.machines[0]]
    for place in unit.placements:
        if not _is_known(problem, place, machine.key):
            yield Reason("lock_placement", place.piece, {"rule": "orientation_forbidden"})
            return
    for clash in placement_violations(problem, machine, unit.placements):
        yield Reason("lock_placement", clash.pieces[0], {"rule": str(clash.rule), **clash.facts})


def _is_known(problem: Problem, place: Placement, machine: str) -> bool:
    stand = problem.orientation.get((place.piece, place.orientation))
    return (
        stand is not None and machine in stand.exposure_ms and place.angle_mdeg in stand.angles_mdeg
    )
