"""Friendly and hostile files sent over HTTP to a real server: an answer for each, no failure."""

import os
import time
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine

from amcenter import clock
from amcenter.accounts import tokens
from amcenter.accounts.principal import principal_of
from amcenter.db import transaction
from amcenter.tables import CustomerRow, Role, UserRow
from tests.serving import ROOT, serving

DATA = Path(os.environ.get("AMCENTER_DATA", ROOT.parent / "shared/data"))
HOSTILE = ROOT / "sample_parts/hostile"
SETTLED = {"analysed", "needs_unit", "unreadable"}


def engineer_token(engine: Engine) -> str:
    with transaction(engine) as session:
        customer = CustomerRow(name="Pump bureau")
        session.add(customer)
        session.flush()
        user = UserRow(
            email="anna@example.org", name="Anna", role=Role.ENGINEER, customer_id=customer.id
        )
        session.add(user)
        session.flush()
        who = principal_of(user)
        valid = timedelta(days=1)
        return tokens.create(session, who, name="test", valid=valid, now=clock.now())[1]


def outcomes(client: httpx2.Client, files: list[Path]) -> dict[str, dict[str, Any]]:
    """Upload every file and return its part, once its analysis has ended, by file name."""
    wanted = {"title": "All sorts", "need_by": "2030-01-01"}
    request = client.post("/api/requests", json=wanted).raise_for_status().json()
    parts = {}
    for path in files:
        sent = client.post(
            f"/api/requests/{request['id']}/parts",
            params={"name": path.name, "unit": "mm"},
            content=path.read_bytes(),
            headers={"Content-Type": "application/octet-stream"},
        )
        assert sent.status_code == 201, f"{path.name}: {sent.status_code} {sent.text}"
        parts[path.name] = sent.json()["id"]
    return {name: settled(client, part) for name, part in parts.items()}


def settled(client: httpx2.Client, part_id: str) -> dict[str, Any]:
    for _ in range(3000):
        part: dict[str, Any] = client.get(f"/api/parts/{part_id}").raise_for_status().json()
        if part["status"] in SETTLED:
            return part
        time.sleep(0.1)
    raise AssertionError(f"the analysis of {part['name']} does not end: {part}")


def test_every_hostile_file_is_kept_with_its_sentence(
    database_url: str, engine: Engine, tmp_path: Path
) -> None:
    files = sorted(path for path in HOSTILE.iterdir() if path.suffix != ".toml")
    token = engineer_token(engine)

    with serving(database_url, tmp_path) as server:
        headers = {"Authorization": f"Bearer {token}"}
        with httpx2.Client(base_url=server.url, headers=headers, timeout=60) as client:
            parts = outcomes(client, files)
            kept = client.get(f"/api/files/{parts[files[0].name]['file_id']}")

    expected = tomllib.loads((HOSTILE / "hostile.toml").read_text())
    refused = {name for name, row in expected.items() if "refused" in row}
    assert {name for name, part in parts.items() if part["status"] == "unreadable"} == refused
    assert {name: parts[name]["error"]["code"] for name in refused} == {
        name: expected[name]["refused"] for name in refused
    }
    assert kept.content == files[0].read_bytes()


@pytest.mark.skipif(not (DATA / "real_parts").exists(), reason="the real parts are not here")
def test_every_real_part_is_analysed(database_url: str, engine: Engine, tmp_path: Path) -> None:
    files = sorted((DATA / "real_parts").iterdir())
    token = engineer_token(engine)

    with serving(database_url, tmp_path) as server:
        headers = {"Authorization": f"Bearer {token}"}
        with httpx2.Client(base_url=server.url, headers=headers, timeout=60) as client:
            parts = outcomes(client, files)

    assert {part["status"] for part in parts.values()} == {"analysed"}
