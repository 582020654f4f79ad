"""Every route as every role: the outcome is what ``ALLOWED`` says, and nothing else."""

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from amcenter.accounts.permissions import ALLOWED, Action
from amcenter.centre import Centre
from amcenter.tables import Role
from api.access import PUBLIC, action_of, deny_by_default
from tests.api.conftest import Caller, only_on
from tests.api.world import Call, World, calls_of, nowhere, populate


def status(client: TestClient, call: Call, world: World, headers: dict[str, str]) -> int:
    options = call.options()
    options["headers"] |= headers
    answer = client.request(call.method, world.address(call.template), **options)
    assert answer.status_code < 500, (call.name, answer.text)
    return answer.status_code


@only_on("sqlite")
@pytest.mark.parametrize("role", [*Role, None])
def test_every_route_lets_in_whom_the_table_allows_and_nobody_else(
    app: FastAPI, client: TestClient, callers: dict[str, Caller], role: Role | None
) -> None:
    headers = callers[role.value].headers if role else {}
    world = nowhere()
    wrong = []
    for call in calls_of(app):
        action = action_of(call.route)
        found = status(client, call, world, headers)
        if action is None:
            right = found not in {401, 403} or call.name in {
                # an unknown person's password is wrong: that is an answer, not a closed door
                "POST /api/session",
            }
        elif role is None:
            right = found == 401
        elif role not in ALLOWED[action]:
            right = found == 403
        else:
            right = found not in {401, 403}
        if not right:
            wrong.append((call.name, found))

    assert wrong == []


def test_things_of_another_customer_do_not_exist_for_an_engineer(
    app: FastAPI,
    client: TestClient,
    engine: Engine,
    centre: Centre,
    callers: dict[str, Caller],
) -> None:
    world = populate(engine, centre, callers["engineer"].who)
    stranger = callers["stranger"].headers
    theirs = (
        *("request_id", "part_id", "file_id", "serial", "customer_id", "token_id"),
        "separation_id",
    )
    wrong = []
    for call in calls_of(app):
        action = action_of(call.route)
        if action is None or Role.ENGINEER not in ALLOWED[action]:
            continue
        if any(f"{{{name}}}" in call.template for name in theirs):
            found = status(client, call, world, stranger)
            if found != 404:
                wrong.append((call.name, found))

    assert wrong == []


def test_the_same_things_exist_for_their_own_engineer(
    app: FastAPI,
    client: TestClient,
    engine: Engine,
    centre: Centre,
    callers: dict[str, Caller],
) -> None:
    world = populate(engine, centre, callers["engineer"].who)
    for template in (
        "/api/requests/{request_id}",
        "/api/parts/{part_id}",
        "/api/files/{file_id}",
        "/api/pieces/{serial}",
        "/api/customers/{customer_id}",
    ):
        answer = client.get(world.address(template), headers=callers["engineer"].headers)
        assert answer.status_code == 200, (template, answer.text)


@pytest.mark.parametrize("noun", ["requests", "parts", "pieces", "events", "customers"])
def test_lists_show_an_engineer_the_own_customer_only(
    app: FastAPI,
    client: TestClient,
    engine: Engine,
    centre: Centre,
    callers: dict[str, Caller],
    noun: str,
) -> None:
    populate(engine, centre, callers["engineer"].who)
    client.post(
        "/api/requests",
        json={"title": "x", "need_by": "2026-06-30"},
        headers=callers["engineer"].headers,
    )

    def shown(name: str) -> int:
        answer = client.get(f"/api/{noun}", headers=callers[name].headers)
        return len(answer.json()["items"])

    assert shown("engineer") >= 1
    assert shown("stranger") == (1 if noun == "customers" else 0)


def test_an_operator_reaches_every_thing_that_exists(
    app: FastAPI,
    client: TestClient,
    engine: Engine,
    centre: Centre,
    callers: dict[str, Caller],
) -> None:
    world = populate(engine, centre, callers["engineer"].who)
    wrong = []
    for call in calls_of(app):
        if call.method == "GET" and Role.OPERATOR in ALLOWED.get(
            action_of(call.route) or Action.ACCOUNT_MANAGE, ()
        ):
            found = status(client, call, world, callers["operator"].headers)
            waits = call.template.startswith("/api/plans/{plan_id}/") or call.template.endswith(
                (".svg", ".csv")
            )
            decided = call.template.endswith(("/locks", "/edits"))
            expected = {409} if waits and not decided else {200}
            if found not in expected:
                wrong.append((call.name, found))

    assert wrong == []


def test_the_public_routes_are_these() -> None:
    assert {path for _, path in PUBLIC} == {
        "/assets/{name}",
        "/",
        "/api/session",
        "/api/invitations/accept",
        "/api/problems",
        "/api/problems/{code}",
        "/api/openapi.json",
        "/livez",
        "/readyz",
    }


def test_an_app_with_a_route_for_nobody_in_particular_does_not_start() -> None:
    router = APIRouter()
    router.add_api_route("/api/secret", lambda: "secret")
    app = FastAPI(openapi_url=None)
    app.include_router(router)

    with pytest.raises(AssertionError, match="who may use it"):
        deny_by_default(app)


def test_every_action_is_in_the_table() -> None:
    assert set(ALLOWED) == set(Action)
