"""Decisions of people that the run of a draft plan keeps."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from amcenter.accounts.permissions import Action
from amcenter.accounts.principal import Principal
from amcenter.planning import locks
from amcenter.planning.access import plan_for
from amcenter.planning.plans import locks_of
from api.dependencies import Changing, OnlyOnce, Reading, may
from api.schemas.plans import LockIn, LockOut, LocksOut
from solver.builds import Placement

router = APIRouter(prefix="/plans/{plan_id}/locks", tags=["plans"])

Reader = Annotated[Principal, may(Action.PLAN_SEE)]
Writer = Annotated[Principal, may(Action.PLAN_WRITE)]


@router.get("")
def list_locks(plan_id: UUID, who: Reader, session: Reading) -> LocksOut:
    """List the locks of a plan."""
    plan = plan_for(session, who, plan_id)
    return LocksOut.model_validate({"items": locks_of(session, plan.id)})


@router.post("", status_code=201)
def add_lock(
    plan_id: UUID, body: LockIn, who: Writer, session: Changing, once: OnlyOnce
) -> LockOut:
    """Keep pieces together in one build of a draft; if stated: on a machine, when, where."""
    wish = body.model_dump(exclude={"placements"})
    places = [Placement(**place.model_dump()) for place in body.placements]
    return once.answer(
        LockOut, lambda: locks.add_lock(session, who, plan_id, **wish, placements=places)
    )


@router.delete("/{lock_id}", status_code=204)
def remove_lock(plan_id: UUID, lock_id: UUID, who: Writer, session: Changing) -> None:
    """Take a decision back."""
    locks.remove_lock(session, who, plan_id, lock_id)
