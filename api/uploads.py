"""Receiving files: streamed to the store and counted on the way, as a raw body or as a form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import anyio
from fastapi import Request
from starlette.datastructures import UploadFile

from amcenter.centre import Centre
from amcenter.errors import BadInput
from amcenter.intake.files import StoredFile
from api.guard import allow_body

MIB = 1 << 20
FORM_OVERHEAD_BYTES = MIB
AT_ONCE = 16
"""Slow senders hold a thread each; further ones wait, everybody else's calls do not."""

FORM = "multipart/form-data"
RAW = "application/octet-stream"

UPLOAD_BODY: dict[str, object] = {
    "requestBody": {
        "required": True,
        "content": {
            RAW: {"schema": {"type": "string", "format": "binary"}},
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            },
        },
    }
}
"""What the description of the API says of a route that takes a file."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent, its bytes safe in the store."""

    file: StoredFile
    name: str
    """For people only; never part of a path."""


async def receive_file(request: Request, centre: Centre, name: str | None) -> Upload:
    """Return the file of a call, its bytes safe in the store; ``name`` replaces the form's."""
    limit_bytes = centre.settings.upload_limit_mb * MIB
    allow_body(request.scope, limit_bytes + FORM_OVERHEAD_BYTES)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == FORM:
        return await _from_form(request, centre, name, limit_bytes)
    if kind != RAW:
        raise BadInput("upload_kind_unknown", kind=kind, known=f"{RAW}, {FORM}")
    kept = _kept_name(name)
    return Upload(await _store(request, centre, _body_chunks(request), limit_bytes), kept)


async def _from_form(
    request: Request, centre: Centre, name: str | None, limit_bytes: int
) -> Upload:
    async with request.form(max_files=1, max_fields=10) as form:
        upload = form.get("file")
        if not isinstance(upload, UploadFile):
            raise BadInput("upload_without_file")
        kept = _kept_name(name or upload.filename)
        return Upload(await _store(request, centre, _file_chunks(upload.file), limit_bytes), kept)


def _kept_name(name: str | None) -> str:
    """Return the end of a file's name, which may be a whole path on the sender's machine."""
    end = (name or "").replace("\\", "/").rpartition("/")[2]
    text = "".join(letter for letter in end if letter.isprintable()).strip()[:300]
    if not text:
        raise BadInput("upload_without_name")
    return text


async def _store(
    request: Request, centre: Centre, chunks: Iterator[bytes], limit_bytes: int
) -> StoredFile:
    return await anyio.to_thread.run_sync(
        centre.files.receive, chunks, limit_bytes, limiter=request.app.state.uploads
    )


def _file_chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(MIB):
        yield chunk


def _body_chunks(request: Request) -> Iterator[bytes]:
    """Yield the body in a worker thread, fetched from the event loop a mebibyte at a time."""
    stream = request.stream()

    async def fetch() -> bytes:
        batch = bytearray()
        async for chunk in stream:
            batch += chunk
            if len(batch) >= MIB:
                break
        return bytes(batch)

    while chunk := anyio.from_thread.run(fetch):
        yield chunk
