"""What is to be planned: frozen values in whole micrometres and seconds.

Time zero is the moment of planning; earlier moments (a build that is already running) are negative.
Every value is checked at its birth and trusted afterwards. Whoever makes a Problem rounds to the
safe side before: sizes and durations up, room down.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from solver.builds import Lock, ScheduledBuild
from solver.errors import ProblemError
from solver.machines import Machine
from solver.parts import Orientation, Part, Piece


@dataclass(frozen=True)
class Problem:
    """Everything the solver may know.

    ``fixed`` builds (running, released, frozen) appear in every schedule as they are, whatever the
    rules say of them; their pieces are among ``pieces``.
    """

    machines: tuple[Machine, ...]
    parts: tuple[Part, ...]
    pieces: tuple[Piece, ...]
    fixed: tuple[ScheduledBuild, ...] = ()
    locks: tuple[Lock, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    """Objective terms and their weights; empty: the defaults of ``solver.objectives``."""

    def __post_init__(self) -> None:
        reasons = [*_repeated(self), *_dangling(self)]
        if reasons:
            raise ProblemError(*reasons)

    @cached_property
    def machine(self) -> Mapping[str, Machine]:
        """Machines by key."""
        return {machine.key: machine for machine in self.machines}

    @cached_property
    def piece(self) -> Mapping[str, Piece]:
        """Pieces by key."""
        return {piece.key: piece for piece in self.pieces}

    @cached_property
    def part(self) -> Mapping[str, Part]:
        """Parts by key."""
        return {part.key: part for part in self.parts}

    @cached_property
    def orientation(self) -> Mapping[tuple[str, str], Orientation]:
        """Orientations by (piece key, orientation key)."""
        return {
            (piece.key, orientation.key): orientation
            for piece in self.pieces
            for orientation in self.part[piece.part].orientations
        }


def _repeated(problem: Problem) -> list[str]:
    reasons = []
    for kind, keys in (
        ("machine", [machine.key for machine in problem.machines]),
        ("part", [part.key for part in problem.parts]),
        ("piece", [piece.key for piece in problem.pieces]),
        ("fixed build of piece", [key for build in problem.fixed for key in build.pieces]),
        ("lock of piece", [key for lock in problem.locks for key in lock.pieces]),
    ):
        twice = sorted(key for key, count in Counter(keys).items() if count > 1)
        reasons += [f"{kind} {key!r} appears twice" for key in twice]
    return reasons


def _dangling(problem: Problem) -> list[str]:
    machines, parts, pieces = set(problem.machine), set(problem.part), set(problem.piece)
    reasons = [
        f"piece {piece.key!r}: unknown part {piece.part!r}"
        for piece in problem.pieces
        if piece.part not in parts
    ]
    reasons += [
        f"piece {piece.key!r}: unknown machine {key!r}"
        for piece in problem.pieces
        for key in sorted(piece.eligible - machines)
    ]
    reasons += [
        f"fixed build {build.key!r}: unknown machine {build.machine!r}"
        for build in problem.fixed
        if build.machine not in machines
    ]
    reasons += [
        f"fixed build {build.key!r}: machine {build.machine!r} has no mode {build.build_key!r}"
        for build in problem.fixed
        if build.machine in machines and build.build_key not in problem.machine[build.machine].modes
    ]
    named = [(f"fixed build {build.key!r}", key) for build in problem.fixed for key in build.pieces]
    named += [(f"lock of {lock.pieces[0]!r}", key) for lock in problem.locks for key in lock.pieces]
    reasons += [f"{who}: unknown piece {key!r}" for who, key in named if key not in pieces]
    reasons += [
        f"lock of {lock.pieces[0]!r}: unknown machine {lock.machine!r}"
        for lock in problem.locks
        if lock.machine is not None and lock.machine not in machines
    ]
    return reasons
