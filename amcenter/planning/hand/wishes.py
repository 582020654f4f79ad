"""What people want changed, in words of the centre, and as the solver's edits."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amcenter.errors import NotFound
from amcenter.planning.hand.loaded import Loaded
from amcenter.tables.columns import JsonObject
from solver.editing import Edit, MoveBuild, MovePieces, SwapBuilds


@dataclass(frozen=True, slots=True)
class MoveBuildWish:
    """A build on a machine from a moment on."""

    build: str
    machine_id: UUID
    start_at: datetime


@dataclass(frozen=True, slots=True)
class SwapBuildsWish:
    """Two builds change places."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class MovePiecesWish:
    """Pieces into another build, or into a new one on a machine."""

    pieces: tuple[str, ...]
    into: str | None = None
    machine_id: UUID | None = None
    start_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LockWish:
    """A build that stays as it is, whatever is planned around it."""

    build: str


@dataclass(frozen=True, slots=True)
class UnlockWish:
    """A build that may be planned otherwise again."""

    build: str


Wish = MoveBuildWish | SwapBuildsWish | MovePiecesWish | LockWish | UnlockWish

KINDS = {
    MoveBuildWish: "move_build",
    SwapBuildsWish: "swap_builds",
    MovePiecesWish: "move_pieces",
    LockWish: "lock",
    UnlockWish: "unlock",
}


def as_json(wish: Wish) -> JsonObject:
    """Return a wish for the history of a plan."""
    plain = {
        name: str(value) if isinstance(value, UUID | datetime) else value
        for name, value in asdict(wish).items()
    }
    return {"kind": KINDS[type(wish)], **plain}


def edit_of(loaded: Loaded, wish: MoveBuildWish | SwapBuildsWish | MovePiecesWish) -> Edit:
    """Return the solver's edit; seconds count from the moment of planning, rounded up."""
    match wish:
        case MoveBuildWish(build, machine_id, start_at):
            return MoveBuild(build, _machine_key(loaded, machine_id), _second(loaded, start_at))
        case SwapBuildsWish(first, second):
            return SwapBuilds(first, second)
        case MovePiecesWish(pieces, into, machine_id, start_at):
            machine = None if machine_id is None else _machine_key(loaded, machine_id)
            start_s = None if start_at is None else _second(loaded, start_at)
            return MovePieces(pieces, into, machine, start_s)


def _machine_key(loaded: Loaded, machine_id: UUID) -> str:
    row = loaded.inputs.shop.machine.get(machine_id)
    if row is None:
        raise NotFound("not_found", what="machine", key=str(machine_id))
    return row.key


def _second(loaded: Loaded, moment: datetime) -> int:
    return -((loaded.inputs.wishes.origin_at - moment) // timedelta(seconds=1))
