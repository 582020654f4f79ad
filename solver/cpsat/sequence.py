"""The exact order, machines and moments of given builds on a few machines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from solver.cpsat.calendar import Calendar, Moments, add_moments, make_calendar
from solver.cpsat.solve import Effort, minimise
from solver.machines import Machine
from solver.objectives import BuildVars, Expr, Term
from solver.search.batch import Batch
from solver.search.line import Line
from solver.search.track import Stop, Track
from solver.timing import changeover_s, cool_s

Sequences = dict[str, list[Batch]]
"""By machine: the batches in the order in which they run."""

MARGIN_S = 4 * 24 * 3600
"""How much later than now planned the builds may run with exact calendars."""


@dataclass
class _Visit:
    """A batch as it would be on one machine."""

    batch: Batch
    original: int
    present: IntVar
    moments: Moments
    change: list[Expr] = field(default_factory=list)
    change_var: IntVar | None = None


def resequenced(
    lines: Mapping[str, Line],
    versions: Sequence[Sequence[Batch]],
    terms: Sequence[tuple[Term, int]],
    others: Sequence[int],
    effort: Effort,
    should_stop: Callable[[], bool],
) -> Sequences | None:
    """Return the best sequences of batches on some machines; None if none was found.

    Parameters
    ----------
    lines
        The machines with what is planned on them now: the first solution that is tried.
    versions
        For every batch its versions, one per machine that may run it, the present one first.
    others
        The value of every term on all machines that are not in ``lines``.
    """
    model = CpModel()
    end_s = max((t.end_s for line in lines.values() for t in line.timed), default=0)
    calendars = {key: _calendar(line, versions, end_s) for key, line in lines.items()}
    visits = _add_visits(model, calendars, lines, versions)
    now = _present_arcs(lines)
    for key, line in lines.items():
        mine = [visit for visit in visits if visit.batch.machine == key]
        _add_sequence(model, line.track, mine, now)
    objective = _objective(model, lines, visits, terms, others, calendars)
    answer = minimise(model, objective, effort, should_stop)
    if not answer.found:
        return None
    chosen = [v for v in visits if answer.solver.boolean_value(v.present)]
    chosen.sort(key=lambda visit: answer.solver.value(visit.moments.start))
    return {key: [visit.batch for visit in chosen if visit.batch.machine == key] for key in lines}


def _calendar(line: Line, versions: Sequence[Sequence[Batch]], end_s: int) -> Calendar:
    machine = line.track.machine
    longest_s = sum(
        max(b.building_s + b.mode.heat_s + cool_s(b.mode, b.building_s) for b in options)
        for options in versions
    )
    latest_s = max(end_s, machine.attended[-1].end_s) + longest_s + MARGIN_S
    return make_calendar(machine, exact_until_s=end_s + MARGIN_S, latest_s=latest_s)


def _add_visits(
    model: CpModel,
    calendars: Mapping[str, Calendar],
    lines: Mapping[str, Line],
    versions: Sequence[Sequence[Batch]],
) -> list[_Visit]:
    starts = {id(t.batch): t.start_s for line in lines.values() for t in line.timed}
    visits = []
    for number, options in enumerate(versions):
        here = [_add_visit(model, calendars[b.machine], b, number) for b in options]
        model.add_exactly_one([visit.present for visit in here])
        for visit in here:
            is_now = id(visit.batch) in starts
            model.add_hint(visit.present, is_now)
            if is_now:
                model.add_hint(visit.moments.start, starts[id(visit.batch)])
        visits += here
    return visits


def _add_visit(model: CpModel, calendar: Calendar, batch: Batch, number: int) -> _Visit:
    mode = batch.mode
    present = model.new_bool_var("present")
    change = model.new_int_var(0, calendar.latest_s, "change")
    moments = add_moments(
        model,
        calendar,
        present,
        setup=change + mode.setup_s,
        unattended=mode.heat_s + batch.building_s + cool_s(mode, batch.building_s),
        unload=mode.unload_s,
        unloaded=present if mode.unload_s else None,
    )
    model.add(moments.start >= batch.release_s).only_enforce_if(present)
    if batch.start_s is not None:
        model.add(moments.start == batch.start_s).only_enforce_if(present)
    for block in calendar.blocked:
        before = model.new_bool_var("before block")
        model.add(moments.end <= block.start_s).only_enforce_if(present, before)
        model.add(moments.start >= block.end_s).only_enforce_if(present, ~before)
    return _Visit(batch, number, present, moments, change_var=change)


def _present_arcs(lines: Mapping[str, Line]) -> set[tuple[int, int]]:
    """Return which build follows which one now, by ids; 0 is the machine's first state."""
    arcs = set()
    for line in lines.values():
        rows = [(t.start_s, t.end_s, id(t.batch)) for t in line.timed]
        rows += [(s.build.start_s, s.build.end_s, id(s)) for s in line.track.stops]
        ids = [0, *(row[2] for row in sorted(rows)), 0]
        arcs |= set(pairwise(ids))
    return arcs


