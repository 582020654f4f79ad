"""From a file to a finished build, as two people do it in the browser."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from amcenter.tables import Role
from tests.serving import ROOT
from tests.web.conftest import Visitor

PART = ROOT / "sample_parts/witness_bar.stl"
LONG_S = 120_000


def test_a_part_goes_all_the_way(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    engineer, operator = visit(Role.ENGINEER), visit(Role.OPERATOR)

    number = asks_for_a_part(engineer)
    accepts(operator, number)
    plans(operator)
    changes_by_hand(operator)
    publishes(operator)
    runs_the_build(operator)

    engineer.goes_to("/requests")
    row = engineer.page.get_by_role("row").filter(has_text=number)
    # promised in the centre's time, not in New York's
    expect(row).to_contain_text(re.compile(r"\d\d:00"))


def asks_for_a_part(who: Visitor) -> str:
    page = who.page
    who.goes_to("/requests/new")
    page.get_by_label("Title").fill('Bars "№ 1" 🔩')
    page.get_by_label("Need by").fill("2031-03-01")
    page.get_by_role("button", name="Create").click()
    page.get_by_text("Drop STL").wait_for()
    page.locator("input[type=file]").set_input_files(PART)
    expect(page.get_by_text("Analysed")).to_be_visible(timeout=LONG_S)
    page.get_by_role("combobox", name="Material").fill("316")
    page.get_by_role("option").first.click()
    page.get_by_label("Quantity").fill("4")
    page.get_by_label("Quantity").blur()
    who.sees_no_barrier()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Submitted")).to_be_visible()
    return heading(page).split(" · ")[0]


def accepts(who: Visitor, number: str) -> None:
    page = who.page
    who.goes_to("/requests?status=submitted")
    page.get_by_role("link", name=number).click()
    page.get_by_role("button", name="Start the review").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Accepted", exact=True)).to_be_visible()


def plans(who: Visitor) -> None:
    page = who.page
    who.goes_to("/plans")
    page.get_by_role("button", name="Run a plan").first.click()
    page.get_by_label("Seconds for the search").fill("2")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("link", name="Show the schedule").click(timeout=LONG_S)
    page.locator("[data-key]").first.wait_for()
    who.sees_no_barrier()


def changes_by_hand(who: Visitor) -> None:
    """Move a build by dragging, take it back, move it by keyboard."""
    page = who.page
    bar = page.locator("[data-key]").first
    box = bar.locator(".bar-box").bounding_box()
    assert box is not None
    x, y = box["x"] + min(12, box["width"] / 2), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.move(x + 160, y, steps=4)
    expect(page.locator(".timeline-tip")).to_be_visible()
    page.mouse.up()
    expect(page.get_by_text(re.compile("1 change"))).to_be_visible(timeout=LONG_S)
    page.keyboard.press("Control+z")
    expect(page.get_by_text(re.compile("0 changes"))).to_be_visible(timeout=LONG_S)
    page.locator(".timeline-box").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("m")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("1 change"))).to_be_visible(timeout=LONG_S)
    who.sees_no_barrier()


def publishes(who: Visitor) -> None:
    page = who.page
    page.get_by_role("button", name="Review and publish").click()
    page.get_by_role("button", name=re.compile("Publish PL-")).wait_for(timeout=LONG_S)
    who.sees_no_barrier()
    comment = page.get_by_label("Comment")
    if comment.is_visible():
        comment.fill("Tried by hand")
    page.get_by_role("button", name=re.compile("Publish PL-")).click()
    page.locator(".bar-planned").first.wait_for(timeout=LONG_S)


def runs_the_build(who: Visitor) -> None:
    page = who.page
    who.goes_to("/builds")
    page.get_by_role("table").get_by_role("link").first.click()
    for step, state in (
        ("Release", "Released"),
        ("Started", "Running"),
        ("Last layer done", "Cooling"),
        ("Unloaded", "Unloaded"),
        ("Close the build", "Completed"),
    ):
        page.get_by_role("button", name=step, exact=True).click()
        expect(page.locator("h1 + *, h1 ~ *").get_by_text(state, exact=True).first).to_be_visible()
    who.sees_no_barrier()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()
