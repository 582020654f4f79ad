"""Machines in the solver's numbers: their modes, hours and changeovers."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from amcenter.planning.problem.calendars import attended_hours, blocked_hours
from amcenter.planning.problem.platforms import platform_of
from amcenter.planning.problem.rounding import permille_up
from amcenter.planning.problem.ways import layer_ms
from amcenter.processes import PROCESSES, Process
from amcenter.shop.build_key import BuildKey
from amcenter.shop.shop import Shop
from amcenter.tables import MachineRow, ParameterSetRow
from solver.machines import Machine, Mode

Sets = Mapping[BuildKey, ParameterSetRow]
"""With which parameter set a machine builds each build key."""
DEAREST = 120
"""What an hour on the dearest machine weighs; tardiness weighs 1,000 per piece."""


def solver_machine(
    shop: Shop, machine: MachineRow, sets: Sets, origin: datetime, horizon: timedelta
) -> Machine:
    """Return a machine that can build the keys of ``sets``."""
    process = PROCESSES[machine.process]
    state = _loaded_key(shop, machine)
    return Machine(
        key=machine.key,
        platform=platform_of(machine, process),
        modes={str(key): mode_of(process, row) for key, row in sets.items()},
        attended=attended_hours(shop, machine, origin, horizon),
        blocked=blocked_hours(shop, machine, origin),
        changeover_s=_changeovers(shop, machine, {*sets, *([state] if state else [])}),
        state=str(state) if state else None,
        cost_per_h=_relative_cost(shop, machine),
    )


def mode_of(process: Process, row: ParameterSetRow) -> Mode:
    """Return the fixed times of a parameter set."""
    return Mode(
        setup_s=row.setup_s,
        layer_um=row.layer_um,
        layer_ms=layer_ms(process, row),
        heat_s=row.heat_s,
        cool_s=row.cool_s,
        cool_permille=permille_up(row.cool_share),
        unload_s=row.unload_s,
        after_s=row.after_s,
    )


def _relative_cost(shop: Shop, machine: MachineRow) -> int:
    """Return the cost of an hour on the scale of the solver's weights, whatever the currency."""
    dearest = max(row.cost_per_h for row in shop.machines)
    return max(round(DEAREST * machine.cost_per_h / dearest), 1) if dearest > 0 else 1


def _loaded_key(shop: Shop, machine: MachineRow) -> BuildKey | None:
    """Return for what a machine is set up now; quality class and customer need no changeover."""
    if machine.loaded_set_id is None:
        return None
    row = shop.parameter_set[machine.loaded_set_id]
    material = shop.material[row.material_id]
    return BuildKey(machine.process, material.key, row.family, row.gas)


def _changeovers(
    shop: Shop, machine: MachineRow, keys: Iterable[BuildKey]
) -> Mapping[tuple[str, str], int]:
    """Return the work between all pairs of keys that may follow each other."""
    known = sorted(keys, key=str)
    work = {
        (str(before), str(after)): shop.changeover_s(machine, before, after)
        for before in known
        for after in known
    }
    return {pair: seconds for pair, seconds in work.items() if seconds is not None}
