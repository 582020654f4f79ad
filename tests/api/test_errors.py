"""Whatever goes wrong has one shape, in the language of the caller, and never a secret in it."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from amcenter import errors
from amcenter.messages import catalogue
from api.errors import STATUS
from api.schemas.problem import Problem
from tests.api.conftest import BASE_URL, Caller, only_on
from tests.api.world import calls_of, nowhere


def problem(answer: Response, status: int) -> Problem:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found = Problem.model_validate_json(answer.text)
    assert found.status == status
    assert found.type == f"/api/problems/{found.code}"
    assert str(found.request_id) == answer.headers["x-request-id"]
    return found


def raising(app: FastAPI, error: Exception) -> TestClient:
    """Return a client of an app whose first route raises."""

    def fail() -> None:
        raise error

    app.add_api_route("/fail", fail)
    return TestClient(app, base_url=BASE_URL, raise_server_exceptions=False)


@only_on("sqlite")
def test_every_route_says_no_in_the_same_shape(app: FastAPI, client: TestClient) -> None:
    world = nowhere()
    for call in calls_of(app):
        address = world.address(call.template)
        answer = client.request(call.method, address, **call.options())
        if answer.status_code >= 400:
            problem(answer, answer.status_code)
        problem(client.request("TRACE", address), 405)


@only_on("sqlite")
def test_every_route_with_a_body_refuses_nonsense_in_the_same_shape(
    app: FastAPI, client: TestClient, callers: dict[str, Caller]
) -> None:
    world = nowhere()
    admin = callers["admin"].headers | {"If-Match": '"1"'}
    for call in calls_of(app):
        if call.body is not None:
            address = world.address(call.template)
            body: dict[str, Any] = {"no such field": 1}
            answer = client.request(call.method, address, json=body, headers=admin)
            assert problem(answer, 422).errors[-1].pointer.startswith("/body/")
            sent = {"content": b"{", "headers": admin | {"Content-Type": "application/json"}}
            problem(client.request(call.method, address, **sent), 422)


def test_a_refusal_is_told_with_its_facts(own_app: FastAPI) -> None:
    client = raising(own_app, errors.Conflict("not_found", what="plan", key="P-1"))

    found = problem(client.get("/fail"), 409)

    assert found.detail == "There is no plan P-1."
    assert found.params == {"what": "plan", "key": "P-1"}


def test_every_kind_of_refusal_has_its_status() -> None:
    assert set(STATUS) == set(errors.Refusal.__subclasses__())


def test_a_special_refusal_has_the_status_of_its_kind(own_app: FastAPI) -> None:
    client = raising(own_app, errors.UnreadableFile("not_found", what="plan", key="P-1"))

    problem(client.get("/fail"), 422)


def test_an_address_that_leads_nowhere(client: TestClient) -> None:
    assert problem(client.get("/api/nothing"), 404).code == "address_unknown"


def test_a_method_that_an_address_has_not(client: TestClient) -> None:
    answer = client.put("/api/customers")

    assert problem(answer, 405).code == "method_not_allowed"
    assert answer.headers["allow"] == "GET, POST"


def test_our_bug_tells_its_number_and_nothing_else(
    own_app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    client = raising(own_app, ZeroDivisionError("the secret is 42"))

    found = problem(client.get("/fail"), 500)

    assert "42" not in found.model_dump_json()
    assert str(found.request_id) in found.detail
    assert str(found.request_id) in caplog.text


def test_a_database_that_is_away_is_no_bug(own_app: FastAPI) -> None:
    client = raising(own_app, OperationalError("SELECT", {}, Exception("gone")))

    answer = client.get("/fail")

    assert problem(answer, 503).code == "database_away"
    assert answer.headers["retry-after"] == "5"


def test_an_impossible_value_is_our_bug_not_a_clash(own_app: FastAPI) -> None:
    client = raising(own_app, IntegrityError("INSERT", {}, Exception("NOT NULL")))

    problem(client.get("/fail"), 500)


@pytest.mark.parametrize(
    ("header", "russian"),
    [
        ("ru", True),
        ("ru-RU,ru;q=0.9,en;q=0.8", True),
        ("en;q=0.4, ru;q=0.5", True),
        ("en, ru", False),
        ("de", False),
        ("ru;q=nonsense", False),
        ("", False),
    ],
)
def test_the_sentence_is_in_the_language_asked_for(
    client: TestClient, header: str, russian: bool
) -> None:
    answer = client.get("/api/nothing", headers={"Accept-Language": header})

    assert problem(answer, 404).detail == (
        "По адресу /api/nothing ничего нет." if russian else "There is nothing at /api/nothing."
    )


def test_without_a_wish_the_sentence_is_in_the_persons_language(
    client: TestClient, admin: dict[str, str]
) -> None:
    client.patch("/api/me", json={"language": "ru"}, headers=admin)
    headers = admin | {"Accept-Language": "*"}

    answer = client.get(f"/api/users/{nowhere().ids['user_id']}", headers=headers)

    assert problem(answer, 404).detail.startswith("Не найдено")


def test_a_field_problem_names_the_field_and_the_limit(
    client: TestClient, admin: dict[str, str]
) -> None:
    answer = client.post("/api/customers", json={"name": "x" * 201}, headers=admin)

    (field,) = problem(answer, 422).errors
    assert field.pointer == "/body/name"
    assert (field.code, field.params) == ("field_too_long", {"field": "name", "limit": 200})
    assert field.detail == "name is longer than 200."


def test_a_rejected_password_is_not_repeated_to_its_sender(client: TestClient) -> None:
    body = {"email": "no address", "password": "the secret password"}

    answer = client.post("/api/session", json=body)

    problem(answer, 422)
    assert "the secret password" not in answer.text


@pytest.mark.parametrize(
    "content",
    [
        b'{"name": "a\\u0000b"}',  # PostgreSQL stores no NUL
        b'{"name": "\\ud800"}',  # half a character
        b'{"name": "\xff"}',  # no UTF-8
        b'{"\\u0000": 1}',
        b'{"\\ud800": 1}',
        b'{"name": "a", "segregated": NaN}',
        b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"name": 1' + b"0" * 5000 + b"}",
        b"[]",
        b"null",
        b"",
    ],
)
def test_a_hostile_body_is_refused(
    client: TestClient, admin: dict[str, str], content: bytes
) -> None:
    headers = admin | {"Content-Type": "application/json"}

    answer = client.post("/api/customers", content=content, headers=headers)

    assert problem(answer, answer.status_code).status in {400, 422}


@pytest.mark.parametrize(
    "address",
    [
        "/api/customers?cursor=%00",
        "/api/problems/a%00b",
        "/api/customers?limit=99999999999999999999",
        "/api/customers?limit=201",
        "/api/customers?limit=0",
        "/api/customers?sort=segregated",
        "/api/customers?nothing=1",
        "/api/customers?cursor=%FF%FE",
        "/api/customers/not-an-id",
        "/api/events?subject_id=%D0%B0",
    ],
)
def test_a_hostile_address_is_refused(
    client: TestClient, admin: dict[str, str], address: str
) -> None:
    problem(client.get(address, headers=admin), 422)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-06-20T12:00:00",  # in which zone?
        "0001-01-01T00:00:00+14:00",  # before the first day in UTC
        "9999-12-31T23:59:59-14:00",
        "2026-02-30T00:00:00Z",
        1e300,
        "",
    ],
)
def test_a_moment_that_is_none_is_refused(
    client: TestClient, admin: dict[str, str], moment: object
) -> None:
    body = {
        "machine_id": nowhere().ids["machine_id"],
        "start_at": moment,
        "end_at": "2026-06-21T12:00:00Z",
        "reason": "x",
    }

    problem(client.post("/api/maintenance", json=body, headers=admin), 422)


def test_a_body_above_a_mebibyte_is_refused(client: TestClient, admin: dict[str, str]) -> None:
    answer = client.post("/api/customers", json={"name": "x" * (1 << 20)}, headers=admin)

    assert problem(answer, 413).params == {"limit_bytes": 1 << 20}


def test_a_body_is_counted_when_its_length_is_not_announced(
    client: TestClient, admin: dict[str, str]
) -> None:
    headers = admin | {"Content-Type": "application/json"}
    chunks = (b" " * (1 << 16) for _ in range(17))

    answer = client.post("/api/customers", content=chunks, headers=headers)

    problem(answer, 413)


def test_two_changes_that_contradict_each_other(
    client: TestClient, admin: dict[str, str], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: both have looked for the name before either has stored it
    monkeypatch.setattr("amcenter.accounts.customers._require_free", lambda *_: None)
    client.post("/api/customers", json={"name": "same"}, headers=admin)

    answer = client.post("/api/customers", json={"name": "same"}, headers=admin)

    assert problem(answer, 409).code == "changed_meanwhile"


def test_every_code_has_its_page(client: TestClient) -> None:
    listed = client.get("/api/problems").json()["items"]

    assert {entry["code"] for entry in listed} == set(catalogue("en")) == set(catalogue("ru"))
    assert client.get("/api/problems/not_found").json()["ru"] == "Не найдено: {what} {key}."


def test_every_answer_has_safe_headers(own_app: FastAPI, client: TestClient) -> None:
    broken = raising(own_app, ZeroDivisionError())
    for answer in (client.get("/livez"), client.get("/api/me"), broken.get("/fail")):
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
