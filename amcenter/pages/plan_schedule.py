"""The schedule on the page of a plan: who is late, the machines over time, every platform."""

from amcenter.exports.drawings import bare_platform, gantt
from amcenter.exports.sheet import BuildLine, PieceLine, PlanSheet
from amcenter.pages.html import Html, element, table
from amcenter.pages.words import Words


def schedule_sections(sheet: PlanSheet, words: Words) -> list[Html]:
    """Return the sections about the schedule, or the sentence that there is none."""
    if not sheet.builds:
        return [element("p", words("page_no_schedule"))]
    drawing = element("div", Html(gantt(sheet, words.language)), class_="drawing")
    return [
        _late(sheet, words),
        element("section", element("h2", words("page_gantt")), drawing),
        element("section", element("h2", words("page_builds")), _builds(sheet, words)),
        *(_build(sheet, line, words) for line in sheet.builds),
    ]


def _late(sheet: PlanSheet, words: Words) -> Html:
    heading = element("h2", words("page_late"))
    if not sheet.late:
        return element("section", heading, element("p", words("page_nothing_late")))
    rows = [
        (
            piece.view.serial,
            piece.names.part_name,
            line.number,
            words.moment(piece.due) if piece.due else "",
            words.moment(piece.finish),
            words.duration(piece.view.late_s),
            _why(sheet, piece, words),
        )
        for line, piece in sheet.late
    ]
    columns = ("serial", "part_name", "build", "due", "finish")
    heads = [words(f"column_{column}") for column in columns]
    heads += [words("page_late_by"), words("page_why")]
    found = table(words("page_late"), heads, rows, numeric=frozenset({5}), prose=frozenset({1, 6}))
    return element("section", heading, found)


def _why(sheet: PlanSheet, piece: PieceLine, words: Words) -> str:
    """Return the causes with the names that people use for builds and machines."""
    called = {**sheet.names.builds, **sheet.names.machines}
    return " ".join(
        words(
            why.code,
            **{
                name: called.get(fact, fact) if isinstance(fact, str) else fact
                for name, fact in why.params.items()
            },
        )
        for why in piece.view.why
    )


def _builds(sheet: PlanSheet, words: Words) -> Html:
    rows = [
        (
            line.number,
            line.machine,
            line.materials,
            words.number(len(line.pieces)),
            words.number(line.height_mm, 2),
            words.number(100 * line.view.utilisation, 1),
            words.moment(line.start),
            words.moment(line.print_start),
            words.moment(line.print_end),
            words.moment(line.end),
            words.duration(line.duration_s),
        )
        for line in sheet.builds
    ]
    what = ("build", "machine", "material", "pieces", "height_mm", "utilisation_percent")
    when = ("start", "print_start", "print_end", "end")
    heads = [words(f"column_{column}") for column in (*what, *when)]
    heads.append(words("page_duration"))
    return table(
        words("page_builds"), heads, rows, numeric=frozenset({3, 4, 5, 10}), prose=frozenset({1, 2})
    )


def _build(sheet: PlanSheet, line: BuildLine, words: Words) -> Html:
    facts = words(
        "page_build_line",
        pieces=len(line.pieces),
        material=line.materials,
        height=words.number(line.height_mm, 2),
        layers=words.number(line.view.layers),
        layer=line.layer_um,
        start=words.moment(line.start),
        end=words.moment(line.end),
    )
    caption = words("page_platform", number=line.number, count=len(line.pieces))
    figure = element(
        "figure", Html(bare_platform(sheet, line, words.language)), element("figcaption", caption)
    )
    return element(
        "section",
        element("h2", words("page_build", number=line.number, machine=line.machine)),
        element("p", facts),
        element("div", figure, _legend(line, words), class_="platform"),
        class_="build",
        id=f"build-{line.number}",
    )


def _legend(line: BuildLine, words: Words) -> Html:
    rows = [
        (
            str(piece.number),
            piece.view.serial,
            piece.names.part_name,
            piece.names.request,
            words.number(piece.height_mm, 1),
            words.moment(piece.due) if piece.due else "",
            words.moment(piece.finish),
        )
        for piece in line.pieces
    ]
    columns = ("number_on_platform", "serial", "part_name", "request", "height_mm", "due", "finish")
    heads = [words(f"column_{column}") for column in columns]
    caption = words("page_legend", number=line.number)
    return table(caption, heads, rows, numeric=frozenset({0, 4}), prose=frozenset({1, 2}))
