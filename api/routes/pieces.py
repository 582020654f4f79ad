"""Single physical copies."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from amcenter import lists
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.tables import PieceRow
from api.dependencies import Reading, may
from api.schemas.base import PageOut
from api.schemas.requests import PieceOut, PiecesQuery

router = APIRouter(prefix="/pieces", tags=["pieces"])

Reader = Annotated[Principal, may(Action.PIECE_SEE)]


@router.get("", response_model=PageOut[PieceOut])
def list_pieces(
    asked: Annotated[PiecesQuery, Query()], who: Reader, session: Reading
) -> Page[PieceRow]:
    """List pieces; engineers see their own customer's."""
    return lists.pieces(session, who, asked.wanted, asked.filters)


@router.get("/{serial}", response_model=PieceOut)
def get_piece(
    serial: Annotated[str, Path(max_length=40)], who: Reader, session: Reading
) -> PieceRow:
    """Follow a piece."""
    return lists.piece(session, who, serial)
