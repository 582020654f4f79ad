"""The pages are served for every address that people type; the API keeps its own."""

from fastapi.testclient import TestClient

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def test_every_address_of_a_person_shows_the_page(client: TestClient) -> None:
    for address in ("/", "/invitation", "/plans/compare", "/no/such/page"):
        answer = client.get(address, headers=BROWSER)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["cache-control"] == "no-cache"


def test_an_unknown_address_of_the_api_is_a_problem_even_in_a_browser(client: TestClient) -> None:
    answer = client.get("/api/nothing", headers=BROWSER)

    assert answer.status_code == 404
    assert answer.json()["code"] == "address_unknown"


def test_a_program_that_asks_for_no_page_gets_none(client: TestClient) -> None:
    assert client.get("/nothing").json()["code"] == "address_unknown"
    assert client.post("/plans", headers=BROWSER).status_code == 404


def test_a_file_outside_of_the_bundle_is_not_sent(client: TestClient) -> None:
    assert client.get("/assets/..%2f..%2fmain.py").status_code == 404
    assert client.get("/assets/none.js").status_code == 404


def test_scripts_run_only_from_files(client: TestClient) -> None:
    answer = client.get("/", headers=BROWSER)

    assert "<script>" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'self'" in policy
