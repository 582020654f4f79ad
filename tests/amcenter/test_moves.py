"""Every pair of status and move of every state machine, written out by hand."""

from collections.abc import Iterator
from enum import StrEnum

import pytest

from amcenter.errors import Conflict
from amcenter.moves import Moves
from amcenter.planning.moves import PLAN
from amcenter.production.moves import BUILD
from amcenter.requests.moves import PIECE, REPAIR, REQUEST, SEPARATION
from amcenter.tables import (
    BuildStatus,
    PieceStatus,
    PlanStatus,
    RepairStatus,
    RequestStatus,
    SeparationStatus,
)

# status: move -> next status, ...; what is not written here must be refused
REQUESTS = """
draft:             submit -> submitted, cancel -> cancelled
submitted:         start_review -> in_review, hold -> on_hold, cancel -> cancelled
in_review:         accept -> accepted, request_changes -> changes_requested, reject -> rejected,
                   hold -> on_hold, cancel -> cancelled
changes_requested: submit -> submitted, cancel -> cancelled
accepted:          start_production -> in_production, hold -> on_hold, cancel -> cancelled
in_production:     finish -> ready, hold -> on_hold, cancel -> cancelled
ready:             deliver -> delivered
delivered:
on_hold:           resume -> accepted, cancel -> cancelled
rejected:
cancelled:
"""
PIECES = """
unplanned: plan -> planned, cancel -> cancelled
planned:   plan -> planned, unplan -> unplanned, start -> building, cancel -> cancelled
building:  finish -> built, scrap -> scrapped
built:     scrap -> scrapped
scrapped:
cancelled:
"""
BUILDS = """
planned:   release -> released, cancel -> cancelled
released:  start -> running, cancel -> cancelled
running:   finish_building -> cooling, fail -> failed
cooling:   unload -> unloaded, fail -> failed
unloaded:  complete -> completed, fail -> failed
completed:
failed:
cancelled:
"""
PLANS = """
draft:      run -> queued, offer -> proposed, cancel -> cancelled
queued:     begin -> solving, find_impossible -> impossible, fail -> failed, cancel -> cancelled
solving:    begin -> solving, propose -> proposed, find_impossible -> impossible, fail -> failed,
            cancel -> cancelled
proposed:   approve -> approved, reject -> rejected
impossible:
failed:     begin -> solving
cancelled:
approved:   publish -> published, reject -> rejected
published:  supersede -> superseded
superseded:
rejected:
"""
REPAIRS = """
computing:      propose -> proposed, give_up -> without_result, outdate -> outdated
proposed:       accept -> accepted, decline -> declined, outdate -> outdated
without_result:
accepted:
declined:
outdated:
"""
SEPARATIONS = """
computing:      separate -> separated, give_up -> without_result, outdate -> outdated
separated:
kept_together:  outdate -> outdated
without_result:
outdated:
"""
Case = tuple[Moves[StrEnum], StrEnum, str, StrEnum | None]


def pairs(moves: Moves[StrEnum], statuses: type[StrEnum], table: str) -> Iterator[Case]:
    """Yield (moves, status, move, next status or None) for every pair there is."""
    rows = dict(row.split(":") for row in table.replace(",\n ", ", ").strip().splitlines())
    assert set(rows) == {status.value for status in statuses}, "the table knows every status"
    for status in statuses:
        steps = (step.split(" -> ") for step in rows[status.value].split(",") if step.strip())
        following = {move.strip(): statuses(after) for move, after in steps}
        assert set(following) <= set(moves.table)
        for move in moves.table:
            yield moves, status, move, following.get(move)


CASES = [
    *pairs(REQUEST, RequestStatus, REQUESTS),
    *pairs(PIECE, PieceStatus, PIECES),
    *pairs(BUILD, BuildStatus, BUILDS),
    *pairs(PLAN, PlanStatus, PLANS),
    *pairs(REPAIR, RepairStatus, REPAIRS),
    *pairs(SEPARATION, SeparationStatus, SEPARATIONS),
]


@pytest.mark.parametrize(
    ("moves", "status", "move", "after"),
    CASES,
    ids=[f"{moves.subject}-{status}-{move}" for moves, status, move, _ in CASES],
)
def test_a_move_leads_where_the_table_says_or_is_refused(
    moves: Moves[StrEnum], status: StrEnum, move: str, after: StrEnum | None
) -> None:
    if after is not None:
        assert moves.after(move, status, number="X-1") is after
        return
    with pytest.raises(Conflict) as refused:
        moves.after(move, status, number="X-1")
    assert refused.value.message.code == "move_refused"


def test_a_refusal_says_what_is_possible_instead() -> None:
    with pytest.raises(Conflict) as refused:
        PLAN.after("publish", PlanStatus.PROPOSED, number="PL-2026-0007")

    assert refused.value.message.params == {
        "subject": "plan",
        "number": "PL-2026-0007",
        "status": "proposed",
        "move": "publish",
        "possible": "approve, reject",
    }