def _add_sequence(
    model: CpModel, track: Track, visits: Sequence[_Visit], now: set[tuple[int, int]]
) -> None:
    """Let a circuit through the first state (node 0), stops and present batches be the sequence."""
    machine = track.machine
    nodes: list[Stop | _Visit] = [*track.stops, *visits]
    arcs: list[tuple[int, int, IntVar]] = []

    def arc(one: int, other: int) -> IntVar:
        literal = model.new_bool_var("arc")
        arcs.append((one, other, literal))
        ids = [0 if i == 0 else _identity(nodes[i - 1]) for i in (one, other)]
        model.add_hint(literal, (ids[0], ids[1]) in now)
        return literal

    if not track.stops:
        empty = arc(0, 0)
        for visit in visits:
            model.add_implication(empty, ~visit.present)
    for index, node in enumerate(nodes, 1):
        arc(index, 0)
        if isinstance(node, _Visit):
            arcs.append((index, index, ~node.present))  # type: ignore[arg-type]
        for before in range(len(nodes) + 1):
            earlier = None if before == 0 else nodes[before - 1]
            if before != index and _may_follow(machine, earlier, node):
                _link(model, machine, earlier, node, arc(before, index))
    model.add_circuit(arcs)
    for visit in visits:
        assert visit.change_var is not None
        model.add(visit.change_var == LinearExpr.sum(visit.change))


def _identity(node: Stop | _Visit) -> int:
    return id(node) if isinstance(node, Stop) else id(node.batch)


def _key(machine: Machine, node: Stop | _Visit | None) -> str | None:
    if node is None:
        return machine.state
    return node.build.build_key if isinstance(node, Stop) else node.batch.build_key


def _may_follow(machine: Machine, earlier: Stop | _Visit | None, node: Stop | _Visit) -> bool:
    key = _key(machine, earlier)
    if isinstance(node, _Visit):
        return changeover_s(machine, key, node.batch.build_key) is not None
    if isinstance(earlier, _Visit):
        return key in node.keys_before
    return earlier is None or _order(earlier) < _order(node)


def _order(stop: Stop) -> tuple[int, int, str]:
    return (stop.build.start_s, stop.build.end_s, stop.build.key)


def _link(
    model: CpModel,
    machine: Machine,
    earlier: Stop | _Visit | None,
    node: Stop | _Visit,
    literal: IntVar,
) -> None:
    """Make an arc mean that one build ends before the next one starts."""
    if isinstance(node, _Visit):
        change_s = changeover_s(machine, _key(machine, earlier), node.batch.build_key)
        node.change.append((change_s or 0) * literal)
        if isinstance(earlier, Stop):
            model.add(node.moments.start >= earlier.build.end_s).only_enforce_if(literal)
    if isinstance(earlier, _Visit):
        begin = node.moments.start if isinstance(node, _Visit) else node.build.start_s
        model.add(earlier.moments.end <= begin).only_enforce_if(literal)


def _objective(
    model: CpModel,
    lines: Mapping[str, Line],
    visits: Sequence[_Visit],
    terms: Sequence[tuple[Term, int]],
    others: Sequence[int],
    calendars: Mapping[str, Calendar],
) -> Expr:
    builds = [_vars(lines, visit, calendars) for visit in visits]
    parts: list[Expr] = []
    for index, (term, weight) in enumerate(terms):
        rest = [others[index]]
        rest += [stop.charges[index] for line in lines.values() for stop in line.track.stops]
        parts.append(weight * term.expression(model, builds, term.total(rest)))
    return LinearExpr.sum(parts)


def _vars(lines: Mapping[str, Line], visit: _Visit, calendars: Mapping[str, Calendar]) -> BuildVars:
    machine = lines[visit.batch.machine].track.machine
    assert visit.change_var is not None
    return BuildVars(
        machine=machine,
        start=visit.moments.start,
        end=visit.moments.end,
        change=visit.change_var,
        present=visit.present,
        pieces=[(piece, visit.present) for unit in visit.batch.units for piece in unit.pieces],
        latest_s=calendars[machine.key].latest_s,
    )
