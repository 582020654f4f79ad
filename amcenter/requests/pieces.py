"""Pieces: the physical copies of a part, each with its serial."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from amcenter.requests.access import move
from amcenter.requests.moves import PIECE
from amcenter.tables import PartRow, PieceRow, PieceStatus, RequestRow, RequestStatus

OVER = frozenset({PieceStatus.SCRAPPED, PieceStatus.CANCELLED})


def create_pieces(session: Session, part: PartRow, count: int) -> list[PieceRow]:
    """Add pieces to a part; their serials continue where the last one ended."""
    first = 1 + session.exec(select(func.count()).where(PieceRow.part_id == part.id)).one()
    pieces = [
        PieceRow(part_id=part.id, serial=f"{part.number}-{index:03d}")
        for index in range(first, first + count)
    ]
    session.add_all(pieces)
    session.flush()
    return pieces


def pieces_of(session: Session, request_id: UUID) -> list[PieceRow]:
    """Return the pieces of a request by serial."""
    wanted = select(PieceRow).join(PartRow).where(PartRow.request_id == request_id)
    return list(session.exec(wanted.order_by(col(PieceRow.serial))).all())


def cancel_pieces(session: Session, request: RequestRow) -> None:
    """Cancel the pieces of a request that no machine has begun."""
    for piece in pieces_of(session, request.id):
        if "cancel" in PIECE.possible(piece.status):
            move_piece(piece, "cancel")


def move_piece(piece: PieceRow, name: str) -> None:
    """Make a move of the table; a piece that leaves the plan forgets its place in it."""
    piece.status = PIECE.after(name, piece.status, number=piece.serial)
    if name in {"unplan", "cancel"}:
        piece.build_id = piece.finish_at = None


def finish_if_built(session: Session, request: RequestRow) -> None:
    """Declare a request ready as soon as its last piece is built."""
    if request.status is not RequestStatus.IN_PRODUCTION:
        return
    left = [piece for piece in pieces_of(session, request.id) if piece.status not in OVER]
    if left and all(piece.status is PieceStatus.BUILT for piece in left):
        move(session, None, request, "finish")
