"""Who may do what, written down a second time: a slip in the table must not go unseen."""

from uuid import UUID

import pytest

from amcenter.accounts.permissions import Action, may, may_see_customer
from amcenter.accounts.principal import Principal
from amcenter.ids import new_id
from amcenter.tables import Role

EVERYBODY = {"account_self", "shop_see", "piece_see", "event_see"}
PLANNER = {
    *EVERYBODY,
    *("customer_see", "request_see", "request_write", "request_review"),
    *(
        "shop_write",
        "price_see",
        "plan_see",
        "plan_write",
        "build_see",
        "build_release",
        "build_run",
    ),
    *("system_see", "system_write"),
}
MAY = {
    Role.ENGINEER: {*EVERYBODY, "customer_see", "request_see", "request_write"},
    Role.FLOOR: {*EVERYBODY, "build_see", "build_run"},
    Role.OPERATOR: PLANNER,
    Role.ADMIN: {*PLANNER, "account_manage"},
}
OURS, THEIRS = new_id(), new_id()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_this_and_nothing_else(role: Role) -> None:
    who = Principal(new_id(), role, None)

    assert {action.value for action in Action if may(who, action)} == MAY[role]


@pytest.mark.parametrize(
    ("own", "asked", "visible"),
    [(OURS, OURS, True), (OURS, THEIRS, False), (OURS, None, False), (None, None, False)],
)
def test_an_engineer_sees_the_own_customer_only(
    own: UUID | None, asked: UUID | None, visible: bool
) -> None:
    assert may_see_customer(Principal(new_id(), Role.ENGINEER, own), asked) is visible


@pytest.mark.parametrize("role", [Role.FLOOR, Role.OPERATOR, Role.ADMIN])
def test_people_of_the_centre_see_every_customer(role: Role) -> None:
    assert may_see_customer(Principal(new_id(), role, None), THEIRS)
