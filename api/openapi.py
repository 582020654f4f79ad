"""The description of the API: every answer that can happen is in it, problems included."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, RouteContext

from api.access import action_of, routes_of
from api.authentication import SAFE_METHODS
from api.dependencies import base_version, maybe_version, once
from api.errors import PROBLEM_TYPE
from api.schemas.problem import Problem

Json = dict[str, Any]

REASONS = {
    400: "The body cannot be read",
    401: "Not signed in, or the token is not valid",
    403: "Not allowed",
    404: "No such thing, or not yours to see",
    409: "The thing is in a state that does not allow this",
    412: "Somebody changed it meanwhile: read it again",
    413: "The body is too large",
    422: "The input is not valid",
    428: "The change must name the version it is based on (If-Match)",
    429: "Too many attempts: wait",
    500: "Our bug; name the request_id",
    503: "The database is away",
}


def describe(app: FastAPI) -> Json:
    """Return the OpenAPI document of an app."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            separate_input_output_schemas=False,
        )
        _add_problems(document)
        _add_security(document)
        for route in routes_of(app):
            if route.include_in_schema:
                _complete(document, route)
        app.openapi_schema = document
    return app.openapi_schema


def _add_problems(document: Json) -> None:
    components = document["components"]
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components["schemas"] |= schema.pop("$defs")
    components["schemas"]["Problem"] = schema
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        f"Problem{status}": {"description": reason, "content": content}
        for status, reason in REASONS.items()
    }


def _add_security(document: Json) -> None:
    document["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "`amcenter_...`"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "amcenter"},
    }


def _complete(document: Json, route: RouteContext) -> None:
    for method in route.methods or ():
        operation = document["paths"][route.path_format][method.lower()]
        if action_of(route) is not None:
            operation["security"] = [{"token": []}, {"cookie": []}]
        for status in _possible(route, method, "requestBody" in operation):
            reference = {"$ref": f"#/components/responses/Problem{status}"}
            operation["responses"].setdefault(str(status), reference)
            if status == 422:
                operation["responses"]["422"] = reference  # FastAPI has put its own shape there


def _possible(route: RouteContext, method: str, has_body: bool) -> list[int]:
    """Return the problems that a call of this route may meet."""
    original = route.original_route
    assert isinstance(original, APIRoute)
    calls = {part.call for part in route.dependant.dependencies}
    possible = {422, 500, 503}
    if action_of(route) is not None:
        possible |= {401, 403}
    if route.param_convertors or has_body:
        possible.add(404)
    if method not in SAFE_METHODS:
        possible |= {403, 409}
    if "session" in route.tags:
        possible |= {401, 429}
    if has_body:
        possible |= {400, 413}
    if base_version in calls:
        possible |= {412, 428}
    if maybe_version in calls:
        possible.add(412)
    if once in calls:
        possible |= {400, 413}
    return sorted(possible)


def operation_id(route: APIRoute) -> str:
    """Return the name of a route's function in the case that clients in other languages expect."""
    first, *others = route.name.split("_")
    return first + "".join(other.capitalize() for other in others)
