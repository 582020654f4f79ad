"""The one web page that every address of a person shows."""

from pathlib import Path

from fastapi import Request
from fastapi.responses import FileResponse

BUNDLE = Path(__file__).parent / "web_dist"
NOT_BUILT = Path(__file__).parent / "static" / "not-built.html"


def page() -> FileResponse:
    """Return the page of every address that people type."""
    built = BUNDLE / "index.html"
    return FileResponse(
        built if built.is_file() else NOT_BUILT, headers={"Cache-Control": "no-cache"}
    )


def is_page(request: Request) -> bool:
    """Return whether a browser asks for a page, at an address that no route knows."""
    path = request.url.path
    asked = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return asked and not path.startswith(("/api/", "/assets/"))
