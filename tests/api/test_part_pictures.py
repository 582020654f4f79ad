"""Pictures and the whole analysis of a part over HTTP."""

import gzip
import json
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from amcenter import db
from amcenter.centre import Centre
from amcenter.intake.limits import Limits
from amcenter.requests.work import part_work
from amcenter.tables import PartRow
from amcenter.work.inline import drain
from tests.amcenter.intake.meshes import SAMPLES
from tests.amcenter.shapes import box, stl
from tests.api.conftest import Caller
from tests.api.world import World, populate

RAW = {"Content-Type": "application/octet-stream"}
PICTURES = ("thumbnail.png", "preview.glb", "plate-preview.glb")


@pytest.fixture
def world(engine: Engine, centre: Centre, callers: dict[str, Caller]) -> World:
    return populate(engine, centre, callers["engineer"].who)


def part_of(
    client: TestClient, centre: Centre, world: World, who: dict[str, str], content: bytes
) -> dict[str, Any]:
    """Add a part, have it analysed and return it."""
    sent = client.post(
        world.address("/api/requests/{request_id}/parts"),
        content=content,
        params={"name": "part.stl", "unit": "mm"},
        headers=who | RAW,
    )
    drain(centre.engine, part_work(centre.files, Limits(), centre.queue))
    found: dict[str, Any] = client.get(f"/api/parts/{sent.json()['id']}", headers=who).json()
    return found


def test_a_part_is_shown(
    client: TestClient, centre: Centre, world: World, engineer: dict[str, str]
) -> None:
    part = part_of(client, centre, world, engineer, stl(box(30, 20, 10)))
    address = f"/api/parts/{part['id']}"
    kinds = {"thumbnail.png": "image/png"}

    for name in PICTURES:
        answer = client.get(f"{address}/{name}", headers=engineer)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == kinds.get(name, "model/gltf-binary")
        assert answer.headers["cache-control"] == "private, no-cache"
        known = engineer | {"If-None-Match": answer.headers["etag"]}
        assert client.get(f"{address}/{name}", headers=known).status_code == 304


def test_an_address_with_the_hash_may_be_kept_for_ever(
    client: TestClient, centre: Centre, world: World, engineer: dict[str, str]
) -> None:
    part = part_of(client, centre, world, engineer, stl(box(30, 20, 10)))
    address = f"/api/parts/{part['id']}/thumbnail.png"
    sha256 = part["thumbnail_sha256"]

    named = client.get(address, params={"sha256": sha256}, headers=engineer)
    outdated = client.get(address, params={"sha256": "0" * 64}, headers=engineer)

    assert named.headers["etag"] == f'"sha256-{sha256}"'
    assert named.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert outdated.headers["cache-control"] == "private, no-cache"
    assert outdated.content == named.content


def test_meshes_and_the_analysis_are_compressed_for_those_who_can_unpack_them(
    client: TestClient, centre: Centre, world: World, engineer: dict[str, str]
) -> None:
    part = part_of(
        client, centre, world, engineer, (SAMPLES / "cable_gland_plate.stl").read_bytes()
    )
    for name in ("preview.glb", "analysis"):
        address = f"/api/parts/{part['id']}/{name}"
        plain = client.get(address, headers=engineer | {"Accept-Encoding": "identity"})
        with client.stream(
            "GET", address, headers=engineer | {"Accept-Encoding": "gzip"}
        ) as packed:
            sent = b"".join(packed.iter_raw())

        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(sent) == plain.content
        assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
        assert len(sent) < 0.7 * len(plain.content)


def test_the_analysis_has_the_outlines_that_the_summary_leaves_out(
    client: TestClient, centre: Centre, world: World, engineer: dict[str, str]
) -> None:
    part = part_of(client, centre, world, engineer, stl(box(30, 20, 10)))

    answer = client.get(f"/api/parts/{part['id']}/analysis", headers=engineer)

    found = json.loads(answer.content)
    assert found["analysis"]["volume_mm3"] == pytest.approx(6000)
    assert found["orientations"][0]["outline"]
    assert answer.headers["etag"] == f'"sha256-{part["document_sha256"]}"'


def test_an_unreadable_part_has_no_picture_but_its_file_can_be_had_and_the_part_removed(
    client: TestClient, centre: Centre, world: World, engineer: dict[str, str]
) -> None:
    content = b"%PDF-1.7 is no mesh"
    part = part_of(client, centre, world, engineer, content)
    assert part["status"] == "unreadable"
    address = f"/api/parts/{part['id']}"

    for name in (*PICTURES, "analysis"):
        answer = client.get(f"{address}/{name}", headers=engineer)
        assert (answer.status_code, answer.json()["code"]) == (404, "analysis_missing")
    assert client.get(f"/api/files/{part['file_id']}", headers=engineer).content == content
    tagged = engineer | {"If-Match": f'"{part["version"]}"'}
    assert client.delete(address, headers=tagged).status_code == 204
    assert client.get(address, headers=engineer).status_code == 404


def test_a_part_that_could_not_be_drawn_says_so(
    client: TestClient, engine: Engine, world: World, engineer: dict[str, str]
) -> None:
    with db.transaction(engine) as session:
        part = session.get_one(PartRow, UUID(world.ids["part_id"]))
        part.preview_sha256 = None
        session.add(part)

    answer = client.get(world.address("/api/parts/{part_id}/preview.glb"), headers=engineer)

    assert (answer.status_code, answer.json()["code"]) == (404, "picture_missing")
