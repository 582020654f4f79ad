"""The states of a request, of a piece, and of what is proposed for a part's file."""

from amcenter.moves import Moves, steps
from amcenter.tables import PieceStatus as Piece
from amcenter.tables import RepairStatus as Repair
from amcenter.tables import RequestStatus as Request
from amcenter.tables import SeparationStatus as Separation

REQUEST = Moves(
    "request",
    {
        "submit": steps(Request.DRAFT, Request.CHANGES_REQUESTED, to=Request.SUBMITTED),
        "start_review": steps(Request.SUBMITTED, to=Request.IN_REVIEW),
        "accept": steps(Request.IN_REVIEW, to=Request.ACCEPTED),
        "request_changes": steps(Request.IN_REVIEW, to=Request.CHANGES_REQUESTED),
        "reject": steps(Request.IN_REVIEW, to=Request.REJECTED),
        "start_production": steps(Request.ACCEPTED, to=Request.IN_PRODUCTION),
        "finish": steps(Request.IN_PRODUCTION, to=Request.READY),
        "deliver": steps(Request.READY, to=Request.DELIVERED),
        "hold": steps(
            Request.SUBMITTED,
            Request.IN_REVIEW,
            Request.ACCEPTED,
            Request.IN_PRODUCTION,
            to=Request.ON_HOLD,
        ),
        # leads back to the status before the hold, of which this is the usual one
        "resume": steps(Request.ON_HOLD, to=Request.ACCEPTED),
        "cancel": steps(
            Request.DRAFT,
            Request.SUBMITTED,
            Request.IN_REVIEW,
            Request.CHANGES_REQUESTED,
            Request.ACCEPTED,
            Request.IN_PRODUCTION,
            Request.ON_HOLD,
            to=Request.CANCELLED,
        ),
    },
)

PIECE = Moves(
    "piece",
    {
        "plan": steps(Piece.UNPLANNED, Piece.PLANNED, to=Piece.PLANNED),
        "unplan": steps(Piece.PLANNED, to=Piece.UNPLANNED),
        "start": steps(Piece.PLANNED, to=Piece.BUILDING),
        "finish": steps(Piece.BUILDING, to=Piece.BUILT),
        "scrap": steps(Piece.BUILDING, Piece.BUILT, to=Piece.SCRAPPED),
        "cancel": steps(Piece.UNPLANNED, Piece.PLANNED, to=Piece.CANCELLED),
    },
)

REPAIR = Moves(
    "repair",
    {
        "propose": steps(Repair.COMPUTING, to=Repair.PROPOSED),
        "give_up": steps(Repair.COMPUTING, to=Repair.WITHOUT_RESULT),
        "accept": steps(Repair.PROPOSED, to=Repair.ACCEPTED),
        "decline": steps(Repair.PROPOSED, to=Repair.DECLINED),
        "outdate": steps(Repair.COMPUTING, Repair.PROPOSED, to=Repair.OUTDATED),
    },
)

SEPARATION = Moves(
    "separation",
    {
        "separate": steps(Separation.COMPUTING, to=Separation.SEPARATED),
        "give_up": steps(Separation.COMPUTING, to=Separation.WITHOUT_RESULT),
        "outdate": steps(Separation.COMPUTING, Separation.KEPT_TOGETHER, to=Separation.OUTDATED),
    },
)
