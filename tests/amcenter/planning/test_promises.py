"""Which date a requester is told, and when it changes."""

from datetime import UTC, datetime, timedelta

import pytest

from amcenter.ids import new_id
from amcenter.planning.promises import estimate_of, promise_for
from amcenter.tables import PieceRow, PieceStatus

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def piece(status: PieceStatus, finish_at: datetime | None) -> PieceRow:
    return PieceRow(part_id=new_id(), serial="P-1", status=status, finish_at=finish_at)


@pytest.mark.parametrize(
    ("estimate", "promised", "expected"),
    [
        (NOON, None, NOON),
        (NOON + timedelta(seconds=1), None, NOON + HOUR),
        (NOON + timedelta(minutes=59), NOON + HOUR, NOON + HOUR),
        (NOON - timedelta(hours=23), NOON + HOUR, NOON + HOUR),
        (NOON - timedelta(hours=24), NOON + HOUR, NOON - timedelta(hours=24)),
        (NOON + timedelta(minutes=61), NOON + HOUR, NOON + 2 * HOUR),
    ],
    ids=["on the hour", "rounded up", "still true", "a day early", "much earlier", "later"],
)
def test_a_promise_is_kept_unless_it_would_be_broken_or_is_a_day_too_late(
    estimate: datetime, promised: datetime | None, expected: datetime
) -> None:
    assert promise_for(estimate, promised) == expected


def test_a_request_is_finished_with_its_last_piece() -> None:
    pieces = [
        piece(PieceStatus.BUILT, NOON),
        piece(PieceStatus.PLANNED, NOON + HOUR),
        piece(PieceStatus.SCRAPPED, NOON + 9 * HOUR),
    ]

    assert estimate_of(pieces) == NOON + HOUR


def test_nobody_knows_when_a_request_is_finished_while_a_piece_is_not_planned() -> None:
    assert (
        estimate_of([piece(PieceStatus.PLANNED, NOON), piece(PieceStatus.UNPLANNED, None)]) is None
    )
