"""Sending stored files: immutable by their hash, in ranges, always as an attachment."""

import gzip
import re
from typing import Any

from fastapi import Request, Response
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from amcenter.intake.files import FileStore
from api.errors import PROBLEM_TYPE

FOR_EVER = "private, max-age=31536000, immutable"
BINARY = "application/octet-stream"
JSON = "application/json"
CSV = "text/csv"
HTML = "text/html"
SVG = "image/svg+xml"
PNG = "image/png"
GLB = "model/gltf-binary"
THREEMF = "model/3mf"

DRAWN = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
    ),
    "Cache-Control": "private, no-cache",
}
"""Pages and pictures of ours style themselves and need nothing else."""
ONE_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{1,18})?|bytes=()-(?!0+$)\d{1,18}")


Answers = dict[int | str, dict[str, Any]]

NOT_YET: Answers = {
    409: {
        "description": "There is no such file yet",
        "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
"""What the description of the API says of files that come with the answer of a plan run."""


def with_content(media_type: str, *, ranges: bool = False) -> Answers:
    """Return what the description of the API says of a route that sends a file."""
    schema = {"type": "string", "format": "binary"} if media_type != JSON else {}
    content = {media_type: {"schema": schema}}
    answers: Answers = {
        200: {"description": "The file", "content": content},
        304: {"description": "The caller has it already"},
    }
    if ranges:
        answers[206] = {"description": "A part of the file", "content": content}
        answers[416] = {"description": "The file has no such range"}
    return answers


def stored_file(
    request: Request,
    files: FileStore,
    sha256: str,
    name: str,
    *,
    media_type: str = BINARY,
) -> Response:
    """Return the answer with a stored file; 304 if the caller has it, 206 for a range."""
    headers = {"ETag": f'"sha256-{sha256}"', "Cache-Control": FOR_EVER}
    if caller_has(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    path = files.path(sha256)
    settle_range(request, path.stat().st_size)
    return FileResponse(
        path,
        media_type=media_type,
        headers=headers,
        filename=name,
        content_disposition_type="attachment",
    )


def stored_view(
    request: Request,
    files: FileStore,
    sha256: str,
    name: str,
    *,
    media_type: str,
    asked: str | None,
) -> Response:
    """Return the answer with what shows a thing now.

    An address that names the hash (``asked``) stands for these bytes for ever; one that does not
    may show other bytes tomorrow.
    """
    headers = {
        "ETag": f'"sha256-{sha256}"',
        "Cache-Control": FOR_EVER if asked == sha256 else "private, no-cache",
    }
    if caller_has(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    content = files.path(sha256).read_bytes()
    return Response(content, media_type=media_type, headers=headers | attachment(name))


def stored_json(request: Request, files: FileStore, sha256: str, name: str) -> Response:
    """Return the answer with a stored, compressed JSON; unpacked for those who cannot do that."""
    headers = {
        "ETag": f'"sha256-{sha256}"',
        "Cache-Control": FOR_EVER,
        "Vary": "Accept-Encoding",
    } | attachment(name)
    if caller_has(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    content = files.path(sha256).read_bytes()
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return Response(content, media_type=JSON, headers=headers)


def settle_range(request: Request, size: int) -> None:
    """Refuse a range that the file has not, and ignore what is no single range (RFC 9110 §14.2)."""
    header = request.headers.get("range")
    if header is None:
        return
    found = ONE_RANGE.fullmatch(header.strip())
    if found is not None:
        start, end, _ = found.groups()
        if int(start or 0) < size and (not start or int(end or size) >= int(start)):
            return
        if start and int(start) >= size:
            raise HTTPException(416, headers={"Content-Range": f"bytes */{size}"})
    request.scope["headers"] = [
        (name, value) for name, value in request.scope["headers"] if name != b"range"
    ]


def made_file(request: Request, content: bytes, name: str, media_type: str, etag: str) -> Response:
    """Return the answer with a file that was made just now; ``etag`` stands for its sources."""
    headers = {"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"}
    if caller_has(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers | attachment(name))


def table(content: bytes, name: str) -> Response:
    """Return the answer with a table to save."""
    headers = {"Cache-Control": "private, no-cache"} | attachment(name)
    return Response(content, media_type=CSV, headers=headers)


def picture(content: str, media_type: str) -> Response:
    """Return the answer with a page or drawing to look at."""
    return Response(content, media_type=media_type, headers=DRAWN)


def attachment(name: str) -> dict[str, str]:
    """Return the header that has a browser save a file; ``name`` is one of ours, in ASCII."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def caller_has(request: Request, etag: str) -> bool:
    """Return whether the caller's copy is this one (weak comparison, as for every GET)."""
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or etag in {
        entry.strip().removeprefix("W/") for entry in known.split(",")
    }
