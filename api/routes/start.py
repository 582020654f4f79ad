"""The plain page at the address that ``amcenter run`` prints: static files without any data."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

STATIC = Path(__file__).parents[1] / "static"

router = APIRouter(include_in_schema=False)


@router.get("/")
@router.get("/invitation")
async def show_start() -> FileResponse:
    """Show the page; what it may do is decided by the API that it calls."""
    return FileResponse(STATIC / "start.html")


@router.get("/start.css")
async def send_style() -> FileResponse:
    return FileResponse(STATIC / "start.css")


@router.get("/start.js")
async def send_script() -> FileResponse:
    return FileResponse(STATIC / "start.js", media_type="text/javascript")


@router.get("/start-words.js")
async def send_words() -> FileResponse:
    return FileResponse(STATIC / "start-words.js", media_type="text/javascript")
