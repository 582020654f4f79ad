from pathlib import Path

import pytest
from lxml import html

from amcenter.exports.sheet import PlanSheet
from amcenter.messages import Message
from amcenter.pages.plan_page import plan_page
from solver.result import Reason
from tests.amcenter.exports.examples import box_file, renamed, sheet_of, two_pieces, wanted


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> PlanSheet:
    return two_pieces(tmp_path_factory.mktemp("plan"), due_h=4)


def shown(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def texts(node: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in node.xpath(path)]


def table_named(page: html.HtmlElement, caption: str) -> list[list[str]]:
    (found,) = page.xpath(f"//table[caption='{caption}']")
    return [texts(row, "./th|./td") for row in found.xpath(".//tr")]


def test_the_figures_of_the_search_are_there(sheet: PlanSheet) -> None:
    page = shown(plan_page(sheet))

    names, values = texts(page, "//dt"), texts(page, "//dd")
    figures = dict(zip(names, values, strict=True))
    assert texts(page, "//h1") == ["Plan PL-2026-0001 proposed"]
    assert (figures["Pieces"], figures["Builds"], figures["Late pieces"]) == ("2", "1", "2")
    # (120 - 90) / 120
    assert (figures["Objective"], figures["Proven lower bound"]) == ("120", "90")
    assert figures["Gap to the bound"].replace("\u202f", " ") == "25.0 %"
    assert (figures["Search ended"], figures["Seed"]) == ("time limit reached", "7")


def test_late_pieces_come_with_the_reason(sheet: PlanSheet) -> None:
    head, first, _ = table_named(shown(plan_page(sheet)), "Late pieces and why")

    row = dict(zip(head, first, strict=True))
    assert row["Serial"] == "P-1-001"
    # Finished 2 h + 9800 s after the origin, due at hour 4: 2600 s.
    assert row["Late by"] == "0 h 44 min"
    assert row["Why"] != ""


def test_every_build_has_its_platform_and_its_numbered_pieces(sheet: PlanSheet) -> None:
    page = shown(plan_page(sheet))

    (section,) = page.xpath("//section[@id='build-B-2026-0001']")
    assert len(section.xpath(".//svg")) == 1
    legend = table_named(page, "Pieces of build B-2026-0001")
    assert [row[:2] for row in legend[1:]] == [["1", "P-1-001"], ["2", "P-1-002"]]
    assert {"1", "2"} <= set(texts(section, ".//svg//text"))


def test_columns_without_content_are_left_out(tmp_path: Path) -> None:
    page = shown(plan_page(two_pieces(tmp_path)))

    assert "Due" not in table_named(page, "Pieces of build B-2026-0001")[0]
    assert texts(page, "//section[h2='Late pieces and why']/p") == [
        "Every piece is finished by its date."
    ]


def test_names_from_outside_never_become_markup(sheet: PlanSheet) -> None:
    wild = '<script>alert("x")</script>&<b>'

    text = plan_page(renamed(sheet, wild))

    assert "<script" not in text
    assert shown(text).xpath("//script") == []
    legend = table_named(shown(text), "Pieces of build B-2026-0001")
    assert wild in legend[1]


def test_a_plan_without_a_schedule_says_why(tmp_path: Path) -> None:
    reason = Reason(
        "plan_too_large_height",
        "P-1-001",
        {"part": "P-1", "pieces": 1, "machine": "small-1", "size": "950", "limit": "100"},
    )
    sheet = sheet_of(wanted(box_file(tmp_path), 1), left_out=(reason,))

    page = shown(plan_page(sheet))

    (line,) = texts(page, "//section[h2='Why there is no schedule']//li")
    assert "small-1" in line
    assert "950" in line
    assert texts(page, "//main/p") == ["This plan has no schedule."]


def test_remarks_are_listed(sheet: PlanSheet) -> None:
    note = Message("part_skipped", {"part": "a", "why": "It is empty."})

    page = shown(plan_page(sheet, notes=[note]))

    assert texts(page, "//section[h2='Please note']//li") == ["a left out: It is empty."]


def test_the_page_speaks_russian(sheet: PlanSheet) -> None:
    page = shown(plan_page(sheet, "ru"))

    assert page.get("lang") == "ru"
    assert texts(page, "//h1") == ["План PL-2026-0001 предложен"]
    assert any("02.03.2026 08:00" in text for text in texts(page, "//td"))


def test_the_page_needs_nothing_from_elsewhere(sheet: PlanSheet) -> None:
    page = shown(plan_page(sheet))

    assert page.xpath("//*[@src]|//link|//script") == []
    assert page.xpath("//*[starts-with(@href, 'http')]") == []


def test_no_identifier_appears_twice(sheet: PlanSheet) -> None:
    ids = shown(plan_page(sheet)).xpath("//@id")

    assert len(ids) == len(set(ids))
