"""Which machines should run which build keys where changeovers are forbidden."""

from collections.abc import Callable, Mapping, Sequence

from ortools.sat.python.cp_model import CpModel, IntVar

from solver.cpsat.solve import Effort, minimise
from solver.machines import Machine
from solver.timing import changeover_s

PERCENT = 100


def direct(machine: Machine, keys: Sequence[str]) -> set[tuple[str, str]]:
    """Return the pairs of keys where the second one may directly follow the first."""
    return {(a, b) for a in keys for b in keys if changeover_s(machine, a, b) is not None}


def homes(
    machines: Mapping[str, tuple[Machine, str | None, bool]],
    work: Mapping[tuple[str, tuple[str, ...]], Mapping[str, int]],
    follows: Callable[[Machine, Sequence[str]], set[tuple[str, str]]],
    *,
    should_stop: Callable[[], bool],
) -> set[tuple[str, str]] | None:
    """Return (build key, machine) pairs that spread the work evenly; None if nothing can work.

    Parameters
    ----------
    machines
        By key: the machine, the build key it is set up for, and whether anything is known of its
        sequence (a fixed build in the future makes every order conceivable).
    work
        By (build key, machines that can do it): the seconds that it takes on each of them.
    follows
        Which keys may share a machine: ``alone.reachable`` proves that nothing works, ``direct``
        is safe.
    """
    model = CpModel()
    keys = sorted({key for key, _ in work})
    uses = {
        (key, name): model.new_bool_var(f"{key} on {name}") for key in keys for name in machines
    }
    loads: dict[str, list[object]] = {name: [] for name in machines}
    for (key, names), seconds in work.items():
        parts = [model.new_int_var(0, PERCENT, "part") for _ in names]
        model.add(sum(parts) == PERCENT)
        for part, name in zip(parts, names, strict=True):
            model.add(part == 0).only_enforce_if(~uses[key, name])
            loads[name].append(part * seconds[name])
    for name, (machine, state, is_known) in machines.items():
        if is_known:
            _keep_apart(model, machine, state, {key: uses[key, name] for key in keys}, follows)
    longest = model.new_int_var(0, PERCENT * sum(max(s.values()) for s in work.values()), "longest")
    for load in loads.values():
        model.add(sum(load) <= longest)  # type: ignore[arg-type]
    answer = minimise(model, longest, Effort(2.0), should_stop)
    if answer.found:
        return {pair for pair, use in uses.items() if answer.solver.boolean_value(use)}
    return None if answer.proven else set(uses)


def _keep_apart(
    model: CpModel,
    machine: Machine,
    state: str | None,
    uses: Mapping[str, IntVar],
    follows: Callable[[Machine, Sequence[str]], set[tuple[str, str]]],
) -> None:
    keys = list(uses)
    known = sorted({*keys, *([] if state is None else [state])})
    pairs = follows(machine, known)
    for index, key in enumerate(keys):
        if state is not None and (state, key) not in pairs:
            model.add(uses[key] == 0)
        for other in keys[index + 1 :]:
            if (key, other) not in pairs and (other, key) not in pairs:
                model.add_bool_or(~uses[key], ~uses[other])
