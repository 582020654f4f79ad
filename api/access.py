"""Deny by default: at start every route must name one action, or be on the list of public ones."""

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from amcenter.accounts.permissions import Action
from api.dependencies import Allowed

PUBLIC = frozenset(
    {
        ("POST", "/api/session"),
        ("POST", "/api/invitations/accept"),
        ("GET", "/api/problems"),
        ("GET", "/api/problems/{code}"),
        ("GET", "/api/openapi.json"),
        ("GET", "/livez"),
        ("GET", "/readyz"),
        ("GET", "/"),
        ("GET", "/assets/{name}"),
    }
)
"""Routes for people who are not signed in."""


def routes_of(app: FastAPI) -> list[RouteContext]:
    """Return every route of the API with its full path."""
    return list(iter_route_contexts(app.routes))


def action_of(route: RouteContext) -> Action | None:
    """Return what one must be allowed to do to use a route; None: public."""
    actions = set(_actions(route.dependant))
    assert len(actions) <= 1, f"{route.path} names several actions: {actions}"
    return next(iter(actions), None)


def _actions(dependant: Dependant) -> Iterator[Action]:
    for part in dependant.dependencies:
        if isinstance(part.call, Allowed):
            yield part.call.action
        yield from _actions(part)


def deny_by_default(app: FastAPI) -> None:
    """Refuse to start with a route that neither names an action nor is public on purpose."""
    for route in routes_of(app):
        assert isinstance(route.original_route, APIRoute), f"{route.path} is no route of the API"
        for method in route.methods or ():
            public = (method, route.path) in PUBLIC
            assert public == (action_of(route) is None), f"{method} {route.path}: who may use it?"
