"""A plan as a folder of files: for programs, for spreadsheets, for machines and to look at."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from amcenter.exports.builds import PartFile, write_build
from amcenter.exports.drawings import gantt, platform
from amcenter.exports.sheet import PlanSheet
from amcenter.exports.tables_csv import parts_csv, schedule_csv
from amcenter.messages import Message
from amcenter.pages.plan_page import plan_page


def write_folder(
    folder: Path,
    sheet: PlanSheet,
    schedule_json: bytes,
    parts: Mapping[str, PartFile],
    *,
    language: str,
    notes: Sequence[Message],
    done: Callable[[], None],
) -> None:
    """Write everything there is to a plan; ``done`` is called after each build.

    Files of an earlier plan in the folder are replaced.
    """
    _emptied(folder / "plates", "*.svg")
    _emptied(folder / "builds", "*.3mf")
    (folder / "schedule.json").write_bytes(schedule_json)
    (folder / "schedule.csv").write_bytes(schedule_csv(sheet, language))
    (folder / "parts.csv").write_bytes(parts_csv(sheet, language))
    for line in sheet.builds:
        _write(folder / "plates" / f"{line.number}.svg", platform(sheet, line, language))
        with (folder / "builds" / f"{line.number}.3mf").open("wb") as target:
            write_build(target, sheet, line, parts)
        done()
    if sheet.builds:
        _write(folder / "gantt.svg", gantt(sheet, language))
    _write(folder / "index.html", plan_page(sheet, language, notes))


def _emptied(folder: Path, pattern: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(pattern):
        old.unlink()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
