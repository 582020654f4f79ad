"""Who may do what: the only place that decides. What is not listed is denied."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from amcenter.accounts.principal import Principal
from amcenter.errors import Forbidden
from amcenter.tables import Role


class Action(StrEnum):
    """One thing that a person does; every route names exactly one."""

    ACCOUNT_SELF = "account_self"
    """See and change the own account, sign out, keep tokens."""
    ACCOUNT_MANAGE = "account_manage"
    CUSTOMER_SEE = "customer_see"
    """See customers; engineers see their own."""
    REQUEST_SEE = "request_see"
    REQUEST_WRITE = "request_write"
    """Create, change, submit and cancel requests and their parts."""
    REQUEST_REVIEW = "request_review"
    SHOP_SEE = "shop_see"
    SHOP_WRITE = "shop_write"
    PRICE_SEE = "price_see"
    """See prices, assumptions and post-processing steps; estimates are seen with their request."""
    PLAN_SEE = "plan_see"
    PLAN_WRITE = "plan_write"
    """Run, lock, stop, approve, publish and reject plans."""
    BUILD_SEE = "build_see"
    BUILD_RELEASE = "build_release"
    BUILD_RUN = "build_run"
    """Report from the floor: started, finished, failed, unloaded."""
    PIECE_SEE = "piece_see"
    """Follow single pieces; engineers see their own customer's."""
    EVENT_SEE = "event_see"
    SYSTEM_SEE = "system_see"
    """Tasks, workers, metrics."""
    SYSTEM_WRITE = "system_write"
    """End or repeat background work."""


_EVERYBODY = frozenset(Role)
_CENTRE = frozenset({Role.OPERATOR, Role.FLOOR, Role.ADMIN})
_PLANNERS = frozenset({Role.OPERATOR, Role.ADMIN})

ALLOWED: Mapping[Action, frozenset[Role]] = {
    Action.ACCOUNT_SELF: _EVERYBODY,
    Action.ACCOUNT_MANAGE: frozenset({Role.ADMIN}),
    Action.CUSTOMER_SEE: frozenset({Role.ENGINEER, Role.OPERATOR, Role.ADMIN}),
    Action.REQUEST_SEE: frozenset({Role.ENGINEER, Role.OPERATOR, Role.ADMIN}),
    Action.REQUEST_WRITE: frozenset({Role.ENGINEER, Role.OPERATOR, Role.ADMIN}),
    Action.REQUEST_REVIEW: _PLANNERS,
    Action.SHOP_SEE: _EVERYBODY,
    Action.SHOP_WRITE: _PLANNERS,
    Action.PRICE_SEE: _PLANNERS,
    Action.PLAN_SEE: _PLANNERS,
    Action.PLAN_WRITE: _PLANNERS,
    Action.BUILD_SEE: _CENTRE,
    Action.BUILD_RELEASE: _PLANNERS,
    Action.BUILD_RUN: _CENTRE,
    Action.PIECE_SEE: _EVERYBODY,
    Action.EVENT_SEE: _EVERYBODY,
    Action.SYSTEM_SEE: _PLANNERS,
    Action.SYSTEM_WRITE: _PLANNERS,
}


def may(who: Principal, action: Action) -> bool:
    return who.role in ALLOWED[action]


def allowed_to(who: Principal) -> list[str]:
    """Return the actions of ``who``, for pages that show only what works."""
    return sorted(action.value for action in Action if may(who, action))


def require(who: Principal, action: Action) -> None:
    """Raise Forbidden unless ``who`` may do ``action``."""
    if not may(who, action):
        raise Forbidden("not_allowed", action=action.value, role=who.role.value)


def may_see_customer(who: Principal, customer_id: UUID | None) -> bool:
    """Return whether the matters of a customer (None: of the centre) are visible to ``who``."""
    if who.role is Role.ENGINEER:
        return customer_id is not None and customer_id == who.customer_id
    return True
