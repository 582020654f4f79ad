"""The pages in a real browser, on a real process tree with a small real centre."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import Engine

from amcenter.accounts.passwords import hashed
from amcenter.db import make_engine, transaction
from amcenter.shop.seed import seed_shop
from amcenter.tables import CustomerRow, Role, UserRow
from tests.serving import ROOT, serving

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PASSWORD = "correct horse battery"
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(frozen=True)
class Site:
    """A served centre and a browser to look at it."""

    url: str
    browser: Browser


@dataclass(frozen=True)
class Visitor:
    """Somebody with a page; whatever the page complains of fails the test."""

    page: Page
    url: str
    complaints: list[str]

    def sees_no_barrier(self) -> None:
        """Ask axe for barriers to people with disabilities; there must be none."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "rules => axe.run({runOnly: rules}).then(r => r.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160)).join(' | ')))",
            RULES,
        )
        assert found == []

    def goes_to(self, path: str) -> None:
        self.page.goto(self.url + path)
        self.page.get_by_role("heading", level=1).wait_for()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert Path(CHROMIUM).exists(), "the pages are tested in Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(
    module_database_url: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    assert (ROOT / "api/web_dist/index.html").exists(), "the pages are not built: make web"
    engine = make_engine(module_database_url)
    settle(engine)
    engine.dispose()
    with serving(module_database_url, tmp_path_factory.mktemp("site")) as server:
        yield Site(server.url, browser)


def settle(engine: Engine) -> None:
    """Open a centre with the catalogue's machines and one person of each role."""
    with transaction(engine) as session:
        seed_shop(session)
        customer = CustomerRow(name="Pump bureau")
        session.add(customer)
        session.flush()
        for role in Role:
            own = customer.id if role is Role.ENGINEER else None
            session.add(
                UserRow(
                    email=f"{role.value}@example.org",
                    name=role.value.title(),
                    role=role,
                    customer_id=own,
                    password_hash=hashed(PASSWORD),
                )
            )


@pytest.fixture
def visit(site: Site) -> Iterator[Callable[..., Visitor]]:
    """Open a page for somebody: signed in, in a language and a colour scheme."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def _visit(role: Role | None, *, language: str = "en", scheme: str = "light") -> Visitor:
        context = site.browser.new_context(
            viewport={"width": 1440, "height": 900},
            locale=language,
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            # Far from the centre: a time that is shown in the browser's own zone is seen.
            timezone_id="America/New_York",
        )
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if _complaint(said.type, said.text) else None,
        )
        visitor = Visitor(page, site.url, complaints)
        visitors.append(visitor)
        page.add_init_script(f"localStorage.setItem('amcenter.language', '{language}')")
        if role is not None:
            _sign_in(context, site.url, role, language)
        return visitor

    yield _visit
    for context in contexts:
        context.close()
    assert [one for visitor in visitors for one in visitor.complaints] == []


def _complaint(kind: str, text: str) -> bool:
    # The browser notes refusals itself: 401 (nobody is signed in at first) and 412 (background work
    # changed a thing in between; the page says so in a sentence) are answers, not faults of a page.
    return kind == "error" and "401" not in text and "412" not in text


def _sign_in(context: BrowserContext, url: str, role: Role, language: str) -> None:
    headers = {"Origin": url}
    credentials = {"email": f"{role.value}@example.org", "password": PASSWORD}
    answer = context.request.post(f"{url}/api/session", data=credentials, headers=headers)
    assert answer.ok, answer.text()
    answer = context.request.patch(f"{url}/api/me", data={"language": language}, headers=headers)
    assert answer.ok, answer.text()
