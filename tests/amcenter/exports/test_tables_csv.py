import csv
from dataclasses import replace
from io import StringIO

import pytest

from amcenter.exports.sheet import PlanSheet
from amcenter.exports.tables_csv import harmless, parts_csv, schedule_csv
from tests.amcenter.exports.examples import renamed, two_pieces


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> PlanSheet:
    return two_pieces(tmp_path_factory.mktemp("plan"), due_h=4)


def rows(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig")), delimiter=delimiter))


def test_tables_begin_with_a_byte_order_mark(sheet: PlanSheet) -> None:
    assert schedule_csv(sheet).startswith(b"\xef\xbb\xbf")
    assert parts_csv(sheet).startswith(b"\xef\xbb\xbf")


def test_the_schedule_has_one_row_per_build(sheet: PlanSheet) -> None:
    (row,) = rows(schedule_csv(sheet))

    assert row["Build"] == "B-2026-0001"
    assert row["Machine"] == "Малая № 1"
    assert row["Parameter set"] == "small-316l"
    assert (row["Pieces"], row["Layers"], row["Height, mm"]) == ("2", "200", "10")
    # Two outlines of 30 x 20 mm on 90 x 90 mm inside the margins: 14.8 %, grown by a hair.
    assert float(row["Filled, %"]) == pytest.approx(14.8, abs=0.11)
    assert row["Set-up begins"] == "2026-03-02 08:00"


def test_the_parts_list_has_one_row_per_piece_with_its_place(sheet: PlanSheet) -> None:
    first, second = rows(parts_csv(sheet))

    assert (first["Serial"], first["x, mm"], first["Turn, °"]) == ("P-1-001", "40.5", "95")
    assert (second["Serial"], second["x, mm"], second["Turn, °"]) == ("P-1-002", "50", "5")
    # Finished 2 h + 9800 s after the origin: 0.72 h after hour 4, which is 10:00 in Omsk.
    assert (first["Due"], first["Late, h"]) == ("2026-03-02 10:00", "0.72")


def test_russian_tables_use_semicolons_and_decimal_commas(sheet: PlanSheet) -> None:
    first, _ = rows(parts_csv(sheet, "ru"), ";")

    assert (first["x, мм"], first["Наименование"]) == ("40,5", "Кронштейн")
    assert first["Срок"] == "02.03.2026 10:00"


@pytest.mark.parametrize("text", ["=1+1", "+7", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_text_that_a_spreadsheet_would_calculate_is_made_harmless(
    sheet: PlanSheet, text: str
) -> None:
    first, _ = rows(parts_csv(renamed(sheet, text)))

    assert first["Part name"] == f"'{text}"


@pytest.mark.parametrize("text", ["", "Bracket", "7-2", "'quoted", "a=b", " plain"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_negative_numbers_stay_numbers(sheet: PlanSheet) -> None:
    line = sheet.builds[0]
    piece = line.pieces[0]
    moved = replace(piece, view=replace(piece.view, x_um=-1500))
    changed = replace(sheet, builds=(replace(line, pieces=(moved,)),))

    (row,) = rows(parts_csv(changed))

    assert row["x, mm"] == "-1.5"
