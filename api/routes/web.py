"""The web pages: one page for every address that is not the API's, and its files."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from api.pages import BUNDLE, page

router = APIRouter(include_in_schema=False)


@router.get("/")
async def show_start() -> FileResponse:
    """Show the page, which reads the address itself; what it may do is decided by the API."""
    return page()


@router.get("/assets/{name}")
async def send_asset(name: str) -> FileResponse:
    """Send a file whose name carries the hash of its content."""
    file = BUNDLE / "assets" / Path(name).name
    if not file.is_file():
        raise HTTPException(404)
    return FileResponse(file, headers={"Cache-Control": "public, max-age=31536000, immutable"})
