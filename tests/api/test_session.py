from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from amcenter import clock, db
from amcenter.accounts import invitations, passwords
from amcenter.centre import Centre
from amcenter.tables import UserRow
from api.main import create_app
from tests.amcenter.accounts.conftest import cheap_hashing
from tests.api.conftest import BASE_URL, Caller

__all__ = ["cheap_hashing"]

PASSWORD = "correct horse battery"
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def boss(engine: Engine, callers: dict[str, Caller]) -> str:
    """The address of an administrator with a password."""
    with db.transaction(engine) as session:
        user = session.get_one(UserRow, callers["admin"].who.user_id)
        user.password_hash = passwords.hashed(PASSWORD)
        return user.email


def sign_in(client: TestClient, email: str, **headers: str) -> int:
    body = {"email": email, "password": PASSWORD}
    return client.post("/api/session", json=body, headers=headers).status_code


def test_a_password_opens_a_session_in_a_cookie(client: TestClient, boss: str) -> None:
    assert client.get("/api/me").status_code == 401
    assert sign_in(client, boss) == 200
    assert client.get("/api/me").json()["email"] == boss


def test_scripts_and_other_sites_cannot_use_the_cookie(client: TestClient, boss: str) -> None:
    answer = client.post("/api/session", json={"email": boss, "password": PASSWORD})

    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert cookie.startswith("amcenter=")


def test_by_tls_the_cookie_belongs_to_this_host_and_tls_only(centre: Centre, boss: str) -> None:
    settings = replace(centre.settings, public_url="https://am.example.org")
    app = create_app(replace(centre, settings=settings))
    with TestClient(app, base_url="https://am.example.org") as client:
        answer = client.post("/api/session", json={"email": boss, "password": PASSWORD})

        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-amcenter=")
        assert "; Secure" in cookie
        assert "Path=/" in cookie
        assert client.get("/api/me").status_code == 200


def test_signing_out_ends_the_session_on_the_server(client: TestClient, boss: str) -> None:
    sign_in(client, boss)
    secret = client.cookies["amcenter"]
    assert client.delete("/api/session", headers=HERE).status_code == 204

    client.cookies.set("amcenter", secret)
    assert client.get("/api/me").status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": BASE_URL}, 403),
        ({"Origin": BASE_URL}, 200),
        ({"Origin": "https://evil.example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_cookie_changes_nothing_for_another_site(
    client: TestClient, boss: str, headers: dict[str, str], status: int
) -> None:
    sign_in(client, boss)

    answer = client.patch("/api/me", json={"language": "ru"}, headers=headers)

    assert answer.status_code == status


def test_another_site_signs_nobody_in(client: TestClient, boss: str) -> None:
    assert sign_in(client, boss, Origin="https://evil.example.org") == 403


def test_a_call_with_a_token_does_not_read_the_cookie(client: TestClient, boss: str) -> None:
    sign_in(client, boss)

    answer = client.get("/api/me", headers={"Authorization": "Bearer amcenter_wrong"})

    assert answer.status_code == 401
    assert answer.json()["code"] == "token_not_valid"
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_guessing_is_told_when_to_come_back(client: TestClient, boss: str) -> None:
    body = {"email": boss, "password": "wrong"}
    for _ in range(5):
        assert client.post("/api/session", json=body).status_code == 401

    answer = client.post("/api/session", json=body)

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == str(answer.json()["params"]["wait_s"])


def test_a_new_password_keeps_this_browser_and_ends_others(
    app: FastAPI, client: TestClient, boss: str
) -> None:
    with TestClient(app, base_url=BASE_URL) as other:
        sign_in(client, boss)
        sign_in(other, boss)
        body = {"old": PASSWORD, "new": "another horse battery"}
        assert client.put("/api/me/password", json=body, headers=HERE).status_code == 204

        assert client.get("/api/me").status_code == 200
        assert other.get("/api/me").status_code == 401


def test_the_present_password_is_asked_for(client: TestClient, boss: str) -> None:
    sign_in(client, boss)
    body = {"old": "not my password", "new": "another horse battery"}

    answer = client.put("/api/me/password", json=body, headers=HERE)

    assert (answer.status_code, answer.json()["code"]) == (422, "old_password_wrong")


def test_the_first_administrator_comes_in_by_the_link(client: TestClient, centre: Centre) -> None:
    link = invitations.first_run(centre.engine, centre.settings, clock.now())
    assert link is not None
    body = {
        "secret": link.partition("#")[2],
        "password": PASSWORD,
        "email": "boss@example.org",
        "name": "Boss",
    }

    assert client.post("/api/invitations/accept", json=body).status_code == 200
    assert client.get("/api/me").json()["role"] == "admin"


def test_an_invited_person_comes_in_by_the_link(client: TestClient, admin: dict[str, str]) -> None:
    body = {"email": "carl@example.org", "name": "Carl", "role": "floor"}
    invited = client.post("/api/users", json=body, headers=admin).json()
    accept = {"secret": invited["link"].partition("#")[2], "password": PASSWORD}

    assert client.post("/api/invitations/accept", json=accept).status_code == 200
    assert client.get("/api/me").json()["email"] == "carl@example.org"


def test_a_token_is_shown_once_and_works_until_revoked(
    client: TestClient, operator: dict[str, str]
) -> None:
    made = client.post("/api/tokens", json={"name": "import"}, headers=operator).json()
    headers = {"Authorization": f"Bearer {made['secret']}"}
    listed = client.get("/api/tokens", headers=headers)

    assert made["secret"] not in listed.text
    token_id = made["token"]["id"]
    assert client.delete(f"/api/tokens/{token_id}", headers=headers).status_code == 204
    assert client.get("/api/me", headers=headers).status_code == 401
