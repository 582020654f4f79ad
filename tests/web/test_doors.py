"""Signing in, what a role may open, and what is shown when something is missing or away."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from amcenter.tables import Role
from tests.web.conftest import PASSWORD, Visitor

LANGUAGES = ("en", "ru")
SCHEMES = ("light", "dark")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_door_has_no_barrier(visit: Callable[..., Visitor], language: str, scheme: str) -> None:
    visitor = visit(None, language=language, scheme=scheme)

    visitor.goes_to("/requests")

    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    visitor.sees_no_barrier()


def test_who_signs_in_comes_to_the_page_that_was_asked_for(visit: Callable[..., Visitor]) -> None:
    visitor = visit(None)
    page = visitor.page
    visitor.goes_to("/builds")

    page.get_by_label("E-mail").fill("operator@example.org")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Builds", exact=True)).to_be_visible()


def test_a_wrong_password_is_told_in_a_sentence(visit: Callable[..., Visitor]) -> None:
    visitor = visit(None)
    page = visitor.page
    visitor.goes_to("/")

    page.get_by_label("E-mail").fill("operator@example.org")
    page.get_by_role("textbox", name="Password").fill("wrong")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("password")


def test_a_page_for_another_role_says_so(visit: Callable[..., Visitor]) -> None:
    visitor = visit(Role.ENGINEER)

    visitor.page.goto(f"{visitor.url}/plans")

    expect(visitor.page.get_by_text("This page is not for your role")).to_be_visible()


def test_an_address_that_leads_nowhere_says_so(visit: Callable[..., Visitor]) -> None:
    visitor = visit(Role.OPERATOR)

    visitor.page.goto(f"{visitor.url}/nowhere")

    expect(visitor.page.get_by_text("There is no such page")).to_be_visible()


@pytest.mark.parametrize("path", ["/requests", "/plans", "/builds", "/schedule"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_empty_centre_shows_what_to_do_next_without_barriers(
    visit: Callable[..., Visitor], path: str, language: str, scheme: str
) -> None:
    visitor = visit(Role.OPERATOR, language=language, scheme=scheme)

    visitor.goes_to(path)

    visitor.page.get_by_role("heading", level=2).first.wait_for()
    visitor.sees_no_barrier()
