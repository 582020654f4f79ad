"""What parts look like, and everything that was measured on them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.requests.access import part_for
from amcenter.requests.pictures import require_analysis, require_picture
from amcenter.tables import PartRow
from api.dependencies import OpenCentre, Reading, may
from api.sending import GLB, JSON, PNG, stored_view, with_content

router = APIRouter(prefix="/parts/{part_id}", tags=["parts"])

Reader = Annotated[Principal, may(Action.REQUEST_SEE)]
Asked = Annotated[
    str | None,
    Query(
        alias="sha256",
        pattern=r"^[0-9a-f]{64}$",
        description="The hash that the part names: such an address may be kept for ever",
    ),
]


def part_shown(part_id: UUID, who: Reader, session: Reading) -> PartRow:
    return part_for(session, who, part_id)[0]


Shown = Annotated[PartRow, Depends(part_shown)]


@router.get("/thumbnail.png", response_class=Response, responses=with_content(PNG))
def get_part_thumbnail(
    part: Shown, request: Request, centre: OpenCentre, asked: Asked = None
) -> Response:
    """See a small picture of a part on a clear ground, 256 pixels wide and high."""
    sha256 = require_picture(part, part.thumbnail_sha256)
    name = f"{part.number}.png"
    return stored_view(request, centre.files, sha256, name, media_type=PNG, asked=asked)


@router.get("/preview.glb", response_class=Response, responses=with_content(GLB))
def get_part_preview(
    part: Shown, request: Request, centre: OpenCentre, asked: Asked = None
) -> Response:
    """Get a mesh of at most 20,000 triangles (mm, axes of the file) to turn around."""
    sha256 = require_picture(part, part.preview_sha256)
    name = f"{part.number}-preview.glb"
    return stored_view(request, centre.files, sha256, name, media_type=GLB, asked=asked)


@router.get("/plate-preview.glb", response_class=Response, responses=with_content(GLB))
def get_part_plate_preview(
    part: Shown, request: Request, centre: OpenCentre, asked: Asked = None
) -> Response:
    """Get a mesh of at most 3,000 triangles (mm, axes of the file) to show among many."""
    sha256 = require_picture(part, part.plate_preview_sha256)
    name = f"{part.number}-plate.glb"
    return stored_view(request, centre.files, sha256, name, media_type=GLB, asked=asked)


@router.get("/analysis", response_class=Response, responses=with_content(JSON))
def get_part_analysis(
    part: Shown, request: Request, centre: OpenCentre, asked: Asked = None
) -> Response:
    """Get the whole analysis, with outlines and layers of every orientation."""
    sha256 = require_analysis(part)
    name = f"{part.number}-analysis.json"
    return stored_view(request, centre.files, sha256, name, media_type=JSON, asked=asked)
