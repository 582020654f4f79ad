"""Estimates over HTTP: shown term by term, exact in decimals, costs for whom the centre says."""

import json
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from amcenter.centre import Centre
from tests.api.conftest import Caller
from tests.api.world import World, populate

Headers = dict[str, str]


@pytest.fixture
def world(engine: Engine, centre: Centre, callers: dict[str, Caller]) -> World:
    return populate(engine, centre, callers["engineer"].who)


def get(client: TestClient, address: str, headers: Headers, **asked: str | int) -> Any:
    answer = client.get(address, headers=headers, params=asked)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=Decimal, parse_int=Decimal)


def change(client: TestClient, address: str, headers: Headers, **fields: object) -> None:
    version = client.get(address, headers=headers).headers["etag"]
    answer = client.patch(address, json=fields, headers=headers | {"If-Match": version})
    assert answer.status_code == 200, answer.text


@pytest.fixture
def priced(client: TestClient, world: World, operator: Headers) -> World:
    change(client, world.address("/api/materials/{material_id}"), operator, price_per_kg=35_000)
    change(client, world.address("/api/machines/{machine_id}"), operator, cost_per_h=5_000)
    return world


def test_the_terms_of_an_estimate_add_up_to_the_last_digit(
    client: TestClient, priced: World, engineer: Headers
) -> None:
    address = priced.address("/api/parts/{part_id}/estimates")

    found = get(client, address, engineer, quantity=7)

    assert (found["quantity"], found["currency"], found["refusals"]) == (7, "RUB", [])
    (one,) = found["estimates"]
    for breakdown in (one["own"], one["shared"]):
        for name in ("machine", "work", "wait", "material", "powder", "cost"):
            sums = breakdown[name]
            assert sums["total"] == sum(term["value"] for term in sums["terms"])
            assert {term["unit"] for term in sums["terms"]} <= {sums["unit"]}
        assert breakdown["cost"]["total"] > 0


def test_a_term_is_told_with_formula_inputs_and_sources(
    client: TestClient, priced: World, engineer: Headers
) -> None:
    address = priced.address("/api/parts/{part_id}/estimates")

    (one,) = get(client, address, engineer)["estimates"]

    terms = {term["code"]: term for term in one["own"]["cost"]["terms"]}
    machine = terms["machine"]
    assert machine["label"] == {"en": "Machine", "ru": "Установка"}
    assert machine["formula"] == "machine_s / 3600 · cost_per_h"
    assert machine["inputs"][1] == {
        "name": "cost_per_h",
        "label": {"en": "An hour of the machine", "ru": "Час установки"},
        "value": 5000,
        "unit": "RUB/h",
    }
    assert machine["sources"] == [
        {"kind": "machine", "key": "m1", "url": None, "verified": False, "note": ""}
    ]
    assert terms["step:stress_relief"]["label"]["ru"].startswith("Отжиг")


def test_engineers_see_no_costs_if_the_centre_hides_them(
    client: TestClient, priced: World, engineer: Headers, operator: Headers
) -> None:
    address = priced.address("/api/parts/{part_id}/estimates")
    change(client, "/api/pricing", operator, costs_for_engineers=False)

    hidden = client.get(address, headers=engineer).text
    shown = get(client, address, operator)

    assert "RUB" not in hidden
    assert "cost_per_h" not in hidden
    assert shown["currency"] == "RUB"


@pytest.mark.parametrize(
    ("noun", "field", "price", "untold"),
    [("materials", "price_per_kg", 35_000, None), ("machines", "cost_per_h", 5_000, 0)],
)
def test_where_costs_are_hidden_prices_are_too(
    client: TestClient,
    priced: World,
    engineer: Headers,
    operator: Headers,
    noun: str,
    field: str,
    price: int,
    untold: int | None,
) -> None:
    one = priced.address(f"/api/{noun}/{{{noun[:-1]}_id}}")

    def told(headers: Headers) -> set[int | None]:
        (listed,) = get(client, f"/api/{noun}", headers)["items"]
        return {get(client, one, headers)[field], listed[field]}

    assert told(engineer) == {price}
    change(client, "/api/pricing", operator, costs_for_engineers=False)
    assert (told(engineer), told(operator)) == ({untold}, {price})


def test_a_whole_request_is_estimated(
    client: TestClient, priced: World, engineer: Headers, operator: Headers
) -> None:
    part = priced.address("/api/parts/{part_id}")
    request = priced.address("/api/requests/{request_id}/estimates")

    before = get(client, request, engineer)
    change(client, part, engineer, material_id=priced.ids["material_id"])
    after = get(client, request, engineer)

    assert (before["complete"], before["total"]) == (False, None)
    assert before["parts"][0]["reasons"][0]["text"]["en"].startswith("Choose a material")
    assert after["complete"]
    assert after["total"]["cost"]["low"] <= after["total"]["cost"]["high"]


@pytest.mark.parametrize(
    "asked", [{"quantity": 0}, {"quantity": 10_001}, {"orientation": "no such"}, {"x": 1}]
)
def test_what_cannot_be_asked_is_refused(
    client: TestClient, world: World, engineer: Headers, asked: dict[str, str | int]
) -> None:
    address = world.address("/api/parts/{part_id}/estimates")

    assert client.get(address, params=asked, headers=engineer).status_code == 422
