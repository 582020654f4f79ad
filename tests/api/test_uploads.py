from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import func, select

from amcenter import db
from amcenter.centre import Centre
from amcenter.tables import FileRow, PartRow, TaskRow
from tests.api.conftest import Caller
from tests.api.world import World, nowhere, populate

STL = b"solid a\nendsolid a\n" * 1000
RAW = {"Content-Type": "application/octet-stream"}
MIB = 1 << 20


@pytest.fixture
def world(engine: Engine, centre: Centre, callers: dict[str, Caller]) -> World:
    return populate(engine, centre, callers["engineer"].who)


@pytest.fixture
def address(world: World) -> str:
    return world.address("/api/requests/{request_id}/parts")


def stored_files(centre: Centre) -> list[str]:
    return sorted(path.name for path in centre.files.root.rglob("*") if path.is_file())


def count(engine: Engine, kind: type[PartRow] | type[FileRow] | type[TaskRow]) -> int:
    with db.reading(engine) as session:
        return session.exec(select(func.count()).select_from(kind)).one()


def test_a_raw_body_becomes_a_part(
    client: TestClient, centre: Centre, address: str, engineer: dict[str, str]
) -> None:
    query: dict[str, Any] = {"name": "pump.stl", "quantity": 3, "unit": "mm"}
    answer = client.post(address, content=STL, params=query, headers=engineer | RAW)

    assert answer.status_code == 201, answer.text
    part = answer.json()
    assert (part["name"], part["quantity"], part["unit"]) == ("pump.stl", 3, "mm")
    assert part["status"] == "received"
    assert centre.files.path(sha256(STL).hexdigest()).read_bytes() == STL


def test_a_form_becomes_a_part(
    client: TestClient, centre: Centre, address: str, engineer: dict[str, str]
) -> None:
    answer = client.post(address, files={"file": ("pump.stl", STL)}, headers=engineer)

    assert answer.status_code == 201, answer.text
    assert answer.json()["name"] == "pump.stl"
    assert centre.files.exists(sha256(STL).hexdigest())


def test_part_file_and_analysis_appear_together(
    client: TestClient, engine: Engine, address: str, engineer: dict[str, str]
) -> None:
    before = [count(engine, kind) for kind in (PartRow, FileRow, TaskRow)]
    client.post(address, content=STL, params={"name": "a.stl"}, headers=engineer | RAW)

    after = [count(engine, kind) for kind in (PartRow, FileRow, TaskRow)]
    assert after == [number + 1 for number in before]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\parts\\pump.stl", "pump.stl"),
        ("../../etc/passwd", "passwd"),
        ("деталь\u202e\n.stl", "деталь.stl"),
        ("pump\x1b[2J.stl", "pump[2J.stl"),
        ("<script>alert(1)<\\script>.stl", "script>.stl"),
    ],
)
def test_a_name_keeps_its_end_only(
    client: TestClient, address: str, engineer: dict[str, str], sent: str, kept: str
) -> None:
    answer = client.post(address, content=STL, params={"name": sent}, headers=engineer | RAW)

    assert answer.json()["name"] == kept


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("pu\0mp.stl", "nul_character"),
        ("x" * 300 + ".stl", "input_not_valid"),
        ("\u202e", "upload_without_name"),
        ("parts/", "upload_without_name"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(
    client: TestClient,
    centre: Centre,
    address: str,
    engineer: dict[str, str],
    sent: str,
    code: str,
) -> None:
    before = stored_files(centre)
    answer = client.post(address, content=STL, params={"name": sent}, headers=engineer | RAW)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert stored_files(centre) == before


def test_the_name_in_a_form_may_be_long_and_is_cut(
    client: TestClient, address: str, engineer: dict[str, str]
) -> None:
    answer = client.post(address, files={"file": ("x" * 400, STL)}, headers=engineer)

    assert answer.json()["name"] == "x" * 300


def test_a_file_above_the_limit_is_refused_and_not_kept(
    client: TestClient, centre: Centre, address: str, engineer: dict[str, str]
) -> None:
    before = stored_files(centre)
    content = b"x" * (MIB + 1)  # the limit of this centre is 1 MiB
    answer = client.post(address, content=content, params={"name": "a"}, headers=engineer | RAW)

    assert answer.status_code == 413
    assert answer.json()["code"] == "file_too_large"
    assert stored_files(centre) == before


def test_a_file_is_counted_while_it_streams(
    client: TestClient, centre: Centre, address: str, engineer: dict[str, str]
) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 100 * MIB:
            sent += 1 << 18
            yield b"x" * (1 << 18)

    answer = client.post(address, content=endless(), params={"name": "a"}, headers=engineer | RAW)

    assert answer.status_code == 413
    assert not list((centre.files.root / "incoming").glob("*"))


def test_a_form_above_the_limit_is_refused(
    client: TestClient, address: str, engineer: dict[str, str]
) -> None:
    answer = client.post(address, files={"file": ("a", b"x" * (MIB + 1))}, headers=engineer)

    assert answer.status_code == 413


def test_exactly_the_limit_is_taken(
    client: TestClient, address: str, engineer: dict[str, str]
) -> None:
    answer = client.post(address, content=b"x" * MIB, params={"name": "a"}, headers=engineer | RAW)

    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"content": STL, "headers": RAW}, "upload_without_name"),
        ({"content": STL, "headers": {"Content-Type": "text/plain"}}, "upload_kind_unknown"),
        ({"data": {"file": "no file"}, "files": {"other": ("a", STL)}}, "upload_without_file"),
    ],
)
def test_an_upload_that_is_none_is_refused(
    client: TestClient,
    address: str,
    engineer: dict[str, str],
    options: dict[str, Any],
    code: str,
) -> None:
    sent = options | {"headers": engineer | options.get("headers", {})}

    answer = client.post(address, **sent)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_broken_form_is_refused(
    client: TestClient, address: str, engineer: dict[str, str]
) -> None:
    headers = engineer | {"Content-Type": "multipart/form-data; boundary=x"}

    answer = client.post(address, content=b"no form at all", headers=headers)

    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_nobodys_bytes_are_read_for_a_request_that_is_not_theirs(
    client: TestClient, centre: Centre, address: str, callers: dict[str, Caller]
) -> None:
    before = stored_files(centre)
    headers = callers["stranger"].headers | RAW
    answer = client.post(address, content=STL, params={"name": "a"}, headers=headers)

    assert answer.status_code == 404
    assert stored_files(centre) == before


