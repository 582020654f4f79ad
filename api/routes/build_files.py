"""A build to look at and to load into its machine."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse

from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.exports.drawings import platform
from amcenter.exports.released import stored_build
from amcenter.exports.sheet import BuildLine, PlanSheet
from amcenter.exports.tables_csv import parts_csv
from amcenter.plan_sheets import build_sheet
from api.dependencies import OpenCentre, Reading, may
from api.language import language_of
from api.sending import CSV, NOT_YET, SVG, THREEMF, attachment, picture, table, with_content

router = APIRouter(prefix="/builds/{build_id}", tags=["builds"])

Reader = Annotated[Principal, may(Action.BUILD_SEE)]
CHUNK_BYTES = 1 << 20


def build_as_sheet(
    build_id: UUID, who: Reader, centre: OpenCentre, session: Reading
) -> tuple[PlanSheet, BuildLine]:
    zone = ZoneInfo(centre.settings.zone)
    return build_sheet(session, who, centre.files, build_id, zone)


Sheet = Annotated[tuple[PlanSheet, BuildLine], Depends(build_as_sheet)]


@router.get("/plate.svg", response_class=Response, responses=with_content(SVG) | NOT_YET)
def draw_build_plate(build_id: UUID, request: Request, sheet: Sheet) -> Response:
    """Draw the platform with its numbered pieces."""
    return picture(platform(*sheet, language_of(request)), SVG)


@router.get("/pieces.csv", response_class=Response, responses=with_content(CSV) | NOT_YET)
def download_build_pieces(build_id: UUID, request: Request, sheet: Sheet) -> Response:
    """Download one row per piece of a build."""
    shown, line = sheet
    return table(parts_csv(shown, language_of(request)), f"{line.number}.csv")


@router.get("/build.3mf", response_class=Response, responses=with_content(THREEMF))
def download_build_file(
    build_id: UUID, who: Reader, centre: OpenCentre, session: Reading
) -> StreamingResponse:
    """Download the build as 3MF, every piece where the schedule puts it."""
    build = stored_build(session, who, centre.files, build_id)
    file = TemporaryFile()  # noqa: SIM115  (closed by whoever sends it)
    build.write(file)
    headers = attachment(f"{build.file.number}.3mf") | {"Content-Length": str(file.tell())}
    return StreamingResponse(_chunks(file), media_type=THREEMF, headers=headers)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
