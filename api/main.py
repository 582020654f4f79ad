"""The application: HTTP around one centre."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from amcenter.centre import Centre
from api import errors, openapi
from api.access import deny_by_default
from api.dependencies import without_nul
from api.event_source import EventSourceAddress
from api.guard import Guard
from api.routes import ROUTERS, health, web
from api.stream import Feed
from api.uploads import AT_ONCE

DENSE = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/octet-stream", "model/3mf")
"""What is sent as it is: already compressed, or too large to be compressed again at each turn."""

DESCRIPTION = """\
The scheduler of an additive manufacturing centre.

Programs send `Authorization: Bearer amcenter_...`. Lists are paged by `next_cursor`; changes of
shared rows name their version in `If-Match`; creating calls may be repeated safely under an
`Idempotency-Key`; every problem has the shape of RFC 9457."""


def create_app(centre: Centre, *, stream_life_s: float = 600, poll_s: float = 0.25) -> FastAPI:
    """Return the API of a centre; the caller keeps the centre and closes it."""
    app = FastAPI(
        title="amcenter",
        version="1",
        description=DESCRIPTION,
        openapi_url=None,
        dependencies=[Depends(without_nul)],
        generate_unique_id_function=openapi.operation_id,
        redirect_slashes=False,
        lifespan=_alive,
    )
    app.state.centre = centre
    app.state.feed = Feed(centre.engine, poll_s=poll_s, life_s=stream_life_s)
    app.add_middleware(GZipMiddleware, minimum_size=1000, exclude_content_types=DENSE)
    app.add_middleware(EventSourceAddress)
    app.add_middleware(Guard)
    errors.install(app)
    app.include_router(health.router)
    app.include_router(web.router)
    app.include_router(_everything(app), prefix="/api")
    deny_by_default(app)
    return app


@asynccontextmanager
async def _alive(app: FastAPI) -> AsyncIterator[None]:
    """Run what a serving process does besides answering."""
    app.state.uploads = anyio.CapacityLimiter(AT_ONCE)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(app.state.feed.run)
        yield
        tasks.cancel_scope.cancel()


def _everything(app: FastAPI) -> APIRouter:
    router = APIRouter()
    for noun in ROUTERS:
        router.include_router(noun)

    @router.get("/openapi.json", include_in_schema=False)
    async def get_openapi() -> dict[str, object]:
        return openapi.describe(app)

    return router
