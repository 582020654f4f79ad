"""Which units share a build, on which machine and when: the exact model of a small problem.

Logic-based Benders: the model knows areas only; what the nester cannot place comes back as a cut.
Everything else is relaxed to the optimistic side too, so its bound holds for the problem.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python.cp_model import BoolVarT, CpModel, IntVar, LinearExpr

from solver.bounds import fixed_s
from solver.cpsat.calendar import Moments, add_moments, make_calendar
from solver.cpsat.solve import Answer, Effort, minimise
from solver.machines import Machine
from solver.objectives import BuildVars, Expr, Term
from solver.search.packer import Packer
from solver.search.track import Track
from solver.search.units import Unit
from solver.timing import changeover_s

Literal = BoolVarT

SHARE = 1_000_000
"""The whole room of a build; shares of it are rounded down."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The n-th build of a machine, if it is used at all."""

    machine: str
    number: int
    used: IntVar
    holds: Mapping[int, IntVar]
    """By index of the unit: whether it is in this build."""
    keys: Mapping[str, IntVar]
    moments: Moments
    change: IntVar
    gaps: Sequence[IntVar]
    """In which time between fixed builds it runs."""


class BatchModel:
    """The model of all ways to batch, assign and sequence some units."""

    def __init__(
        self,
        packer: Packer,
        tracks: Mapping[str, Track],
        units: Sequence[Unit],
        terms: Sequence[tuple[Term, int]],
        exact_until_s: int,
    ) -> None:
        self._packer = packer
        self._units = units
        self._model = CpModel()
        self._tracks = tracks
        self._calendars = {
            key: make_calendar(
                track.machine,
                exact_until_s=exact_until_s,
                latest_s=self._latest_s(track, exact_until_s),
            )
            for key, track in tracks.items()
        }
        self.slots = [slot for key in tracks for slot in self._machine_slots(key)]
        for index in range(len(units)):
            self._model.add_exactly_one(
                [slot.holds[index] for slot in self.slots if index in slot.holds]
            )
        self._objective = self._weighted(terms)

    def solve(self, effort: Effort, should_stop: Callable[[], bool]) -> Answer:
        return minimise(self._model, self._objective, effort, should_stop)

    def sequences(self, answer: Answer) -> dict[str, list[list[int]]]:
        """Return, by machine and in sequence, the indices of the units of every build."""
        found: dict[str, list[list[int]]] = {key: [] for key in self._tracks}
        for slot in self.slots:
            inside = [i for i, var in slot.holds.items() if answer.solver.boolean_value(var)]
            if inside:
                found[slot.machine].append(inside)
        return found

    def forbid(self, inside: Sequence[int], machines: Sequence[str]) -> None:
        """Never again put all these units into one build of one of these machines."""
        for slot in self.slots:
            # A machine that may not build one of the units cannot hold them all anyway.
            if slot.machine in machines and slot.holds.keys() >= set(inside):
                self._model.add_bool_or([~slot.holds[index] for index in inside])

    def _latest_s(self, track: Track, exact_until_s: int) -> int:
        machine = track.machine
        longest_s = 0
        for unit in self._units:
            if machine.key in unit.machines:
                sketch = self._packer.sketch_of_one(machine.key, unit)
                mode = sketch.mode
                building_s = sketch.building_s * (1000 + mode.cool_permille) // 1000 + 2
                longest_s += building_s + fixed_s(mode)
        changes_s = max(machine.changeover_s.values(), default=0) * len(self._units)
        last_s = max(machine.attended[-1].end_s, exact_until_s)
        return last_s + longest_s + changes_s

    def _machine_slots(self, key: str) -> list[Slot]:
        indices = [i for i, unit in enumerate(self._units) if key in unit.machines]
        slots = [self._slot(key, number, indices) for number in range(len(indices))]
        track = self._tracks[key]
        _add_keys_in_sequence(self._model, track, slots)
        for one, other in pairwise(slots):
            self._model.add_implication(other.used, one.used)
            self._model.add(other.moments.start >= one.moments.end).only_enforce_if(other.used)
        return slots

    def _slot(self, key: str, number: int, indices: Sequence[int]) -> Slot:
        model, machine = self._model, self._tracks[key].machine
        used = model.new_bool_var("used")
        holds = {index: model.new_bool_var("holds") for index in indices}
        model.add_bool_or(list(holds.values())).only_enforce_if(used)
        for literal in holds.values():
            model.add_implication(literal, used)
        keys = self._add_keys(holds, used)
        change = model.new_int_var(0, max(machine.changeover_s.values(), default=0), "change")
        moments = self._add_moments(machine, used, holds, keys, change)
        self._add_rules(key, holds, moments)
        gaps = self._add_gaps(key, used, moments)
        return Slot(key, number, used, holds, keys, moments, change, gaps)

    def _add_keys(self, holds: Mapping[int, IntVar], used: IntVar) -> dict[str, IntVar]:
        model = self._model
        keys = {
            name: model.new_bool_var(name)
            for name in sorted({self._units[index].build_key for index in holds})
        }
        model.add(sum(keys.values()) == used)
        for index, literal in holds.items():
            model.add_implication(literal, keys[self._units[index].build_key])
        return keys

    def _add_moments(
        self,
        machine: Machine,
        used: IntVar,
        holds: Mapping[int, IntVar],
        keys: Mapping[str, IntVar],
        change: IntVar,
    ) -> Moments:
        model, calendar = self._model, self._calendars[machine.key]
        modes = [(machine.modes[name], literal) for name, literal in keys.items()]
        building = self._add_building(machine, holds, used)
        cooling = model.new_int_var(0, calendar.latest_s, "cooling")
        for mode, literal in modes:
            model.add(cooling >= mode.cool_s).only_enforce_if(literal)
            if mode.cool_permille:
                model.add(1000 * cooling >= mode.cool_permille * building).only_enforce_if(literal)
        return add_moments(
            model,
            calendar,
            used,
            setup=change + LinearExpr.sum([mode.setup_s * literal for mode, literal in modes]),
            unattended=building
            + cooling
            + LinearExpr.sum([mode.heat_s * literal for mode, literal in modes]),
            unload=LinearExpr.sum([mode.unload_s * literal for mode, literal in modes]),
            unloaded=_any_of(model, used, [(lit, mode.unload_s > 0) for mode, lit in modes]),
        )

    def _add_building(self, machine: Machine, holds: Mapping[int, IntVar], used: IntVar) -> IntVar:
        model, latest_s = self._model, self._calendars[machine.key].latest_s
        building = model.new_int_var(0, latest_s, "building")
        layers_ms = model.new_int_var(0, 1000 * latest_s, "layers")
        exposures: list[Expr] = []
        for index, literal in holds.items():
            mode = machine.modes[self._units[index].build_key]
            loads = [self._packer.load(machine.key, p) for p in self._units[index].pieces]
            known = [load for load in loads if load is not None]
            layers = -(-max(load.top_um for load in known) // mode.layer_um)
            model.add(layers_ms >= layers * mode.layer_ms * literal)
            exposures.append(sum(load.exposure_ms for load in known) * literal)
        model.add(1000 * building >= layers_ms + LinearExpr.sum(exposures)).only_enforce_if(used)
        return building

    def _add_rules(self, key: str, holds: Mapping[int, IntVar], moments: Moments) -> None:
        model = self._model
        shares: list[Expr] = []
        for index, literal in holds.items():
            unit = self._units[index]
            shares.append(int(self._packer.share(key, (unit,)) * SHARE * (1 - 1e-9)) * literal)
            model.add(moments.start >= unit.release_s).only_enforce_if(literal)
            if unit.start_s is not None:
                model.add(moments.start == unit.start_s).only_enforce_if(literal)
            if unit.closed:
                for other in holds:
                    if other != index:
                        model.add_implication(literal, ~holds[other])
        model.add(LinearExpr.sum(shares) <= SHARE)

    def _add_gaps(self, key: str, used: IntVar, moments: Moments) -> list[IntVar]:
        """Keep a build clear of fixed builds and blocked hours."""
        model, gaps = self._model, []
        for gap in self._tracks[key].gaps:
            inside = model.new_bool_var("in gap")
            model.add(moments.start >= gap.from_s).only_enforce_if(inside)
            if gap.until_s is not None:
                model.add(moments.end <= gap.until_s).only_enforce_if(inside)
            gaps.append(inside)
        model.add(LinearExpr.sum(gaps) == used)
        for block in self._calendars[key].blocked:
            before = model.new_bool_var("before block")
            model.add(moments.end <= block.start_s).only_enforce_if(used, before)
            model.add(moments.start >= block.end_s).only_enforce_if(used, ~before)
        return gaps

    def _weighted(self, terms: Sequence[tuple[Term, int]]) -> Expr:
        builds = [self._vars(slot) for slot in self.slots]
        parts: list[Expr] = []
        for index, (term, weight) in enumerate(terms):
            rest = [stop.charges[index] for track in self._tracks.values() for stop in track.stops]
            parts.append(weight * term.expression(self._model, builds, term.total(rest)))
        return LinearExpr.sum(parts)

    def _vars(self, slot: Slot) -> BuildVars:
        return BuildVars(
            machine=self._tracks[slot.machine].machine,
            start=slot.moments.start,
            end=slot.moments.end,
            change=slot.change,
            present=slot.used,
            pieces=[
                (piece, literal)
                for index, literal in slot.holds.items()
                for piece in self._units[index].pieces
            ],
            latest_s=self._calendars[slot.machine].latest_s,
        )


def _any_of(model: CpModel, used: IntVar, literals: Sequence[tuple[IntVar, bool]]) -> IntVar | None:
    """Return a literal that is true with one of the marked ones; exactly one is true if used."""
    marked = [literal for literal, is_marked in literals if is_marked]
    if len(marked) in (0, len(literals)):
        return used if marked else None
    either = model.new_bool_var("unloaded")
    model.add(either == LinearExpr.sum(marked))
    return either


def _add_keys_in_sequence(model: CpModel, track: Track, slots: Sequence[Slot]) -> None:
    """Add the changeovers between builds that are neighbours in one gap, and at its ends."""
    for index, gap in enumerate(track.gaps):
        for number, slot in enumerate(slots):
            here = slot.gaps[index]
            earlier: list[Literal] = [~slots[number - 1].gaps[index]] if number else []
            later: list[Literal] = (
                [~slots[number + 1].gaps[index]] if number + 1 < len(slots) else []
            )
            for key, literal in slot.keys.items():
                change_s = changeover_s(track.machine, gap.before, key)
                _add_change(model, change_s, slot.change, [here, literal, *earlier])
                if gap.stop is not None and key not in gap.stop.keys_before:
                    _add_change(model, None, slot.change, [here, literal, *later])
        for one, other in pairwise(slots):
            both = [one.gaps[index], other.gaps[index]]
            for before, first in one.keys.items():
                for after, second in other.keys.items():
                    change_s = changeover_s(track.machine, before, after)
                    _add_change(model, change_s, other.change, [first, second, *both])


def _add_change(
    model: CpModel, change_s: int | None, change: IntVar, literals: Sequence[Literal]
) -> None:
    if change_s is None:
        model.add_bool_or([~literal for literal in literals])
    elif change_s:
        model.add(change >= change_s).only_enforce_if(*literals)
