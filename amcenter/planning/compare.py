"""Two plans side by side: what moved, what is new, whose dates change."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from amcenter.planning.view import BuildView, PieceView, PlanView

SAME_DATE = timedelta(minutes=30)
"""A finish that shifts by less is the same date to a person."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What makes one plan better than another, at a glance."""

    builds: int
    pieces: int
    late_pieces: int
    late_h: float
    """Sum over the late pieces."""
    machine_h: float
    changeovers: int
    end_at: datetime | None


@dataclass(frozen=True, slots=True)
class Spot:
    build: str
    machine: str
    start_at: datetime
    pieces: int


@dataclass(frozen=True, slots=True)
class BuildChange:
    """A build that is in both plans with most of its pieces but elsewhere, or in one only."""

    kind: str
    """``moved``, ``new``, ``dropped`` or ``same``."""
    before: Spot | None
    after: Spot | None


@dataclass(frozen=True, slots=True)
class DateChange:
    """A piece that will be finished at another date; None: it is not in that plan."""

    serial: str
    before_at: datetime | None
    after_at: datetime | None


@dataclass(frozen=True, slots=True)
class Comparison:
    before: Figures
    after: Figures
    builds: tuple[BuildChange, ...]
    dates: tuple[DateChange, ...]
    """The latest shifts first; pieces whose date stays are left out."""


def compare(before: PlanView, after: PlanView) -> Comparison:
    """Return what ``after`` does otherwise than ``before``."""
    return Comparison(
        before=figures_of(before),
        after=figures_of(after),
        builds=tuple(_build_changes(before.builds, after.builds)),
        dates=tuple(_date_changes(_pieces(before), _pieces(after))),
    )


def figures_of(plan: PlanView) -> Figures:
    """Return the figures of one plan."""
    late = [piece.late_s for build in plan.builds for piece in build.pieces if piece.late_s > 0]
    hours = sum((build.end_at - build.start_at).total_seconds() for build in plan.builds) / 3600
    return Figures(
        builds=len(plan.builds),
        pieces=plan.piece_count,
        late_pieces=len(late),
        late_h=round(sum(late) / 3600, 1),
        machine_h=round(hours, 1),
        changeovers=_changeovers(plan.builds),
        end_at=max((build.end_at for build in plan.builds), default=None),
    )


def _changeovers(builds: Iterable[BuildView]) -> int:
    """Return how often a machine goes from one build key to another."""
    last: dict[str, str] = {}
    changes = 0
    for build in sorted(builds, key=lambda one: one.start_at):
        changes += last.get(build.machine, build.build_key) != build.build_key
        last[build.machine] = build.build_key
    return changes


def _build_changes(
    before: Iterable[BuildView], after: Iterable[BuildView]
) -> Iterable[BuildChange]:
    """Pair the builds that share most pieces; a build of either side is used once."""
    old = {build.key: build for build in before}
    home = {piece.serial: build.key for build in old.values() for piece in build.pieces}
    for build in sorted(after, key=lambda one: (-len(one.pieces), one.key)):
        shared = Counter(
            home[piece.serial] for piece in build.pieces if home.get(piece.serial) in old
        )
        if not shared:
            yield BuildChange("new", None, _spot(build))
            continue
        # The most pieces; of equals the first by key, so that the answer is always the same.
        key = min(shared, key=lambda one: (-shared[one], one))
        yield _change(old.pop(key), build)
    for build in old.values():
        yield BuildChange("dropped", _spot(build), None)


def _change(before: BuildView, after: BuildView) -> BuildChange:
    serials = [{piece.serial for piece in build.pieces} for build in (before, after)]
    shift = abs(after.start_at - before.start_at)
    same = before.machine == after.machine and shift < SAME_DATE and serials[0] == serials[1]
    return BuildChange("same" if same else "moved", _spot(before), _spot(after))


def _spot(build: BuildView) -> Spot:
    return Spot(build.key, build.machine, build.start_at, len(build.pieces))


def _pieces(plan: PlanView) -> Mapping[str, PieceView]:
    return {piece.serial: piece for build in plan.builds for piece in build.pieces}


def _date_changes(
    before: Mapping[str, PieceView], after: Mapping[str, PieceView]
) -> Iterable[DateChange]:
    changes = [
        DateChange(serial, _finish(before, serial), _finish(after, serial))
        for serial in sorted(before.keys() | after.keys())
    ]
    return sorted((one for one in changes if not _same_date(one)), key=_shift, reverse=True)


def _finish(pieces: Mapping[str, PieceView], serial: str) -> datetime | None:
    return pieces[serial].finish_at if serial in pieces else None


def _same_date(change: DateChange) -> bool:
    if change.before_at is None or change.after_at is None:
        return False
    return abs(change.after_at - change.before_at) < SAME_DATE


def _shift(change: DateChange) -> timedelta:
    if change.before_at is None or change.after_at is None:
        return timedelta.max if change.after_at is None else timedelta.min
    return change.after_at - change.before_at
