"""The documentation says what the code does."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from amcenter.config import Settings
from amcenter.messages import LANGUAGES, catalogue

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    assert f"`AMCENTER_{name.upper()}`" in (ROOT / "docs/settings.md").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())

    assert [target for target in targets if not (page.parent / target).exists()] == []


def placeholders(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", template))


def test_every_sentence_exists_in_every_language_with_the_same_facts() -> None:
    english = {code: placeholders(text) for code, text in catalogue("en").items()}

    assert {
        language: {code: placeholders(text) for code, text in catalogue(language).items()}
        for language in LANGUAGES
    } == dict.fromkeys(LANGUAGES, english)


def test_every_code_that_is_raised_has_a_sentence() -> None:
    kinds = (
        "BadInput|UnreadableFile|TooLarge|NotFound|Forbidden|Unauthenticated|Conflict|StaleVersion"
        "|VersionRequired|TooMany|Message"
    )
    raised = {
        code
        for folder in ("amcenter", "api")
        for source in (ROOT / folder).rglob("*.py")
        for code in re.findall(rf'\b(?:{kinds})\(\s*"(\w+)"', source.read_text())
    }

    assert raised - set(catalogue("en")) == set()


def test_every_reason_of_the_solver_has_a_sentence() -> None:
    codes = {
        code
        for source in (ROOT / "solver").rglob("*.py")
        for code in re.findall(r'\bReason\(\s*"(\w+)"', source.read_text())
    }

    assert codes - set(catalogue("en")) == set()
