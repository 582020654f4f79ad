"""``/api/events`` for those who listen: browsers' EventSource asks for ``text/event-stream``."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

EVENTS = "/api/events"
STREAM = f"{EVENTS}/stream"


class EventSourceAddress:
    """ASGI middleware that answers a listener at the list's address with the stream."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _listens(scope):
            scope = {**scope, "path": STREAM, "raw_path": STREAM.encode()}
        await self.app(scope, receive, send)


def _listens(scope: Scope) -> bool:
    if scope["type"] != "http" or (scope["method"], scope["path"]) != ("GET", EVENTS):
        return False
    return "text/event-stream" in Headers(scope=scope).get("accept", "")
