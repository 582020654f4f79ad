"""Design rules and checks over HTTP."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from amcenter.centre import Centre
from tests.api.conftest import Caller
from tests.api.world import populate

RULE = {
    "number": "OWN-01",
    "process": "pbf_lb_m",
    "measure": "thin_wall",
    "severity": "error",
    "limit": 12.0,
}


def test_a_rule_is_added_changed_and_removed_by_an_operator(
    app: FastAPI, client: TestClient, callers: dict[str, Caller]
) -> None:
    headers = callers["operator"].headers

    made = client.post("/api/design-rules", json=RULE, headers=headers)
    address = f"/api/design-rules/{made.json()['id']}"
    stale = client.patch(address, json={"limit": 1.0}, headers=headers | {"If-Match": '"7"'})
    changed = client.patch(address, json={"limit": 1.0}, headers=headers | {"If-Match": '"1"'})
    listed = client.get("/api/design-rules", params={"measure": "thin_wall"}, headers=headers)
    removed = client.delete(address, headers=headers)

    assert (made.status_code, stale.status_code, changed.status_code) == (201, 412, 200)
    assert (changed.json()["limit"], changed.json()["unit"], changed.json()["bound"]) == (
        1.0,
        "mm",
        "least",
    )
    assert [one["number"] for one in listed.json()["items"]] == ["OWN-01"]
    assert removed.status_code == 204
    assert client.get(address, headers=headers).status_code == 404


def test_a_rule_about_nothing_known_is_refused_with_a_sentence(
    app: FastAPI, client: TestClient, callers: dict[str, Caller]
) -> None:
    answer = client.post(
        "/api/design-rules", json=RULE | {"measure": "beauty"}, headers=callers["admin"].headers
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "measure_unknown"
    assert "beauty" in answer.json()["detail"]


def test_an_engineer_sees_why_not_this_process(
    app: FastAPI,
    client: TestClient,
    engine: Engine,
    centre: Centre,
    callers: dict[str, Caller],
) -> None:
    # the part of that world is a box of 30 x 20 x 10 mm
    world = populate(engine, centre, callers["engineer"].who)
    client.post("/api/design-rules", json=RULE, headers=callers["operator"].headers)

    answer = client.get(
        world.address("/api/parts/{part_id}/checks"),
        params={"faces": True},
        headers=callers["engineer"].headers,
    )

    (check,) = answer.json()["processes"]
    assert (check["process"], check["material"], check["machines"]) == (
        "pbf_lb_m",
        "ti64",
        ["m1"],
    )
    (found,) = check["findings"]
    assert (found["rule"], found["value"], found["limit"], found["unit"]) == (
        "OWN-01",
        10.0,
        12.0,
        "mm",
    )
    assert found["text"]["en"].startswith("Walls are 10.0 mm thick")
    assert found["cure"].keys() == {"en", "ru"}
    assert found["place"]["low_mm"] == pytest.approx([0, 0, 0], abs=0.1)
    assert found["faces"] is not None
