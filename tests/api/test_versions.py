"""Changes name the version they are based on; creating calls may be repeated."""

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Caller


@pytest.fixture
def customer(client: TestClient, admin: dict[str, str]) -> str:
    answer = client.post("/api/customers", json={"name": "new"}, headers=admin)
    return f"/api/customers/{answer.json()['id']}"


def rename(client: TestClient, address: str, headers: dict[str, str], name: str) -> int:
    return client.patch(address, json={"name": name}, headers=headers).status_code


def test_a_row_tells_its_version(client: TestClient, customer: str, admin: dict[str, str]) -> None:
    assert client.get(customer, headers=admin).headers["etag"] == '"1"'


def test_a_change_counts_the_version_up(
    client: TestClient, customer: str, admin: dict[str, str]
) -> None:
    answer = client.patch(customer, json={"name": "b"}, headers=admin | {"If-Match": '"1"'})

    assert answer.headers["etag"] == '"2"'
    assert answer.json()["version"] == 2


def test_a_change_without_a_version_is_refused(
    client: TestClient, customer: str, admin: dict[str, str]
) -> None:
    assert rename(client, customer, admin, "b") == 428


def test_a_change_of_an_older_version_is_refused(
    client: TestClient, customer: str, admin: dict[str, str]
) -> None:
    headers = admin | {"If-Match": '"1"'}

    assert rename(client, customer, headers, "b") == 200
    assert rename(client, customer, headers, "c") == 412
    assert client.get(customer, headers=admin).json()["name"] == "b"


@pytest.mark.parametrize("version", ["", "*", '"a"', '"-1"', '"99999999999"', '"²"', 'W/"1"'])
def test_a_version_that_is_none_is_refused(
    client: TestClient, customer: str, admin: dict[str, str], version: str
) -> None:
    headers = {**admin, "If-Match": version.encode()}

    assert client.patch(customer, json={}, headers=headers).status_code == 422  # type: ignore[arg-type]


def test_what_may_not_be_empty_cannot_be_emptied(
    client: TestClient, customer: str, admin: dict[str, str]
) -> None:
    headers = admin | {"If-Match": '"1"'}

    assert client.patch(customer, json={"name": None}, headers=headers).status_code == 422


def test_a_repeated_call_creates_one_thing(client: TestClient, admin: dict[str, str]) -> None:
    headers = admin | {"Idempotency-Key": "once"}
    first, second = (
        client.post("/api/customers", json={"name": "new"}, headers=headers) for _ in range(2)
    )

    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()


def test_another_call_needs_another_key(client: TestClient, admin: dict[str, str]) -> None:
    headers = admin | {"Idempotency-Key": "once"}
    client.post("/api/customers", json={"name": "new"}, headers=headers)

    answer = client.post("/api/customers", json={"name": "newer"}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_used")


def test_a_key_belongs_to_its_person(client: TestClient, callers: dict[str, Caller]) -> None:
    body = {"title": "x", "need_by": "2026-06-30"}
    ids = {
        client.post(
            "/api/requests",
            json=body,
            headers=callers[name].headers | {"Idempotency-Key": "once"},
        ).json()["id"]
        for name in ("engineer", "stranger")
    }

    assert len(ids) == 2


def test_without_a_key_every_call_creates(client: TestClient, engineer: dict[str, str]) -> None:
    body = {"title": "x", "need_by": "2026-06-30"}
    ids = {client.post("/api/requests", json=body, headers=engineer).json()["id"] for _ in range(2)}

    assert len(ids) == 2


def test_a_list_is_walked_page_by_page(client: TestClient, admin: dict[str, str]) -> None:
    for name in "dbca":
        client.post("/api/customers", json={"name": f"New {name}"}, headers=admin)
    names: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        query = {"sort": "-name", "limit": "2", **cursor}
        page = client.get("/api/customers", params=query, headers=admin).json()
        names += [row["name"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    # two customers belong to the centre of every test
    assert names == ["New d", "New c", "New b", "New a", "Bureau 2", "Bureau 1"]


def test_a_list_is_narrowed(client: TestClient, admin: dict[str, str]) -> None:
    answer = client.get("/api/users", params={"role": "engineer"}, headers=admin)

    emails = [row["email"] for row in answer.json()["items"]]
    assert emails == ["engineer@example.org", "stranger@example.org"]
