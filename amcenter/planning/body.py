"""The background work on a plan: gather what is wanted, plan in a child, store the answer."""

import sys
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from amcenter.clock import now
from amcenter.intake.files import FileStore
from amcenter.messages import Message
from amcenter.planning.access import move
from amcenter.planning.inputs import to_bytes
from amcenter.planning.reading import wishes_for
from amcenter.shop.shop import load_shop
from amcenter.tables import PlanRow, PlanStatus
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Control
from amcenter.work.children import Limits, run_child

PROGRAM = (sys.executable, "-m", "amcenter.planning.child")
TO_PREPARE_S = 900.0
"""What building the problem and finding a first schedule may take beyond the time of the search."""
TO_FINISH_S = 60.0
RUNNING = (PlanStatus.QUEUED, PlanStatus.SOLVING)
TO_RUN = (*RUNNING, PlanStatus.FAILED)
"""A failed plan runs again when a person has its task tried again."""


@dataclass(frozen=True, slots=True)
class Planning:
    """``work.body.Body`` of tasks of the kind ``plan``; their subject is a plan."""

    files: FileStore
    zone: ZoneInfo
    memory_mb: int
    threads: int = 1

    def begin(self, session: Session, subject_id: UUID) -> JsonObject | None:
        plan = session.get(PlanRow, subject_id, with_for_update=True)
        if plan is None or plan.status not in TO_RUN:
            return None
        fresh = {"origin_at": now().replace(microsecond=0), "reasons": []}
        move(session, None, plan, "begin", values=fresh)
        wishes = wishes_for(session, plan, zone=self.zone)
        if not wishes.pieces:
            _find_impossible(session, plan, [{"code": "plan_nothing_wanted", "params": {}}])
            return None
        inputs = self.files.receive([to_bytes(wishes, load_shop(session))])
        return {"inputs": inputs.sha256, "seconds": plan.seconds, "seed": plan.seed}

    def run(self, request: JsonObject, control: Control) -> JsonObject:
        limits = Limits(
            memory_mb=self.memory_mb,
            seconds=TO_PREPARE_S + request["seconds"],
            grace_s=TO_FINISH_S,
            threads=self.threads,
        )
        return run_child(PROGRAM, request | {"files": str(self.files.root)}, control, limits)

    def commit(self, session: Session, subject_id: UUID, outcome: JsonObject) -> None:
        plan = session.get(PlanRow, subject_id, with_for_update=True)
        if plan is None or plan.status is not PlanStatus.SOLVING:
            return
        answer = {name: outcome[name] for name in ANSWER}
        if outcome["found"]:
            move(session, None, plan, "propose", values=answer, data=_told(outcome))
        elif outcome["proven"]:
            _find_impossible(session, plan, outcome["reasons"], answer)
        else:
            _give_up(session, plan, Message("plan_no_schedule_yet", {"seconds": plan.seconds}))

    def fail(self, session: Session, subject_id: UUID, why: Message) -> None:
        plan = session.get(PlanRow, subject_id, with_for_update=True)
        if plan is not None and plan.status in RUNNING:
            _give_up(session, plan, why)


ANSWER = (
    "objective",
    "lower_bound",
    "terms",
    "stop_reason",
    "reasons",
    "problem_sha256",
    "result_sha256",
    "piece_count",
    "build_count",
)
"""What the child's outcome and the row of a plan have in common."""


def _told(outcome: JsonObject) -> JsonObject:
    return {name: outcome[name] for name in ("objective", "lower_bound", "piece_count")}


def _find_impossible(
    session: Session,
    plan: PlanRow,
    reasons: list[JsonObject],
    answer: JsonObject | None = None,
) -> None:
    values = (answer or {}) | {"reasons": reasons}
    codes = sorted({reason["code"] for reason in reasons})
    move(session, None, plan, "find_impossible", values=values, data={"codes": codes})


def _give_up(session: Session, plan: PlanRow, why: Message) -> None:
    reason = {"code": why.code, "params": dict(why.params)}
    move(session, None, plan, "fail", values={"reasons": [reason]}, data=reason)
