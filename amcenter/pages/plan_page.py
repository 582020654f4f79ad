"""A plan as one page: everything to judge it by, readable without scripts and on paper."""

from collections.abc import Sequence

from amcenter.exports.sheet import PlanSheet
from amcenter.messages import Message, text
from amcenter.pages.html import Html, element, table
from amcenter.pages.plan_schedule import schedule_sections
from amcenter.pages.style import STYLE
from amcenter.pages.words import Words
from solver.objectives import weights_of


def plan_page(sheet: PlanSheet, language: str = "en", notes: Sequence[Message] = ()) -> str:
    """Return the page of a plan; ``notes`` are remarks to its reader."""
    words = Words(language)
    title = words("page_plan", number=sheet.names.title)
    main = element(
        "main",
        _header(sheet, words, title),
        _reasons(sheet, words),
        _list(words("page_notes"), [text(note, language) for note in notes]),
        _figures(sheet, words),
        *schedule_sections(sheet, words),
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Html(STYLE)),
    )
    return f"<!doctype html>\n{element('html', head, element('body', main), lang=language)}"


def _header(sheet: PlanSheet, words: Words, title: str) -> Html:
    zone = sheet.names.zone
    origin = words.moment(sheet.view.origin_at.astimezone(zone))
    status = element("strong", words(f"plan_status_{sheet.names.status}"), class_="status")
    facts = words("page_origin", when=origin, zone=zone.key)
    return element("header", element("h1", title, " ", status), element("p", facts))


def _reasons(sheet: PlanSheet, words: Words) -> Html:
    heading = words("page_left_out" if sheet.builds else "page_impossible")
    return _list(heading, [words(one.code, **one.params) for one in sheet.view.reasons])


def _list(heading: str, lines: Sequence[str]) -> Html:
    if not lines:
        return Html("")
    items = [element("li", line) for line in lines]
    return element("section", element("h2", heading), element("ul", items), class_="notes")


def _figures(sheet: PlanSheet, words: Words) -> Html:
    figures = [
        element("div", element("dt", words(code)), element("dd", value), class_="figure")
        for code, value in _figure_values(sheet, words)
    ]
    heading = element("h2", words("page_figures"))
    return element("section", heading, element("dl", figures), _terms(sheet, words))


def _figure_values(sheet: PlanSheet, words: Words) -> list[tuple[str, str]]:
    view = sheet.view
    machines = {line.view.machine for line in sheet.builds}
    value = words("page_none") if view.objective is None else words.number(view.objective)
    return [
        ("page_pieces", words.number(view.piece_count)),
        ("page_builds", words.number(len(sheet.builds))),
        ("page_machines_used", words.number(len(machines))),
        ("page_late_pieces", words.number(len(sheet.late))),
        ("page_objective", value),
        ("page_bound", words.number(view.lower_bound)),
        ("page_gap", _gap(view.gap, words)),
        ("page_stop", words(f"stop_{view.stop_reason}")),
        ("page_seed", str(view.seed)),
    ]


def _gap(gap: float | None, words: Words) -> str:
    if gap is None:
        return words("page_none")
    return words.percent(gap) if gap else words("page_proven")


def _terms(sheet: PlanSheet, words: Words) -> Html:
    weights = weights_of(sheet.problem)
    rows = [
        (
            words(f"term_{name}"),
            # every term counts seconds of something
            words(f"term_{name}_value", value=words.number(value / 3600, 1)),
            words.number(weights.get(name, 0)),
            words.number(weights.get(name, 0) * value),
        )
        for name, value in sheet.view.terms.items()
    ]
    if not rows:
        return Html("")
    heads = [words(f"page_{code}") for code in ("term", "value", "weight", "contribution")]
    return table(words("page_terms"), heads, rows, numeric=frozenset({1, 2, 3}))
