"""What surrounds every call: an id, limits on what comes in, safe headers on what goes out."""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from amcenter.errors import TooLarge
from amcenter.ids import new_id

JSON_LIMIT_BYTES = 1 << 20
REQUEST_ID = "X-Request-Id"

SAFE_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline';"
        " object-src 'none'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class BodyTooLarge(HTTPException):
    """The body is longer than the route allows; an HTTPException because FastAPI lets it pass."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(413)
        self.refusal = TooLarge("body_too_large", limit_bytes=limit_bytes)


class Guard:
    """ASGI middleware; routes that take uploads call ``allow_body``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = new_id()
        state["body_limit"] = JSON_LIMIT_BYTES
        await self.app(scope, _limited(scope, receive), _safe(scope, send))


def allow_body(scope: Scope, limit_bytes: int) -> None:
    """Let the body of this call have up to ``limit_bytes``."""
    scope["state"]["body_limit"] = limit_bytes


def _limited(scope: Scope, receive: Receive) -> Receive:
    """Return ``receive`` that counts, whatever the Content-Length says."""
    received = 0
    length = Headers(scope=scope).get("content-length", "")
    announced = int(length) if length.isdecimal() else 0

    async def receive_limited() -> Message:
        nonlocal received
        limit: int = scope["state"]["body_limit"]
        if announced > limit:
            raise BodyTooLarge(limit)
        message = await receive()
        if message["type"] == "http.request":
            received += len(message.get("body", b""))
        if received > limit:
            raise BodyTooLarge(limit)
        return message

    return receive_limited


def _safe(scope: Scope, send: Send) -> Send:
    async def send_safe(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers[REQUEST_ID] = str(scope["state"]["request_id"])
            for name, value in SAFE_HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_safe
