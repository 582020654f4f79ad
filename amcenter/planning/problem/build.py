"""Everything that is wanted and everything that is there, put together for the solver."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from amcenter.planning.problem.fixed import expected_builds
from amcenter.planning.problem.impossible import why_not
from amcenter.planning.problem.machines import solver_machine
from amcenter.planning.problem.rounding import second_down, second_up
from amcenter.planning.problem.shapes import solver_part
from amcenter.planning.problem.ways import Way, alone_s, fixed_way
from amcenter.planning.problem.ways import ways as ways_of
from amcenter.planning.wanted import FixedBuild, WantedLock, WantedPiece
from amcenter.shop.build_key import BuildKey
from amcenter.shop.shop import Shop
from amcenter.tables import ParameterSetRow
from solver.builds import Lock
from solver.machines import Machine
from solver.parts import Part, Piece, Standing
from solver.problem import Problem
from solver.result import Reason

HORIZON = timedelta(days=400)
LONGEST_HORIZON = timedelta(days=3650)
CLOCK_PER_ATTENDED = 5
"""A week has about five times as many hours as there is somebody in one shift."""

Ways = Mapping[str, tuple[Way, ...]]
"""By part key; parts that cannot be built are missing."""
Held = tuple[WantedPiece, FixedBuild]
"""A piece and the fixed build that holds it."""


def build_problem(
    shop: Shop,
    wanted: Sequence[WantedPiece],
    *,
    origin: datetime,
    horizon: timedelta = HORIZON,
    fixed: Sequence[FixedBuild] = (),
    locks: Sequence[WantedLock] = (),
    weights: Mapping[str, int] | None = None,
) -> tuple[Problem, tuple[Reason, ...]]:
    """Return the problem of building all pieces that can be built, and why the others cannot.

    The only place that rounds: sizes and durations up, room and attended hours down. ``origin`` is
    second zero. The calendar is as long as ``horizon``, longer where all builds one after another
    would take more.
    """
    bound = {place.piece: build for build in fixed for place in build.placements}
    free = [piece for piece in wanted if piece.serial not in bound]
    held = [(piece, bound[piece.serial]) for piece in wanted if piece.serial in bound]
    ways = _ways(shop, free)
    possible = [piece for piece in free if piece.part.key in ways]
    ahead = min(max(horizon, _load(possible, ways)), LONGEST_HORIZON)
    machines = _machines(shop, ways, held, origin, ahead)
    problem = Problem(
        machines=machines,
        parts=tuple(_parts(shop, possible, ways, held)),
        pieces=tuple(_pieces(possible, ways, held, origin)),
        fixed=tuple(
            build for machine in machines for build in expected_builds(machine, fixed, origin)
        ),
        locks=tuple(_locks(locks, {piece.serial for piece in possible}, origin)),
        weights=dict(weights or {}),
    )
    return problem, tuple(why_not(shop, [one for one in free if one.part.key not in ways]))


def _ways(shop: Shop, wanted: Iterable[WantedPiece]) -> Ways:
    parts = {piece.part.key: piece.part for piece in wanted}
    return {key: found for key, part in parts.items() if (found := ways_of(shop, part))}


def _load(wanted: Iterable[WantedPiece], ways: Ways) -> timedelta:
    """Return how long everything takes at most, one piece after another."""
    parts = {piece.part.key: piece.part for piece in wanted}
    alone_of = {key: min(alone_s(part, way) for way in ways[key]) for key, part in parts.items()}
    total_s = sum(alone_of[piece.part.key] for piece in wanted)
    return timedelta(seconds=CLOCK_PER_ATTENDED * total_s)


def _machines(
    shop: Shop,
    ways: Ways,
    held: Sequence[Held],
    origin: datetime,
    horizon: timedelta,
) -> tuple[Machine, ...]:
    sets: dict[str, dict[BuildKey, ParameterSetRow]] = defaultdict(dict)
    used = [way for found in ways.values() for way in found]
    used += [fixed_way(shop, piece.part, build) for piece, build in held]
    for way in used:
        sets[way.machine.key].setdefault(way.key, way.parameter_set)
    return tuple(
        solver_machine(shop, machine, sets[machine.key], origin, horizon)
        for machine in shop.machines
        if machine.key in sets
    )


def _parts(
    shop: Shop, wanted: Iterable[WantedPiece], ways: Ways, held: Iterable[Held]
) -> Iterator[Part]:
    for key, part in {piece.part.key: piece.part for piece in wanted}.items():
        yield solver_part(part, ways[key])
    for key, (part, build) in {
        _fixed_key(piece.part.key, build): (piece.part, build) for piece, build in held
    }.items():
        yield solver_part(part, [fixed_way(shop, part, build)], key=key)


def _pieces(
    wanted: Iterable[WantedPiece], ways: Ways, held: Iterable[Held], origin: datetime
) -> Iterator[Piece]:
    for piece in wanted:
        found = ways[piece.part.key]
        machines = frozenset(way.machine.key for way in found)
        yield _piece(piece, piece.part.key, str(found[0].key), machines, origin)
    for piece, build in held:
        key, machine = _fixed_key(piece.part.key, build), frozenset({build.machine})
        yield _piece(piece, key, build.build_key, machine, origin)


def _fixed_key(part: str, build: FixedBuild) -> str:
    """Return another key: the free pieces of the part may be built in another way by now."""
    return f"{part} in {build.number}"


def _piece(
    piece: WantedPiece, part: str, build_key: str, machines: frozenset[str], origin: datetime
) -> Piece:
    release, due, standing = piece.release_at, piece.due_at, piece.standing
    return Piece(
        key=piece.serial,
        part=part,
        build_key=build_key,
        eligible=machines,
        release_s=0 if release is None else max(second_up(release, origin), 0),
        due_s=None if due is None else second_down(due, origin),
        weight=piece.weight,
        lead_s=piece.part.lead_s,
        standing=(
            Standing(standing.machine, second_up(standing.finish_at, origin)) if standing else None
        ),
    )


def _locks(locks: Iterable[WantedLock], known: set[str], origin: datetime) -> Iterator[Lock]:
    """Yield the decisions about pieces that are still to be planned; the others are history."""
    for lock in locks:
        pieces = tuple(serial for serial in lock.pieces if serial in known)
        if pieces:
            yield Lock(
                pieces=pieces,
                machine=lock.machine,
                start_s=None if lock.start_at is None else second_up(lock.start_at, origin),
                placements=tuple(one for one in lock.placements if one.piece in known),
                closed=lock.closed,
            )
