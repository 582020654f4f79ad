"""What is asked of a child process and what it answers, as they go over a socket.

An answer is a sequence of blobs, each a line of JSON with its name and size and then its bytes. The
warm process adds a last line with the child's exit status, so that nothing a child does can pass
for its end.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from amcenter.errors import UnreadableFile
from amcenter.intake.limits import Limits
from amcenter.messages import Message

DOCUMENT = "document"
THUMBNAIL, PREVIEW, PLATE_PREVIEW = "thumbnail", "preview", "plate_preview"
"""What an analysis may draw."""
MESH = "mesh"
"""A file made from the one that was sent; where there are several, their number follows."""
Option = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Request:
    """A file, what shall be done with it, and what that may cost."""

    task: str
    path: Path
    name: str
    """As the person calls it; ``path`` is where it lies."""
    options: Mapping[str, Option] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


class Blob(NamedTuple):
    """Bytes with a name."""

    name: str
    content: bytes


Task = Callable[[Request], Iterable[Blob]]
"""Work in a child. An answer counts as soon as its ``document`` is there: what must not be missing
comes before it, what may be missing when the limits are reached comes after it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child found; ``blobs`` has all that arrived besides the document."""

    document: bytes
    blobs: Mapping[str, bytes] = field(default_factory=dict)


def packed_request(request: Request) -> bytes:
    """Return a request as it is sent."""
    return json.dumps(asdict(request) | {"path": str(request.path.absolute())}).encode()


def unpacked_request(message: bytes) -> Request:
    """Return the request of a message."""
    given = json.loads(message)
    path, limits = Path(given.pop("path")), Limits(**given.pop("limits"))
    return Request(**given, path=path, limits=limits)


def packed_blob(blob: Blob) -> bytes:
    """Return what is sent before the bytes of a blob."""
    return json.dumps({"name": blob.name, "bytes": len(blob.content)}).encode() + b"\n"


def packed_refusal(message: Message) -> bytes:
    """Return what is sent instead of a document."""
    return json.dumps({"refused": message.code, "params": dict(message.params)}).encode() + b"\n"


def packed_end(status: int) -> bytes:
    """Return the last line of an answer; its line break ends whatever was cut short before."""
    return b"\n" + json.dumps({"exit": status}).encode() + b"\n"


def split_end(received: bytes) -> tuple[bytes, int | None]:
    """Return the blobs of an answer and its exit status, None if that did not arrive."""
    body, _, last = received[:-1].rpartition(b"\n")
    if not last.startswith(b'{"exit"'):
        return received, None
    return body, int(json.loads(last)["exit"])


def unpacked_answer(body: bytes) -> Answer | None:
    """Return the answer, None if its document is not (wholly) there; refuse as the child did."""
    blobs: dict[str, bytes] = {}
    start = 0
    while (end := body.find(b"\n", start)) >= 0:
        head = json.loads(body[start:end])
        if "refused" in head:
            raise UnreadableFile(head["refused"], **head["params"])
        start = end + 1 + head["bytes"]
        if start > len(body):  # cut short
            break
        blobs[head["name"]] = body[end + 1 : start]
    document = blobs.pop(DOCUMENT, None)
    return None if document is None else Answer(document, blobs)
