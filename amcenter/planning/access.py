"""Plans as one person may see and change them."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.edits import apply
from amcenter.errors import NotFound
from amcenter.events import record
from amcenter.planning.moves import PLAN
from amcenter.tables import PlanRow
from amcenter.tables.columns import JsonObject

EVENTS = {
    "run": "queued",
    "begin": "started",
    "propose": "proposed",
    "offer": "proposed",
    "find_impossible": "impossible",
    "fail": "failed",
    "cancel": "cancelled",
    "approve": "approved",
    "publish": "published",
    "reject": "rejected",
    "supersede": "superseded",
}


def plan_for(
    session: Session, who: Principal, plan_id: UUID, *, to_change: bool = False
) -> PlanRow:
    """Return a plan; ``to_change`` asks for the right to it and keeps other writers away."""
    require(who, Action.PLAN_WRITE if to_change else Action.PLAN_SEE)
    row = session.get(PlanRow, plan_id, with_for_update=to_change, populate_existing=to_change)
    if row is None:
        raise NotFound("not_found", what="plan", key=str(plan_id))
    return row


def move(
    session: Session,
    who: Principal | None,
    plan: PlanRow,
    name: str,
    *,
    version: int | None = None,
    values: Mapping[str, object] | None = None,
    data: JsonObject | None = None,
) -> PlanRow:
    """Make a move of the table and record it; ``values`` are set along with the status."""
    before = plan.status
    after = PLAN.after(name, before, number=plan.number)
    apply(session, plan, {"status": after} | dict(values or {}), version=version)
    facts = {"number": plan.number, "from": before.value} | (data or {})
    record(session, f"plan.{EVENTS[name]}", who=who, subject_id=plan.id, data=facts)
    return plan
