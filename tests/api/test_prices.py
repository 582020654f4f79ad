"""Prices, assumptions and post-processing steps: who may see and change them, and how."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Caller

Headers = dict[str, str]

STEP = {
    "key": "tumbling",
    "name": "Tumbling",
    "name_ru": "Виброобработка",
    "process": "mjf",
    "position": 60,
    "basis": "piece",
    "work_h": 0.02,
}
ASSUMPTION = {
    "process": "mjf",
    "applies_to": "*",
    "typical_fill": 0.5,
    "failure_share": 0.1,
    "powder_returns": True,
}


def added(client: TestClient, address: str, headers: Headers, body: dict[str, Any]) -> Any:
    answer = client.post(address, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_the_pricing_is_changed_on_the_version_that_was_read(
    client: TestClient, operator: Headers
) -> None:
    known = client.get("/api/pricing", headers=operator)
    headers = operator | {"If-Match": known.headers["etag"]}

    first = client.patch("/api/pricing", json={"labour_per_h": 1800.0}, headers=headers)
    second = client.patch("/api/pricing", json={"labour_per_h": 1900.0}, headers=headers)

    assert (first.status_code, second.status_code) == (200, 412)
    assert client.get("/api/pricing", headers=operator).json()["labour_per_h"] == 1800


def test_a_change_of_prices_is_remembered(
    client: TestClient, operator: Headers, admin: Headers
) -> None:
    client.patch("/api/pricing", json={"currency": "EUR"}, headers=operator | {"If-Match": '"1"'})

    (event,) = client.get("/api/events?kind=pricing.changed", headers=admin).json()["items"]

    assert event["data"] == {"currency": {"from": "RUB", "to": "EUR"}}


@pytest.mark.parametrize("address", ["/api/pricing", "/api/assumptions", "/api/post-steps"])
@pytest.mark.parametrize("role", ["engineer", "floor"])
def test_prices_are_the_matter_of_those_who_plan(
    client: TestClient, callers: dict[str, Caller], role: str, address: str
) -> None:
    assert client.get(address, headers=callers[role].headers).status_code == 403


def test_a_step_is_added_changed_and_taken_away(client: TestClient, operator: Headers) -> None:
    row = added(client, "/api/post-steps", operator, STEP)
    address = f"/api/post-steps/{row['id']}"

    changed = client.patch(address, json={"cost": 7.5}, headers=operator | {"If-Match": '"1"'})
    gone = client.delete(address, headers=operator)

    assert (row["basis"], row["wait_h"], row["verified"]) == ("piece", 0, False)
    assert (changed.json()["cost"], changed.json()["version"]) == (7.5, 2)
    assert gone.status_code == 204
    assert client.get(address, headers=operator).status_code == 404


def test_an_assumption_is_added_changed_and_taken_away(
    client: TestClient, operator: Headers
) -> None:
    listed = client.get("/api/assumptions?process=mjf", headers=operator).json()["items"]
    general = next(row for row in listed if row["applies_to"] == "*")
    address = f"/api/assumptions/{general['id']}"

    again = client.post("/api/assumptions", json=ASSUMPTION, headers=operator)
    gone = client.delete(address, headers=operator)
    row = added(client, "/api/assumptions", operator, ASSUMPTION)
    changed = client.patch(
        f"/api/assumptions/{row['id']}",
        json={"typical_fill": 0.6},
        headers=operator | {"If-Match": '"1"'},
    )

    assert again.status_code == 409
    assert again.json()["code"] == "already_there"
    assert gone.status_code == 204
    assert changed.json()["typical_fill"] == 0.6


def test_lists_are_narrowed_by_process(client: TestClient, operator: Headers) -> None:
    listed = client.get("/api/post-steps?process=vpp&sort=position", headers=operator).json()

    assert [row["key"] for row in listed["items"]] == ["washing", "curing", "support_removal"]


@pytest.mark.parametrize(
    ("address", "body", "code"),
    [
        ("post-steps", STEP | {"process": "magic"}, "unknown_process"),
        ("post-steps", STEP | {"applies_to": "unobtainium"}, "applies_to_unknown"),
        ("post-steps", STEP | {"key": "Tumbling!"}, "input_not_valid"),
        ("post-steps", STEP | {"verified": True}, "verified_without_source"),
        ("post-steps", STEP | {"quality_class": "Q"}, "input_not_valid"),
        ("assumptions", ASSUMPTION | {"applies_to": "family:air"}, "applies_to_unknown"),
        ("assumptions", ASSUMPTION | {"typical_fill": 0}, "must_be_share"),
        ("assumptions", ASSUMPTION | {"failure_share": 0.95}, "failures_too_many"),
        ("assumptions", ASSUMPTION | {"process": "magic"}, "unknown_process"),
    ],
)
def test_what_cannot_be_is_refused(
    client: TestClient, operator: Headers, address: str, body: dict[str, Any], code: str
) -> None:
    answer = client.post(f"/api/{address}", json=body, headers=operator)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("currency", ["rub", "RUBL", "РУБ", "12E"])
def test_a_currency_is_three_capital_letters(
    client: TestClient, operator: Headers, currency: str
) -> None:
    headers = operator | {"If-Match": '"1"'}

    answer = client.patch("/api/pricing", json={"currency": currency}, headers=headers)

    assert answer.status_code == 422
