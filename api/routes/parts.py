"""The parts of requests; their files are streamed, as a raw body or as a form."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from amcenter import db, lists
from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.paging import Page
from amcenter.requests import parts, review
from amcenter.requests.access import part_for, request_for
from amcenter.requests.choices import PartChoices
from amcenter.requests.copies import copies_of
from amcenter.tables import PartRow
from api.dependencies import (
    BaseVersion,
    Changing,
    IdempotencyKey,
    Once,
    OpenCentre,
    Reading,
    may,
    once_with,
    tagged,
)
from api.schemas.base import PageOut
from api.schemas.requests import (
    CopiesOut,
    PartChangesIn,
    PartOut,
    PartsQuery,
    ReplaceQuery,
    UnitIn,
    UploadQuery,
    WaiverIn,
)
from api.uploads import UPLOAD_BODY, Upload, receive_file

router = APIRouter(tags=["parts"])

Reader = Annotated[Principal, may(Action.REQUEST_SEE)]
Writer = Annotated[Principal, may(Action.REQUEST_WRITE)]
Reviewer = Annotated[Principal, may(Action.REQUEST_REVIEW)]


@router.get("/parts", response_model=PageOut[PartOut])
def list_parts(
    asked: Annotated[PartsQuery, Query()], who: Reader, session: Reading
) -> Page[PartRow]:
    """List parts; engineers see their own customer's."""
    return lists.parts(session, who, asked.wanted, asked.filters)


def request_seen(request_id: UUID, who: Writer, centre: OpenCentre) -> None:
    """Refuse an upload to a request that the caller may not see before its bytes are read."""
    with db.reading(centre.engine) as session:
        request_for(session, who, request_id)


async def new_file(
    request: Request,
    centre: OpenCentre,
    asked: Annotated[UploadQuery, Query()],
    _: Annotated[None, Depends(request_seen)],
) -> Upload:
    return await receive_file(request, centre, asked.name)


NewFile = Annotated[Upload, Depends(new_file)]


async def once_with_file(
    request: Request,
    session: Changing,
    who: Writer,
    upload: NewFile,
    idempotency_key: IdempotencyKey = None,
) -> Once:
    if idempotency_key is None:
        return Once(session, None)
    return once_with(request, session, who, idempotency_key, upload.file.sha256.encode())


@router.post("/requests/{request_id}/parts", status_code=201, openapi_extra=UPLOAD_BODY)
def add_part(
    request_id: UUID,
    asked: Annotated[UploadQuery, Query()],
    who: Writer,
    centre: OpenCentre,
    session: Changing,
    upload: NewFile,
    once: Annotated[Once, Depends(once_with_file)],
) -> PartOut:
    """Add a part: its file is stored at once and analysed in the background."""
    choices = asked.given(PartChoices, without=frozenset({"name", "unit"}))
    add = partial(parts.add, session, who, centre.queue, request_id, upload.file, upload.name)
    return once.answer(PartOut, lambda: add(unit=asked.unit, choices=choices))


@router.get("/parts/{part_id}", response_model=PartOut)
def get_part(part_id: UUID, response: Response, who: Reader, session: Reading) -> PartRow:
    """See a part: status, measures, orientations, findings."""
    part, _ = part_for(session, who, part_id)
    return tagged(response, part)


@router.get("/parts/{part_id}/copies")
def list_copies(part_id: UUID, who: Reader, centre: OpenCentre, session: Reading) -> CopiesOut:
    """List the parts of the same shape, turned or shifted as they may be, that the caller sees."""
    return CopiesOut.model_validate({"items": copies_of(session, who, centre.files, part_id)})


@router.patch("/parts/{part_id}", response_model=PartOut)
def edit_part(
    part_id: UUID,
    body: PartChangesIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    centre: OpenCentre,
    session: Changing,
) -> PartRow:
    """Change how the pieces of a part are wanted."""
    choices = body.given(PartChoices)
    row = parts.edit(session, who, centre.files, part_id, choices, version=version)
    return tagged(response, row)


@router.put("/parts/{part_id}/unit", response_model=PartOut)
def set_part_unit(
    part_id: UUID,
    body: UnitIn,
    version: BaseVersion,
    response: Response,
    who: Writer,
    centre: OpenCentre,
    session: Changing,
) -> PartRow:
    """Say in which unit the file was drawn; it is analysed again."""
    row = parts.set_unit(session, who, centre.queue, part_id, body.unit, version=version)
    return tagged(response, row)


def part_seen(part_id: UUID, who: Writer, centre: OpenCentre) -> None:
    """Refuse a file for a part that the caller may not see before its bytes are read."""
    with db.reading(centre.engine) as session:
        part_for(session, who, part_id)


async def newer_file(
    request: Request,
    centre: OpenCentre,
    asked: Annotated[ReplaceQuery, Query()],
    _: Annotated[None, Depends(part_seen)],
) -> Upload:
    return await receive_file(request, centre, asked.name)


@router.put("/parts/{part_id}/file", response_model=PartOut, openapi_extra=UPLOAD_BODY)
def replace_part_file(
    part_id: UUID,
    asked: Annotated[ReplaceQuery, Query()],
    version: BaseVersion,
    response: Response,
    who: Writer,
    centre: OpenCentre,
    session: Changing,
    upload: Annotated[Upload, Depends(newer_file)],
) -> PartRow:
    """Give a part a new shape: its next revision."""
    replace = partial(parts.replace_file, session, who, centre.queue, part_id)
    row = replace(upload.file, upload.name, unit=asked.unit, version=version)
    return tagged(response, row)


@router.delete("/parts/{part_id}", status_code=204)
def remove_part(part_id: UUID, version: BaseVersion, who: Writer, session: Changing) -> None:
    """Take a part out of its request."""
    parts.remove(session, who, part_id, version=version)


@router.post("/parts/{part_id}/waivers", response_model=PartOut)
def waive_finding(
    part_id: UUID, body: WaiverIn, response: Response, who: Reviewer, session: Changing
) -> PartRow:
    """Accept a part in spite of a blocking finding; the reason stays with it."""
    row = review.waive(session, who, part_id, code=body.code, reason=body.reason)
    return tagged(response, row)
