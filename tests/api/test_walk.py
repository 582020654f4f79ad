"""From an uploaded part to the file of a released build, with everything there is to look at."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from amcenter import db
from amcenter.centre import Centre
from amcenter.intake.limits import Limits
from amcenter.planning.body import Planning
from amcenter.requests.work import part_work
from amcenter.tables import TaskKind
from amcenter.work.inline import drain
from tests.amcenter.people import settle_floor
from tests.amcenter.shapes import box, stl
from tests.api.conftest import Caller, only_on

BOX = stl(box(30, 20, 10))


class Walk:
    """People at work with one centre."""

    def __init__(self, client: TestClient, centre: Centre, callers: dict[str, Caller]) -> None:
        self.client = client
        self.centre = centre
        self.callers = callers

    def call(self, who: str, method: str, address: str, **options: Any) -> Any:
        headers = self.callers[who].headers | options.pop("headers", {})
        answer = self.client.request(method, f"/api{address}", headers=headers, **options)
        assert answer.is_success, (address, answer.text)
        return answer

    def do(self, who: str, address: str, **options: Any) -> dict[str, Any]:
        done: dict[str, Any] = self.call(who, "POST", address, **options).json()
        return done

    def see(self, who: str, address: str) -> dict[str, Any]:
        seen: dict[str, Any] = self.call(who, "GET", address).json()
        return seen

    def work(self) -> None:
        """Do all background work."""
        files, zone = self.centre.files, ZoneInfo("Asia/Omsk")
        planning = Planning(files, zone, memory_mb=4096)
        bodies = part_work(files, Limits(), self.centre.queue)
        drain(self.centre.engine, {**bodies, TaskKind.PLAN: planning})


@pytest.fixture
def walk(client: TestClient, centre: Centre, engine: Engine, callers: dict[str, Caller]) -> Walk:
    with db.transaction(engine) as session:
        settle_floor(session)
    return Walk(client, centre, callers)


def accepted_request(walk: Walk) -> dict[str, Any]:
    (material,) = walk.see("engineer", "/materials")["items"]
    request = walk.do("engineer", "/requests", json={"title": "Box", "need_by": "2027-03-31"})
    address = f"/requests/{request['id']}"
    query = {"name": "короб.stl", "unit": "mm", "quantity": 2, "material_id": material["id"]}
    raw = {"Content-Type": "application/octet-stream"}
    walk.do("engineer", f"{address}/parts", content=BOX, params=query, headers=raw)
    walk.work()
    walk.do("engineer", f"{address}/submit")
    walk.do("operator", f"{address}/review")
    return walk.do("operator", f"{address}/accept")


def published_plan(walk: Walk) -> dict[str, Any]:
    plan = walk.do("operator", "/plans", json={"seconds": 20, "seed": 1})
    walk.work()
    found = walk.see("operator", f"/plans/{plan['id']}")
    assert found["status"] == "proposed", found["reasons"]
    walk.do("operator", f"/plans/{plan['id']}/approve")
    return walk.do("operator", f"/plans/{plan['id']}/publish")


@only_on("sqlite")
def test_a_part_becomes_a_build(walk: Walk) -> None:
    request = accepted_request(walk)
    plan = published_plan(walk)
    assert (plan["status"], plan["piece_count"]) == ("published", 2)
    promised = walk.see("engineer", f"/requests/{request['id']}")["promised_at"]
    assert promised is not None

    look_at_plan(walk, plan)
    (build,) = walk.see("floor", "/builds")["items"]
    look_at_build(walk, build)

    for who, move in (
        ("operator", "release"),
        ("floor", "start"),
        ("floor", "finish"),
        ("floor", "unload"),
        ("floor", "complete"),
    ):
        build = walk.do(who, f"/builds/{build['id']}/{move}")
    assert build["status"] == "completed"
    pieces = walk.see("engineer", f"/pieces?request_id={request['id']}")["items"]
    assert [piece["status"] for piece in pieces] == ["built", "built"]
    assert walk.see("engineer", f"/requests/{request['id']}")["status"] == "ready"


def look_at_plan(walk: Walk, plan: dict[str, Any]) -> None:
    address = f"/plans/{plan['id']}"
    schedule = walk.see("operator", f"{address}/schedule")
    assert len(schedule["builds"][0]["pieces"]) == 2

    page = walk.call("operator", "GET", f"{address}/page", headers={"Accept-Language": "ru"})
    assert "короб.stl" in page.text
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert walk.call("operator", "GET", f"{address}/gantt.svg").text.startswith("<svg")
    for table in ("schedule.csv", "parts.csv"):
        content = walk.call("operator", "GET", f"{address}/{table}").content
        assert content.startswith(b"\xef\xbb\xbf")  # a spreadsheet takes it for UTF-8

    for name in ("problem.json", "result.json"):
        packed = walk.call("operator", "GET", f"{address}/{name}")
        plain = walk.call(
            "operator", "GET", f"{address}/{name}", headers={"Accept-Encoding": "identity"}
        )
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.json() == json.loads(plain.content)
        assert "immutable" in plain.headers["cache-control"]
        etag = {"If-None-Match": plain.headers["etag"]}
        headers = walk.callers["operator"].headers | etag
        assert walk.client.get(f"/api{address}/{name}", headers=headers).status_code == 304


def look_at_build(walk: Walk, build: dict[str, Any]) -> None:
    address = f"/builds/{build['id']}"
    assert walk.call("floor", "GET", f"{address}/plate.svg").text.startswith("<svg")
    assert "P-" in walk.call("floor", "GET", f"{address}/pieces.csv").text
    content = walk.call("floor", "GET", f"{address}/build.3mf").content
    with ZipFile(BytesIO(content)) as package:
        model = package.read("3D/3dmodel.model").decode()
    # a box has 12 triangles and is described once, its two pieces are placed
    assert model.count("<triangle ") == 12
    assert model.count("<item ") == 2


def test_a_draft_keeps_locks_and_a_fork_inherits_them(walk: Walk) -> None:
    accepted_request(walk)
    serials = [piece["serial"] for piece in walk.see("operator", "/pieces")["items"]]
    draft = walk.do("operator", "/plans/drafts", json={"seconds": 1})
    address = f"/plans/{draft['id']}"
    walk.do("operator", f"{address}/locks", json={"pieces": serials, "closed": True})
    fork = walk.do("operator", f"{address}/fork", json={"seconds": 1})
    (lock,) = walk.see("operator", f"/plans/{fork['id']}/locks")["items"]

    assert draft["status"] == "draft"
    assert (fork["status"], fork["parent_id"]) == ("draft", draft["id"])
    assert lock["pieces"] == serials
    walk.call("operator", "DELETE", f"/plans/{fork['id']}/locks/{lock['id']}")
    assert walk.see("operator", f"/plans/{fork['id']}/locks")["items"] == []
    assert walk.do("operator", f"{address}/run")["status"] == "queued"
    assert walk.do("operator", f"{address}/cancel")["status"] == "cancelled"
