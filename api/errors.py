"""The only place that knows which refusal is which HTTP answer; all have one shape (RFC 9457)."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException

from amcenter import db, errors
from amcenter.messages import Message, text
from api.fields import field_problems
from api.guard import REQUEST_ID, SAFE_HEADERS, BodyTooLarge
from api.language import language_of
from api.pages import is_page, page
from api.schemas.problem import FieldProblem, Problem

PROBLEM_TYPE = "application/problem+json"

STATUS: Mapping[type[errors.Refusal], int] = {
    errors.BadInput: 422,
    errors.TooLarge: 413,
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Unauthenticated: 401,
    errors.Conflict: 409,
    errors.StaleVersion: 412,
    errors.VersionRequired: 428,
    errors.TooMany: 429,
}

HTTP_CODES = {
    400: "body_not_readable",
    404: "address_unknown",
    405: "method_not_allowed",
    416: "range_not_there",
}

log = logging.getLogger("amcenter.api")


def install(app: FastAPI) -> None:
    """Give every failure of an app its answer."""
    app.add_exception_handler(errors.Refusal, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http_failure)
    app.add_exception_handler(IntegrityError, clash)
    app.add_exception_handler(OperationalError, database_away)
    app.add_exception_handler(Exception, our_bug)


def answer(
    request: Request,
    status: int,
    message: Message,
    *,
    fields: list[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the problem answer for a message."""
    problem = Problem(
        type=f"/api/problems/{message.code}",
        title=HTTPStatus(status).phrase,
        status=status,
        code=message.code,
        params=dict(message.params),
        detail=text(message, language_of(request)),
        instance=request.url.path,
        request_id=request.state.request_id,
        errors=fields or [],
    )
    return Response(
        problem.model_dump_json(),
        status_code=status,
        media_type=PROBLEM_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


async def refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.Refusal)
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="amcenter"'
    if status == 429:
        headers["Retry-After"] = str(error.message.params.get("wait_s", 1))
    return answer(request, status, error.message, headers=headers)


async def invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = field_problems(error.errors(), language_of(request))
    message = Message("input_not_valid", {"count": len(fields), "first": fields[0].detail})
    return answer(request, 422, message, fields=fields)


async def http_failure(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses itself: unknown addresses, methods, broken bodies."""
    assert isinstance(error, HTTPException)
    if isinstance(error, BodyTooLarge):
        return answer(request, 413, error.refusal.message, headers={"Connection": "close"})
    if error.status_code == 404 and is_page(request):
        return page()
    params = {"path": request.url.path, "method": request.method}
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_methods_here(request))
    message = Message(HTTP_CODES[error.status_code], params)
    return answer(request, error.status_code, message, headers=headers)


def _methods_here(request: Request) -> list[str]:
    """Return the methods of all routes with this address; the framework names the first one's."""
    matching = (
        route
        for route in iter_route_contexts(request.app.routes)
        if route.path_regex.match(request.url.path)
    )
    return sorted({method for route in matching for method in route.methods or ()})


async def clash(request: Request, error: Exception) -> Response:
    """Answer two changes that cannot both be: each was possible when it was checked."""
    assert isinstance(error, IntegrityError)
    if not db.is_clash(error):
        raise error
    return answer(request, 409, Message("changed_meanwhile"))


async def database_away(request: Request, error: Exception) -> Response:
    log.error("request %s: no database", request.state.request_id, exc_info=error)
    return answer(request, 503, Message("database_away"), headers={"Retry-After": "5"})


async def our_bug(request: Request, error: Exception) -> Response:
    """Answer an unexpected error; the server logs its traceback, the caller gets its number."""
    message = Message("our_bug", {"request_id": str(request.state.request_id)})
    log.error("request %s failed", request.state.request_id, exc_info=error)
    number = {REQUEST_ID: str(request.state.request_id)}
    return answer(request, 500, message, headers={**SAFE_HEADERS, **number})
