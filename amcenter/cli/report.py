"""What a finished plan says in the terminal."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from amcenter.cli.sentences import console, language
from amcenter.exports.sheet import BuildLine, PlanSheet
from amcenter.messages import Fact, Message
from amcenter.pages.words import Words

LEAST_WIDTH = 110
"""A table that is too narrow cannot be read; a line that is too long can."""


def print_report(sheet: PlanSheet, folder: Path, notes: Sequence[Message]) -> None:
    """Print the builds as a table and the figures of the search; notes were said before."""
    words = Words(language())
    if sheet.builds:
        wide = console if console.width >= LEAST_WIDTH else Console(width=LEAST_WIDTH)
        wide.print(_table(sheet, words))
    view = sheet.view
    figures = [
        words(
            "report_pieces", pieces=view.piece_count, builds=len(sheet.builds), late=len(sheet.late)
        )
    ]
    if view.objective is not None:
        figures.append(
            words(
                "report_search",
                objective=words.number(view.objective),
                bound=words.number(view.lower_bound),
                gap=words.percent(view.gap or 0.0),
                stop=words(f"stop_{view.stop_reason}"),
                seed=view.seed,
            )
        )
    figures.append(words("report_folder", page=str(folder / "index.html")))
    console.print("\n".join(figures), markup=False, highlight=False, soft_wrap=True)


def print_json(sheet: PlanSheet, folder: Path, notes: Sequence[Message]) -> None:
    """Print the same as one JSON object."""
    view = sheet.view
    console.print_json(
        data={
            "status": view.status,
            "stop_reason": view.stop_reason,
            "seed": view.seed,
            "objective": view.objective,
            "lower_bound": view.lower_bound,
            "gap": view.gap,
            "terms": dict(view.terms),
            "pieces": view.piece_count,
            "late": [piece.view.serial for _, piece in sheet.late],
            "builds": [_build(line) for line in sheet.builds],
            "left_out": [_fact(one.code, one.params) for one in view.reasons],
            "notes": [_fact(note.code, note.params) for note in notes],
            "folder": str(folder),
        }
    )


def _fact(code: str, params: Mapping[str, Fact]) -> dict[str, object]:
    return {"code": code, "params": dict(params)}


def _table(sheet: PlanSheet, words: Words) -> Table:
    title = words("page_plan", number=sheet.names.title)
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in ("build", "machine", "material"):
        table.add_column(words(f"column_{column}"), no_wrap=True)
    for column in ("pieces", "height_mm", "start", "end"):
        table.add_column(words(f"column_{column}"), no_wrap=True, justify="right")
    table.add_column(words("page_duration"), no_wrap=True, justify="right")
    for line in sheet.builds:
        table.add_row(
            line.number,
            line.view.machine,
            line.materials,
            words.number(len(line.pieces)),
            words.number(line.height_mm, 2),
            words.moment(line.start),
            words.moment(line.end),
            words.duration(line.duration_s),
        )
    return table


def _build(line: BuildLine) -> dict[str, object]:
    return {
        "number": line.number,
        "machine": line.view.machine,
        "material": line.materials,
        "height_mm": line.height_mm,
        "layers": line.view.layers,
        "start": line.start.isoformat(),
        "end": line.end.isoformat(),
        "pieces": list(line.build.pieces),
    }
