import re

import pytest
from fastapi.testclient import TestClient

from amcenter.tables import PartStatus, PlanStatus, RequestStatus, Role
from api.routes.start import STATIC


@pytest.mark.parametrize("address", ["/", "/invitation"])
def test_who_comes_for_the_first_time_gets_a_page(client: TestClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_the_page_finds_its_files_and_runs_nothing_inline(client: TestClient) -> None:
    page = client.get("/").text

    files = re.findall(r'(?:src|href)="(/[^"]+)"', page)
    assert [client.get(file).status_code for file in files] == [200] * len(files)
    assert "<script>" not in page


def words() -> dict[str, set[str]]:
    """Return the codes of the page's words by language."""
    _, english, russian = re.split(r"\n  (?:en|ru): \{", (STATIC / "start-words.js").read_text())
    return {
        language: set(re.findall(r"(\w+): \"", block))
        for language, block in (("en", english), ("ru", russian))
    }


def test_the_page_says_the_same_in_both_languages() -> None:
    assert words()["en"] == words()["ru"]


@pytest.mark.parametrize("kind", [RequestStatus, PartStatus, PlanStatus, Role])
def test_the_page_has_a_word_for_every_status(
    kind: type[RequestStatus | PartStatus | PlanStatus | Role],
) -> None:
    assert {member.value for member in kind} <= words()["en"]


def test_the_page_has_a_word_for_everything_it_says() -> None:
    script = (STATIC / "start.js").read_text()

    said = set(re.findall(r'(?:say|button|field)\("(\w+)"', script))
    assert said <= words()["en"]
