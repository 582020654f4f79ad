"""Files as they were sent."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.downloads import file_for
from api.dependencies import OpenCentre, Reading, may
from api.sending import BINARY, stored_file, with_content

router = APIRouter(prefix="/files", tags=["files"])

Reader = Annotated[Principal, may(Action.REQUEST_SEE)]


@router.get("/{file_id}", response_class=Response, responses=with_content(BINARY, ranges=True))
def download_file(
    file_id: UUID, request: Request, who: Reader, centre: OpenCentre, session: Reading
) -> Response:
    """Download a file exactly as it was sent; ranges work."""
    row = file_for(session, who, file_id)
    return stored_file(request, centre.files, row.sha256, row.name)
