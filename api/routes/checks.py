"""A part as every process and material of the centre would judge it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.requests import checks
from api.dependencies import OpenCentre, Reading, may
from api.schemas.checks import ChecksQuery, PartChecksOut

router = APIRouter(tags=["parts"])

Reader = Annotated[Principal, may(Action.REQUEST_SEE)]


@router.get("/parts/{part_id}/checks", response_model=PartChecksOut)
def check_part(
    part_id: UUID,
    asked: Annotated[ChecksQuery, Query()],
    who: Reader,
    centre: OpenCentre,
    session: Reading,
) -> checks.PartChecks:
    """See what every process and material minds about a part, by today's rules."""
    return checks.checks_of(
        session,
        who,
        centre.files,
        part_id,
        process=asked.process,
        material_id=asked.material_id,
        faces=asked.faces,
    )
