"""Who may do what with plans, asked before anything else."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from amcenter.accounts.principal import Principal
from amcenter.db import transaction
from amcenter.errors import Forbidden
from amcenter.ids import new_id
from amcenter.planning import locks, plans, publishing
from amcenter.planning.access import plan_for
from tests.amcenter.centre import TestCentre

Deed = Callable[[TestCentre, Session, Principal], object]
DEEDS: dict[str, Deed] = {
    "see": lambda c, s, who: plan_for(s, who, new_id()),
    "draft": lambda c, s, who: plans.draft(s, who, seconds=1),
    "create": lambda c, s, who: plans.create(s, who, c.queue, seconds=1),
    "run": lambda c, s, who: plans.run(s, who, c.queue, new_id()),
    "cancel": lambda c, s, who: plans.cancel(s, who, c.queue, new_id()),
    "finish early": lambda c, s, who: plans.finish_early(s, who, c.queue, new_id()),
    "approve": lambda c, s, who: plans.approve(s, who, new_id()),
    "reject": lambda c, s, who: plans.reject(s, who, new_id(), reason="no"),
    "publish": lambda c, s, who: publishing.publish(s, who, c.files, new_id()),
    "lock": lambda c, s, who: locks.add_lock(s, who, new_id(), pieces=["P-1"]),
    "unlock": lambda c, s, who: locks.remove_lock(s, who, new_id(), new_id()),
}


@pytest.mark.parametrize("who", ["engineer", "floor"])
@pytest.mark.parametrize("deed", DEEDS)
def test_only_planners_have_to_do_with_plans(centre: TestCentre, deed: str, who: str) -> None:
    with pytest.raises(Forbidden), transaction(centre.engine) as session:
        DEEDS[deed](centre, session, getattr(centre.people, who))
