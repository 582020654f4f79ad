"""Close a small problem: solve the exact model, let the nester object, repeat."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from solver.cpsat.batching import BatchModel
from solver.cpsat.solve import Effort
from solver.nesting import surely_too_full
from solver.search.batch import Batch
from solver.search.draft import Draft
from solver.search.line import Line, empty_line, parted, timed_line
from solver.search.packer import Packer
from solver.search.track import Track
from solver.search.units import Unit

ROUNDS = 40
WEEK_S = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Proof:
    """What the exact model showed: a schedule, a bound, or that there is no schedule."""

    draft: Draft | None
    bound: int
    impossible: bool = False


def closed(
    packer: Packer,
    tracks: Mapping[str, Track],
    units: Sequence[Unit],
    incumbent: Draft,
    effort: Effort,
    should_stop: Callable[[], bool],
) -> Proof:
    """Return the best schedule that the exact model finds, and how good any schedule can be."""
    ends_s = [t.end_s for line in incumbent.lines.values() for t in line.timed]
    last_s = max(ends_s, default=max(unit.release_s for unit in units))
    model = BatchModel(packer, tracks, units, packer.terms, exact_until_s=last_s + WEEK_S)
    bound, is_sure = 0, True
    for _ in range(ROUNDS):
        answer = model.solve(effort, should_stop)
        if is_sure and answer.proven and not answer.found:
            return Proof(None, bound, impossible=True)
        if is_sure and (answer.found or not answer.proven):
            bound = max(bound, answer.bound)
        if not answer.found:
            break
        sequences = model.sequences(answer)
        batches, refused = _nested(packer, units, sequences)
        if not refused:
            return Proof(_draft(packer, tracks, batches), bound)
        for machine, inside in refused:
            is_sure &= _forbid(packer, model, units, machine, inside)
        if should_stop():
            break
    return Proof(None, bound)


def _nested(
    packer: Packer, units: Sequence[Unit], sequences: Mapping[str, list[list[int]]]
) -> tuple[dict[str, list[Batch]], list[tuple[str, list[int]]]]:
    """Return the batches that the nester could fill and the sets that it could not place."""
    batches: dict[str, list[Batch]] = {key: [] for key in sequences}
    refused = []
    for machine, sets in sequences.items():
        for inside in sets:
            batch = packer.batch(machine, [units[index] for index in inside])
            if batch is None:
                refused.append((machine, inside))
            else:
                batches[machine].append(batch)
    return batches, refused


def _forbid(
    packer: Packer, model: BatchModel, units: Sequence[Unit], machine: str, inside: list[int]
) -> bool:
    """Cut off a set that was refused; return whether it is proven that it cannot be placed."""
    fewest = list(inside)
    for index in inside:
        rest = [other for other in fewest if other != index]
        if len(rest) > 1 and packer.batch(machine, [units[other] for other in rest]) is None:
            fewest = rest
    pieces = [piece for index in fewest for piece in units[index].pieces]
    model.forbid(fewest, packer.alike(machine))
    return surely_too_full(packer.problem, packer.problem.machine[machine], pieces)


def _draft(
    packer: Packer, tracks: Mapping[str, Track], batches: Mapping[str, list[Batch]]
) -> Draft | None:
    lines: dict[str, Line] = {}
    for key, track in tracks.items():
        empty = empty_line(track)
        line = timed_line(empty, *parted(empty, batches[key]))
        if line is None:
            return None
        lines[key] = line
    return Draft(lines, (), packer.terms)
