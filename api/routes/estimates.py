"""What parts and requests will take, term by term."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.estimates.of_part import Asked, PartEstimates, part_estimates
from amcenter.estimates.of_request import RequestEstimate, request_estimate
from api.dependencies import OpenCentre, Reading, may
from api.schemas.estimates import EstimatesQuery, PartEstimatesOut, RequestEstimateOut

router = APIRouter(tags=["estimates"])

Reader = Annotated[Principal, may(Action.REQUEST_SEE)]


@router.get("/parts/{part_id}/estimates", response_model=PartEstimatesOut)
def get_part_estimates(
    part_id: UUID,
    asked: Annotated[EstimatesQuery, Query()],
    who: Reader,
    centre: OpenCentre,
    session: Reading,
) -> PartEstimates:
    """Estimate time, material and cost of a part for every machine that may build it."""
    return part_estimates(session, who, centre.files, part_id, Asked(**asked.model_dump()))


@router.get("/requests/{request_id}/estimates", response_model=RequestEstimateOut)
def get_request_estimates(
    request_id: UUID, who: Reader, centre: OpenCentre, session: Reading
) -> RequestEstimate:
    """Estimate a whole request; parts that cannot be estimated are named with the reason."""
    return request_estimate(session, who, centre.files, request_id)
