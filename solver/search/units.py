"""What the search moves: single pieces, and groups that a lock keeps in one build."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from solver.builds import Lock, Placement
from solver.parts import Piece
from solver.problem import Problem
from solver.result import Reason


@dataclass(frozen=True, eq=False)
class Unit:
    """Pieces of one build key that share a build; ``machines`` may build them all."""

    pieces: tuple[Piece, ...]
    machines: tuple[str, ...]
    start_s: int | None = None
    placements: tuple[Placement, ...] = ()
    closed: bool = False

    @property
    def key(self) -> str:
        return self.pieces[0].key

    @property
    def build_key(self) -> str:
        return self.pieces[0].build_key

    @cached_property
    def release_s(self) -> int:
        return max(0, *(piece.release_s for piece in self.pieces))

    @cached_property
    def due_s(self) -> int | None:
        """The earliest due date, post-processing taken off."""
        dates = [piece.due_s - piece.lead_s for piece in self.pieces if piece.due_s is not None]
        return min(dates, default=None)


def units(problem: Problem) -> tuple[list[Unit], list[Reason]]:
    """Return what is to be planned, and why the locks contradict each other or the pieces."""
    reasons = list(_locks_against_fixed(problem))
    fixed = {key for build in problem.fixed for key in build.pieces}
    groups = _groups([lock for lock in problem.locks if fixed.isdisjoint(lock.pieces)])
    locked = {key for group in groups for lock in group for key in lock.pieces}
    found = []
    for group in groups:
        contradictions = list(_contradictions(problem, group))
        reasons += contradictions
        if not contradictions:
            found.append(_locked_unit(problem, group))
    found += [
        Unit((piece,), _machines(problem, (piece,)))
        for piece in problem.pieces
        if piece.key not in locked and piece.key not in fixed
    ]
    return found, reasons


def _groups(locks: Iterable[Lock]) -> list[list[Lock]]:
    """Locks of one moment on one machine mean the same build."""
    groups: dict[object, list[Lock]] = {}
    for lock in locks:
        moment = None if lock.start_s is None else (lock.machine, lock.start_s)
        groups.setdefault(moment or lock.pieces, []).append(lock)
    return list(groups.values())


def _locked_unit(problem: Problem, group: Sequence[Lock]) -> Unit:
    pieces = tuple(problem.piece[key] for lock in group for key in lock.pieces)
    machine = group[0].machine
    return Unit(
        pieces=pieces,
        machines=_machines(problem, pieces) if machine is None else (machine,),
        start_s=group[0].start_s,
        placements=tuple(place for lock in group for place in lock.placements),
        closed=any(lock.closed for lock in group),
    )


def _machines(problem: Problem, pieces: Sequence[Piece]) -> tuple[str, ...]:
    return tuple(
        machine.key
        for machine in problem.machines
        if all(machine.key in piece.eligible for piece in pieces)
        and all(piece.build_key in machine.modes for piece in pieces)
    )


def _locks_against_fixed(problem: Problem) -> Iterator[Reason]:
    home = {key: build for build in problem.fixed for key in build.pieces}
    for lock in problem.locks:
        builds = {home[key].key if key in home else None for key in lock.pieces}
        first = next((home[key] for key in lock.pieces if key in home), None)
        if first is None:
            continue
        places = {place.piece: place for place in first.placements}
        kept = (
            len(builds) == 1
            and lock.machine in (None, first.machine)
            and lock.start_s in (None, first.start_s)
            and all(places.get(wanted.piece) == wanted for wanted in lock.placements)
            and not (lock.closed and set(first.pieces) - set(lock.pieces))
        )
        if not kept:
            yield Reason("lock_against_fixed", lock.pieces[0], {"build": first.key})


def _contradictions(problem: Problem, group: Sequence[Lock]) -> Iterator[Reason]:
    pieces = [problem.piece[key] for lock in group for key in lock.pieces]
    first = pieces[0]
    for piece in pieces[1:]:
        if piece.build_key != first.build_key:
            facts: dict[str, str | int] = {
                "other": first.key,
                "build_key": piece.build_key,
                "other_key": first.build_key,
            }
            yield Reason("lock_mixes_keys", piece.key, facts)
    if len(group) > 1 and any(lock.closed for lock in group):
        yield Reason("lock_closed_twice", first.key, {"start_s": group[0].start_s or 0})
    machine = group[0].machine
    for piece in pieces:
        if machine is not None and machine not in piece.eligible:
            yield Reason("lock_machine_not_eligible", piece.key, {"machine": machine})
    if machine is None and not _machines(problem, pieces) and len(pieces) > 1:
        yield Reason("lock_no_common_machine", first.key)
