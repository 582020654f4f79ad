"""Repairs and splits over HTTP: asked, waited for, looked at, decided."""

from typing import Any

import pytest

from tests.amcenter.shapes import box, stl
from tests.api.conftest import only_on
from tests.api.test_walk import Walk, walk  # noqa: F401

LIDLESS = stl(box(30, 20, 10)[2:])
PAIR = stl([*box(5, 5, 5), *[tuple((x + 20, y, z) for x, y, z in one) for one in box(5, 5, 5)]])
RAW = {"Content-Type": "application/octet-stream"}


def uploaded(walk: Walk, content: bytes) -> dict[str, Any]:  # noqa: F811
    request = walk.do("engineer", "/requests", json={"title": "Box", "need_by": "2027-03-31"})
    address, query = f"/requests/{request['id']}/parts", {"name": "a.stl", "unit": "mm"}
    part = walk.do("engineer", address, content=content, params=query, headers=RAW)
    walk.work()
    return part


@only_on("sqlite")
def test_a_repair_is_looked_at_accepted_and_its_files_downloaded(walk: Walk) -> None:  # noqa: F811
    part = uploaded(walk, LIDLESS)
    address = f"/parts/{part['id']}/repair"
    seen = walk.call("engineer", "GET", address)
    repair = seen.json()
    assert repair["status"] == "proposed"
    (action,) = repair["proposal"]["actions"]
    assert action["text"]["en"].startswith("1 holes were filled with a new surface of 200.0 mm²")
    assert action["text"]["ru"].startswith("Отверстия в поверхности заполнены")

    headers = {"If-Match": seen.headers["etag"]}
    done = walk.call("engineer", "POST", f"{address}/accept", headers=headers).json()
    walk.work()

    assert done["status"] == "accepted"
    now = walk.see("engineer", f"/parts/{part['id']}")
    assert (now["revision"], now["file_id"]) == (2, repair["file_id"])
    sent = walk.call("engineer", "GET", f"/files/{repair['source_file_id']}")
    assert sent.content == LIDLESS


@only_on("sqlite")
def test_a_decision_needs_the_version_of_the_repair(walk: Walk) -> None:  # noqa: F811
    part = uploaded(walk, LIDLESS)
    address = f"/api/parts/{part['id']}/repair/accept"
    headers = walk.callers["engineer"].headers

    assert walk.client.post(address, headers=headers).status_code == 428
    stale = walk.client.post(address, headers=headers | {"If-Match": '"1"'})
    assert stale.status_code == 412


@only_on("sqlite")
def test_a_split_can_be_repeated_under_its_key_and_followed(walk: Walk) -> None:  # noqa: F811
    part = uploaded(walk, PAIR)
    key = {"Idempotency-Key": "split-1"}
    first, again = (
        walk.do("engineer", f"/parts/{part['id']}/split", headers=key) for _ in range(2)
    )
    assert first == again
    assert first["status"] == "computing"

    walk.work()

    done = walk.see("engineer", f"/separations/{first['id']}")
    assert done["status"] == "separated"
    (body,) = done["part_ids"]
    assert walk.see("engineer", f"/parts/{body}")["quantity"] == 2


@only_on("sqlite")
@pytest.mark.parametrize("reason", [{}, {"reason": "A hinge"}])
def test_bodies_are_kept_together_with_or_without_a_word(
    walk: Walk,  # noqa: F811
    reason: dict[str, str],
) -> None:
    part = uploaded(walk, PAIR)
    address = f"/parts/{part['id']}"
    version = {"If-Match": walk.call("engineer", "GET", address).headers["etag"]}

    kept = walk.do("engineer", f"{address}/keep-together", json=reason, headers=version)

    (finding,) = (one for one in kept["findings"] if one["code"] == "several_bodies")
    assert finding["waived"]["reason"] == reason.get("reason", "")
