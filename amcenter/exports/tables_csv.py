"""The schedule and the parts list as CSV that a double click opens correctly, Cyrillic included.

With a byte order mark, because spreadsheets take UTF-8 for something else without it; in Russian
with semicolons and decimal commas, because that is what a Russian spreadsheet expects.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO

from amcenter.exports.sheet import BuildLine, PieceLine, PlanSheet
from amcenter.messages import Message, text

Cell = str | int | float | datetime | None

_SCHEDULE = (
    "build",
    "machine",
    "material",
    "parameter_set",
    "pieces",
    "start",
    "print_start",
    "print_end",
    "cool_end",
    "end",
    "layer_um",
    "layers",
    "height_mm",
    "utilisation_percent",
    "feedstock_kg",
)
_PARTS = (
    "build",
    "number_on_platform",
    "serial",
    "part",
    "part_name",
    "request",
    "material",
    "machine",
    "orientation",
    "x_mm",
    "y_mm",
    "z_mm",
    "angle_deg",
    "height_mm",
    "finish",
    "due",
    "late_h",
)


def schedule_csv(sheet: PlanSheet, language: str = "en") -> bytes:
    """Return one row per build; times are local to the centre."""
    return _table(_SCHEDULE, [_build_cells(build) for build in sheet.builds], language)


def parts_csv(sheet: PlanSheet, language: str = "en") -> bytes:
    """Return one row per piece with its place (ISO 17295 axes, mm) and dates."""
    rows = [_piece_cells(build, piece) for build in sheet.builds for piece in build.pieces]
    return _table(_PARTS, rows, language)


def _build_cells(line: BuildLine) -> list[Cell]:
    return [
        line.number,
        line.machine,
        line.materials,
        line.view.parameter_set,
        len(line.pieces),
        line.start,
        line.print_start,
        line.print_end,
        line.cool_end,
        line.end,
        line.layer_um,
        line.view.layers,
        line.height_mm,
        round(100 * line.view.utilisation, 1),
        round(line.view.powder_g / 1000, 3),
    ]


def _piece_cells(line: BuildLine, piece: PieceLine) -> list[Cell]:
    place = piece.view
    return [
        line.number,
        piece.number,
        place.serial,
        piece.names.part,
        piece.names.part_name,
        piece.names.request,
        piece.names.material,
        line.machine,
        place.orientation,
        place.x_um / 1000,
        place.y_um / 1000,
        place.z_um / 1000,
        place.angle_mdeg / 1000,
        piece.height_mm,
        piece.finish,
        piece.due,
        round(place.late_s / 3600, 2),
    ]


def _table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], language: str) -> bytes:
    out = StringIO()
    writer = csv.writer(out, delimiter=";" if language == "ru" else ",", lineterminator="\r\n")
    writer.writerow([text(Message(f"column_{column}"), language) for column in columns])
    writer.writerows([_shown(cell, language) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _shown(cell: Cell, language: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y %H:%M" if language == "ru" else "%Y-%m-%d %H:%M")
    number = f"{cell:.10g}"
    return number.replace(".", ",") if language == "ru" else number


def harmless(value: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula (CSV injection)."""
    begins_like_formula = value.lstrip(" ")[:1] in set("=+-@\t\r\n＝＋－＠") - {""}
    return f"'{value}" if begins_like_formula else value
