"""The answer leaves after the commit: nobody is told of a success that did not happen."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from amcenter import db
from amcenter.tables import CustomerRow
from tests.api.conftest import BASE_URL


def fail(session: Session) -> None:
    """Fail the commit of whatever changes something; who calls is read before."""
    if not session.get_bind().get_execution_options().get("reads_only", False):
        raise RuntimeError("the disk is full")


def fail_always(*_: object) -> None:
    raise RuntimeError("this cannot be written")


def names(engine: Engine) -> list[str]:
    with db.reading(engine) as session:
        return list(session.exec(select(CustomerRow.name)))


def test_a_failed_commit_is_no_success(app: FastAPI, engine: Engine, admin: dict[str, str]) -> None:
    client = TestClient(app, base_url=BASE_URL, raise_server_exceptions=False)
    client.get("/api/me", headers=admin)  # the token was used: not written again for a minute
    event.listen(Session, "before_commit", fail)
    try:
        answer = client.post("/api/customers", json={"name": "new"}, headers=admin)
    finally:
        event.remove(Session, "before_commit", fail)

    assert answer.status_code == 500
    assert "new" not in names(engine)


def test_an_answer_that_cannot_be_written_leaves_no_trace(
    app: FastAPI, engine: Engine, admin: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.schemas.accounts.CustomerOut.model_validate", fail_always)
    client = TestClient(app, base_url=BASE_URL, raise_server_exceptions=False)

    answer = client.post("/api/customers", json={"name": "new"}, headers=admin)

    assert answer.status_code == 500
    assert "new" not in names(engine)


def test_a_refusal_leaves_no_trace(client: TestClient, admin: dict[str, str]) -> None:
    body = {"email": "carl@example.org", "name": "Carl", "role": "engineer"}
    assert client.post("/api/users", json=body, headers=admin).status_code == 422

    assert "carl" not in client.get("/api/users", headers=admin).text
