"""The one call: from a problem to a judged result."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from solver.bounds import lower_bound
from solver.check import violations
from solver.cpsat.benders import closed
from solver.cpsat.homes import direct, homes
from solver.cpsat.solve import Effort
from solver.machines import Machine
from solver.objectives import objective, term_values, weights_of
from solver.problem import Problem
from solver.result import Progress, Reason, Result, Status, StopReason
from solver.schedule import Schedule
from solver.search.alone import Alone, reachable
from solver.search.construct import Homes, construct
from solver.search.draft import Draft
from solver.search.improve import improve
from solver.search.packer import Packer
from solver.search.possible import narrowed
from solver.search.run import Run
from solver.search.track import Track, make_track
from solver.search.units import Unit, units
from solver.stop import StoppingCriterion
from solver.timing import changeover_s

SMALL_UNITS = 9
SMALL_MACHINES = 3
EXACT_EFFORT_S = 4.0


def optimise(
    problem: Problem,
    stop: StoppingCriterion,
    *,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
) -> Result:
    """Return the best schedule found until ``stop`` says so, with a bound and the reasons.

    The same problem, seed and ``MaxIterations`` give the same schedule; the first schedule (and the
    attempt to prove a small problem) is the first iteration. What cannot be planned is
    an answer (``Status.INFEASIBLE`` with reasons), not an error.
    """
    weights_of(problem)
    run = Run(stop, on_progress)
    everything, reasons = units(problem)
    if reasons:
        return _without_schedule(run, seed, Status.INFEASIBLE, reasons)
    packer = Packer(problem, seed=seed)
    tracks = {
        machine.key: make_track(problem, machine, [term for term, _ in packer.terms])
        for machine in problem.machines
    }
    alone = Alone(packer, tracks)
    possible, reasons = narrowed(packer, alone, everything)
    if reasons:
        return _without_schedule(run, seed, Status.INFEASIBLE, reasons)
    run.bounded(lower_bound(packer, alone, possible))
    return _planned(run, packer, tracks, possible, seed)


def _planned(
    run: Run, packer: Packer, tracks: Mapping[str, Track], possible: Sequence[Unit], seed: int
) -> Result:
    where = _homes(run, packer, tracks, possible)
    if where is None:
        reasons = [Reason("changeovers_forbid", unit.key) for unit in possible]
        return _without_schedule(run, seed, Status.INFEASIBLE, reasons)
    draft = construct(packer, tracks, possible, where, should_stop=run.should_stop)
    _note(run, draft)
    if _is_small(possible, tracks) and not run.should_stop():
        draft, is_impossible = _close(run, packer, tracks, possible, draft)
        if is_impossible:
            reasons = [Reason("no_schedule_keeps_all_rules", unit.key) for unit in draft.waiting]
            return _without_schedule(run, seed, Status.INFEASIBLE, reasons)
    run.stepped()
    draft = improve(packer, run, draft, Random(seed))  # noqa: S311 (no secret)
    if draft.waiting:
        reasons = [Reason("not_placed", unit.key) for unit in draft.waiting]
        return _without_schedule(run, seed, Status.UNKNOWN, reasons)
    return _judged(run, packer.problem, draft.schedule(), seed)


def _note(run: Run, draft: Draft) -> None:
    if not draft.waiting:
        run.found(draft.cost)


def _homes(
    run: Run, packer: Packer, tracks: Mapping[str, Track], possible: Sequence[Unit]
) -> Homes | None:
    """Return where each build key should be built; None if forbidden changeovers leave no way."""
    work: dict[tuple[str, tuple[str, ...]], dict[str, int]] = {}
    for unit in possible:
        seconds = work.setdefault((unit.build_key, unit.machines), dict.fromkeys(unit.machines, 0))
        for key in unit.machines:
            sketch = packer.sketch_of_one(key, unit)
            seconds[key] += 1 + int(sketch.building_s * min(1.0, sketch.share))
    anywhere = {(key, name) for key, names in work for name in names}
    keys = {key for key, _ in anywhere}
    if all(_changes_freely(track.machine, keys) for track in tracks.values()):
        return anywhere
    machines = {key: (track.machine, *_state(track)) for key, track in tracks.items()}
    if homes(machines, work, reachable, should_stop=run.should_stop) is None:
        return None
    return homes(machines, work, direct, should_stop=run.should_stop) or anywhere


def _changes_freely(machine: Machine, keys: set[str]) -> bool:
    before = keys if machine.state is None else {machine.state, *keys}
    return all(changeover_s(machine, one, other) is not None for one in before for other in keys)


def _state(track: Track) -> tuple[str | None, bool]:
    """Return the key that the first new build follows, and whether that is known."""
    if not track.stops:
        return track.machine.state, True
    return track.stops[-1].build.build_key, all(stop.start_s <= 0 for stop in track.stops)


def _is_small(possible: Sequence[Unit], tracks: Mapping[str, Track]) -> bool:
    used = {key for unit in possible for key in unit.machines}
    return 0 < len(possible) <= SMALL_UNITS and len(used & set(tracks)) <= SMALL_MACHINES


def _close(
    run: Run,
    packer: Packer,
    tracks: Mapping[str, Track],
    possible: Sequence[Unit],
    draft: Draft,
) -> tuple[Draft, bool]:
    """Try to prove the optimum; return the better draft and whether there is no schedule at all."""
    proof = closed(packer, tracks, possible, draft, Effort(EXACT_EFFORT_S), run.should_stop)
    if proof.impossible:
        assert draft.waiting, "the exact model denies a schedule that exists"
        return draft, True
    if proof.draft is not None and proof.draft.rank < draft.rank:
        draft = proof.draft
        _note(run, draft)
    run.bounded(proof.bound)
    return draft, False


def _without_schedule(run: Run, seed: int, status: Status, reasons: Sequence[Reason]) -> Result:
    is_impossible = status is Status.INFEASIBLE
    return Result(
        status=status,
        schedule=None,
        terms={},
        objective=None,
        lower_bound=run.bound,
        history=tuple(run.history),
        seed=seed,
        stop_reason=StopReason.IMPOSSIBLE if is_impossible else run.stop_reason(),
        reasons=tuple(reasons),
    )


def _judged(run: Run, problem: Problem, schedule: Schedule, seed: int) -> Result:
    broken = violations(problem, schedule)
    if broken:
        raise AssertionError(f"the search broke a rule: {broken[:3]}")
    value = objective(problem, schedule)
    if run.bound > value:
        raise AssertionError(f"the bound {run.bound} is above the value {value}")
    return Result(
        status=Status.OPTIMAL if value == run.bound else Status.FEASIBLE,
        schedule=schedule,
        terms=term_values(problem, schedule),
        objective=value,
        lower_bound=run.bound,
        history=(*run.history, run.progress()),
        seed=seed,
        stop_reason=run.stop_reason(),
    )
