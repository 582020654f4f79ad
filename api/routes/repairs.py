"""Repaired files and files with several bodies: proposed by the system, decided by people."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.requests import repairs, separations
from amcenter.tables import PartRow, RepairRow, SeparationRow
from api.dependencies import (
    BaseVersion,
    Changing,
    MaybeVersion,
    OnlyOnce,
    OpenCentre,
    Reading,
    may,
    tagged,
)
from api.schemas.repairs import RepairOut, SeparationOut, TogetherIn
from api.schemas.requests import PartOut, ReasonIn

router = APIRouter(tags=["parts"])

Reader = Annotated[Principal, may(Action.REQUEST_SEE)]
Writer = Annotated[Principal, may(Action.REQUEST_WRITE)]


@router.post("/parts/{part_id}/repair", status_code=202)
def ask_repair(
    part_id: UUID, who: Writer, centre: OpenCentre, session: Changing, once: OnlyOnce
) -> RepairOut:
    """Ask for a repair of a part's file; for files that block the part that happens unasked."""
    return once.answer(RepairOut, lambda: repairs.ask(session, who, centre.queue, part_id))


@router.get("/parts/{part_id}/repair", response_model=RepairOut)
def get_repair(part_id: UUID, response: Response, who: Reader, session: Reading) -> RepairRow:
    """See the newest repair of a part: what would be done, and the figures before and after."""
    return tagged(response, repairs.seen(session, who, part_id))


@router.post("/parts/{part_id}/repair/accept", response_model=RepairOut)
def accept_repair(
    part_id: UUID,
    version: BaseVersion,
    response: Response,
    who: Writer,
    centre: OpenCentre,
    session: Changing,
) -> RepairRow:
    """Make the repaired file the part's next revision; the version is the repair's."""
    return tagged(response, repairs.accept(session, who, centre.queue, part_id, version=version))


@router.post("/parts/{part_id}/repair/decline", response_model=RepairOut)
def decline_repair(
    part_id: UUID,
    body: ReasonIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> RepairRow:
    """Leave the file as it was sent; the version is the repair's."""
    row = repairs.decline(session, who, part_id, reason=body.reason, version=version)
    return tagged(response, row)


@router.post("/parts/{part_id}/split", status_code=202)
def split_part(
    part_id: UUID,
    version: MaybeVersion,
    who: Writer,
    centre: OpenCentre,
    session: Changing,
    once: OnlyOnce,
) -> SeparationOut:
    """Make the bodies of a part's file parts of their own, alike ones one part with a quantity."""
    return once.answer(
        SeparationOut,
        lambda: separations.split(session, who, centre.queue, part_id, version=version),
    )


@router.post("/parts/{part_id}/keep-together", response_model=PartOut)
def keep_part_together(
    part_id: UUID,
    body: TogetherIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    session: Changing,
) -> PartRow:
    """Build all bodies of a part's file as they lie to each other, as one part."""
    row = separations.keep_together(session, who, part_id, reason=body.reason, version=version)
    return tagged(response, row)


@router.get("/separations/{separation_id}", response_model=SeparationOut)
def get_separation(
    separation_id: UUID, response: Response, who: Reader, session: Reading
) -> SeparationRow:
    """See what became of a split, also after the part that was split is gone."""
    return tagged(response, separations.seen(session, who, separation_id))
