from datetime import datetime, timedelta
from pathlib import Path

from tests.amcenter.exports.examples import HOUR, OMSK, two_pieces


def test_moments_are_local_to_the_centre(tmp_path: Path) -> None:
    line = two_pieces(tmp_path).builds[0]

    # Second zero is 06:00 in Omsk; set-up begins 2 h later and takes 1 h.
    assert line.start == datetime(2026, 3, 2, 8, 0, tzinfo=OMSK)
    assert (line.print_start.hour, line.print_start.utcoffset()) == (9, timedelta(hours=6))
    # 1 h of set-up, 2 · 1200 s + 2000 s of building, half an hour of unloading.
    assert line.duration_s == HOUR + 4400 + HOUR // 2
    assert line.end - line.start == timedelta(seconds=line.duration_s)


def test_a_build_counts_whole_layers(tmp_path: Path) -> None:
    line = two_pieces(tmp_path).builds[0]

    assert (line.view.layers, line.layer_um, line.height_mm) == (200, 50, 10.0)


def test_pieces_are_numbered_in_the_order_of_their_placements(tmp_path: Path) -> None:
    pieces = two_pieces(tmp_path).builds[0].pieces

    assert [(piece.number, piece.view.serial, piece.view.x_um) for piece in pieces] == [
        (1, "P-1-001", 40_500),
        (2, "P-1-002", 50_000),
    ]


def test_late_pieces_come_with_their_build(tmp_path: Path) -> None:
    # Finished 2 h + 9800 s after the origin; due at hour 4.
    sheet = two_pieces(tmp_path, due_h=4)

    found = [(line.number, piece.view.late_s) for line, piece in sheet.late]
    assert found == [("B-2026-0001", 2 * HOUR + 9800 - 4 * HOUR)] * 2


def test_a_piece_on_its_date_is_not_late(tmp_path: Path) -> None:
    assert two_pieces(tmp_path, due_h=5).late == []