def test_anonymous_bytes_are_not_read(client: TestClient, centre: Centre, address: str) -> None:
    before = stored_files(centre)

    assert client.post(address, content=STL, headers=RAW).status_code == 401
    assert client.post(address, files={"file": ("a", STL)}).status_code == 401
    assert stored_files(centre) == before


def test_a_repeated_upload_makes_one_part(
    client: TestClient, engine: Engine, address: str, engineer: dict[str, str]
) -> None:
    headers = engineer | RAW | {"Idempotency-Key": "once"}
    query = {"name": "a.stl"}
    first = client.post(address, content=STL, params=query, headers=headers)
    second = client.post(address, content=STL, params=query, headers=headers)
    other = client.post(address, content=STL + b"x", params=query, headers=headers)

    assert (first.status_code, first.json()) == (201, second.json())
    assert second.status_code == 201
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_used")
    assert count(engine, PartRow) == 2  # one of the world, one of the upload


def test_a_new_file_is_the_next_revision(
    client: TestClient, world: World, engineer: dict[str, str]
) -> None:
    address = world.address("/api/parts/{part_id}/file")
    headers = engineer | RAW | {"If-Match": '"1"'}
    answer = client.put(address, content=STL, params={"name": "b.stl"}, headers=headers)

    assert answer.status_code == 200, answer.text
    assert (answer.json()["revision"], answer.json()["name"]) == (2, "b.stl")
    assert answer.headers["etag"] == f'"{answer.json()["version"]}"'


def test_a_download_is_what_was_sent(
    client: TestClient, address: str, engineer: dict[str, str]
) -> None:
    part = client.post(
        address, content=STL, params={"name": "насос.stl"}, headers=engineer | RAW
    ).json()
    answer = client.get(f"/api/files/{part['file_id']}", headers=engineer)

    assert answer.content == STL
    assert answer.headers["etag"] == f'"sha256-{sha256(STL).hexdigest()}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/octet-stream"
    # RFC 8187: "насос" in percent-encoded UTF-8
    name = "%D0%BD%D0%B0%D1%81%D0%BE%D1%81.stl"
    assert answer.headers["content-disposition"] == f"attachment; filename*=utf-8''{name}"


@pytest.fixture
def file_address(world: World) -> str:
    return world.address("/api/files/{file_id}")  # 31 bytes: "solid nothing ..."


def test_who_has_a_file_does_not_get_it_again(
    client: TestClient, file_address: str, engineer: dict[str, str]
) -> None:
    etag = client.get(file_address, headers=engineer).headers["etag"]
    headers = engineer | {"If-None-Match": f'"other", W/{etag}'}

    answer = client.get(file_address, headers=headers)

    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(
    ("wanted", "status", "content"),
    [
        ("bytes=0-4", 206, b"solid"),
        ("bytes=-8", 206, b"nothing\n"),
        ("bytes=23-", 206, b"nothing\n"),
        ("bytes=23-1000", 206, b"nothing\n"),
        ("bytes=31-", 416, None),
        ("bytes=5-4", 200, b"solid nothing\nendsolid nothing\n"),
        ("bytes=0-4,6-8", 200, b"solid nothing\nendsolid nothing\n"),
        ("lines=1-2", 200, b"solid nothing\nendsolid nothing\n"),
        ("bytes=-0", 200, b"solid nothing\nendsolid nothing\n"),
        ("bytes=9999999999999999999999-", 200, b"solid nothing\nendsolid nothing\n"),
    ],
)
def test_a_file_is_sent_in_ranges(
    client: TestClient,
    file_address: str,
    engineer: dict[str, str],
    wanted: str,
    status: int,
    content: bytes | None,
) -> None:
    answer = client.get(file_address, headers=engineer | {"Range": wanted})

    assert answer.status_code == status
    if content is None:
        assert answer.headers["content-range"] == "bytes */31"
        assert answer.headers["content-type"] == "application/problem+json"
    else:
        assert answer.content == content


def test_a_file_that_is_not_there(client: TestClient, engineer: dict[str, str]) -> None:
    address = nowhere().address("/api/files/{file_id}")

    assert client.get(address, headers=engineer).status_code == 404
