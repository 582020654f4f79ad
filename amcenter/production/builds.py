"""What the centre and the floor do with a build of the published plan."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.clock import now
from amcenter.edits import apply, reason_given
from amcenter.errors import BadInput, Conflict, NotFound
from amcenter.events import record
from amcenter.production.moves import BUILD
from amcenter.requests.access import move as move_request
from amcenter.requests.pieces import create_pieces, finish_if_built, move_piece
from amcenter.tables import (
    BuildRow,
    MachineRow,
    PartRow,
    PieceRow,
    PieceStatus,
    PlacementRow,
    RequestRow,
    RequestStatus,
)

AT_WORK = (RequestStatus.ACCEPTED, RequestStatus.IN_PRODUCTION)
EVENTS = {
    "release": "released",
    "start": "started",
    "finish_building": "building_finished",
    "unload": "unloaded",
    "complete": "completed",
    "fail": "failed",
    "cancel": "cancelled",
}


def release(
    session: Session, who: Principal, build_id: UUID, *, version: int | None = None
) -> BuildRow:
    """Hand a build to the floor: no later plan changes it."""
    build = _moved(session, who, Action.BUILD_RELEASE, build_id, "release", version=version)
    _require_wanted(session, build)
    return build


def start(
    session: Session, who: Principal, build_id: UUID, *, version: int | None = None
) -> BuildRow:
    """Report that a machine began to build; it is set up for this parameter set now."""
    build = _moved(session, who, Action.BUILD_RUN, build_id, "start", version=version)
    build.started_at = now()
    machine = session.get_one(MachineRow, build.machine_id, with_for_update=True)
    apply(session, machine, {"loaded_set_id": build.parameter_set_id}, version=None)
    for piece in _in_status(session, build, PieceStatus.PLANNED):
        move_piece(piece, "start")
    for request in _requests(session, build):
        if request.status is RequestStatus.ACCEPTED:
            move_request(session, who, request, "start_production")
    return build


def finish_building(
    session: Session, who: Principal, build_id: UUID, *, version: int | None = None
) -> BuildRow:
    """Report that the last layer is done and the build cools down."""
    return _moved(session, who, Action.BUILD_RUN, build_id, "finish_building", version=version)


def unload(
    session: Session, who: Principal, build_id: UUID, *, version: int | None = None
) -> BuildRow:
    """Report that the machine is empty again."""
    build = _moved(session, who, Action.BUILD_RUN, build_id, "unload", version=version)
    build.ended_at = now()
    return build


def complete(
    session: Session, who: Principal, build_id: UUID, *, version: int | None = None
) -> BuildRow:
    """Declare all pieces of an unloaded build good."""
    build = _moved(session, who, Action.BUILD_RUN, build_id, "complete", version=version)
    for piece in _in_status(session, build, PieceStatus.BUILDING):
        move_piece(piece, "finish")
    _finish_requests(session, build)
    return build


def fail(
    session: Session,
    who: Principal,
    build_id: UUID,
    *,
    reason: str,
    surviving: Iterable[str] = (),
    version: int | None = None,
) -> BuildRow:
    """Report that a build went wrong.

    The pieces with the serials ``surviving`` are good; every other one is scrapped, and a piece
    with a new serial takes its place in the next plan.
    """
    good = frozenset(surviving)
    build = _moved(
        session,
        who,
        Action.BUILD_RUN,
        build_id,
        "fail",
        reason=reason_given(reason),
        version=version,
    )
    build.ended_at = build.ended_at or now()
    pieces = _in_status(session, build, PieceStatus.BUILDING)
    unknown = good - {piece.serial for piece in pieces}
    if unknown:
        raise BadInput("pieces_not_in_build", number=build.number, serials=_listed(unknown))
    for piece in pieces:
        if piece.serial in good:
            move_piece(piece, "finish")
        else:
            _replace(session, who, piece)
    _finish_requests(session, build)
    return build


def cancel(
    session: Session,
    who: Principal,
    build_id: UUID,
    *,
    reason: str,
    version: int | None = None,
) -> BuildRow:
    """Give up a build that has not begun; its pieces wait for the next plan."""
    text = reason_given(reason)
    build = _moved(
        session, who, Action.BUILD_RELEASE, build_id, "cancel", reason=text, version=version
    )
    for piece in _in_status(session, build, PieceStatus.PLANNED):
        move_piece(piece, "unplan")
    return build


def build_for(session: Session, who: Principal, build_id: UUID, *, lock: bool = False) -> BuildRow:
    """Return a build that ``who`` may see."""
    require(who, Action.BUILD_SEE)
    row = session.get(BuildRow, build_id, with_for_update=lock, populate_existing=lock)
    if row is None:
        raise NotFound("not_found", what="build", key=str(build_id))
    return row


def pieces_in(session: Session, build: BuildRow) -> Sequence[PieceRow]:
    """Return all pieces that the build places, whatever became of them."""
    wanted = select(PieceRow).join(PlacementRow).where(PlacementRow.build_id == build.id)
    return session.exec(wanted.order_by(col(PieceRow.serial))).all()


def _moved(
    session: Session,
    who: Principal,
    action: Action,
    build_id: UUID,
    name: str,
    *,
    reason: str = "",
    version: int | None,
) -> BuildRow:
    require(who, action)
    build = build_for(session, who, build_id, lock=True)
    before = build.status
    after = BUILD.after(name, before, number=build.number)
    apply(session, build, {"status": after}, version=version)
    data = {"number": build.number, "from": before.value, "reason": reason}
    record(session, f"build.{EVENTS[name]}", who=who, subject_id=build.id, data=data)
    return build


def _in_status(session: Session, build: BuildRow, status: PieceStatus) -> list[PieceRow]:
    return [
        piece
        for piece in pieces_in(session, build)
        if piece.build_id == build.id and piece.status is status
    ]


def _requests(session: Session, build: BuildRow) -> Sequence[RequestRow]:
    wanted = (
        select(RequestRow)
        .join(PartRow, col(PartRow.request_id) == RequestRow.id)
        .join(PieceRow, col(PieceRow.part_id) == PartRow.id)
        .join(PlacementRow, col(PlacementRow.piece_id) == PieceRow.id)
        .where(PlacementRow.build_id == build.id)
        .distinct()
        .order_by(col(RequestRow.number))
    )
    return session.exec(wanted).all()


def _require_wanted(session: Session, build: BuildRow) -> None:
    """Raise Conflict if pieces of the build were cancelled, or their requests held, meanwhile."""
    gone = {
        piece.serial
        for piece in pieces_in(session, build)
        if piece.build_id != build.id or piece.status is not PieceStatus.PLANNED
    }
    if gone:
        raise Conflict("build_pieces_gone", number=build.number, serials=_listed(gone))
    held = {row.number for row in _requests(session, build) if row.status not in AT_WORK}
    if held:
        raise Conflict("build_requests_stopped", number=build.number, requests=_listed(held))


def _replace(session: Session, who: Principal, piece: PieceRow) -> None:
    move_piece(piece, "scrap")
    part = session.get_one(PartRow, piece.part_id)
    request = session.get_one(RequestRow, part.request_id)
    if request.status in {RequestStatus.CANCELLED, RequestStatus.DELIVERED}:
        return
    (replacement,) = create_pieces(session, part, 1)
    record(
        session,
        "piece.scrapped",
        who=who,
        subject_id=piece.id,
        customer_id=request.customer_id,
        data={"serial": piece.serial, "replacement": replacement.serial},
    )


def _finish_requests(session: Session, build: BuildRow) -> None:
    session.flush()
    for request in _requests(session, build):
        finish_if_built(session, request)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
