"""The states of a plan."""

from amcenter.moves import Moves, steps
from amcenter.tables import PlanStatus as Plan

PLAN = Moves(
    "plan",
    {
        "run": steps(Plan.DRAFT, to=Plan.QUEUED),
        # a run that died with its process begins once more, a failed one when a person says so
        "begin": steps(Plan.QUEUED, Plan.SOLVING, Plan.FAILED, to=Plan.SOLVING),
        "propose": steps(Plan.SOLVING, to=Plan.PROPOSED),
        # a draft that was changed by hand is ready to be decided on
        "offer": steps(Plan.DRAFT, to=Plan.PROPOSED),
        "find_impossible": steps(Plan.QUEUED, Plan.SOLVING, to=Plan.IMPOSSIBLE),
        "fail": steps(Plan.QUEUED, Plan.SOLVING, to=Plan.FAILED),
        "cancel": steps(Plan.DRAFT, Plan.QUEUED, Plan.SOLVING, to=Plan.CANCELLED),
        "approve": steps(Plan.PROPOSED, to=Plan.APPROVED),
        "publish": steps(Plan.APPROVED, to=Plan.PUBLISHED),
        "reject": steps(Plan.PROPOSED, Plan.APPROVED, to=Plan.REJECTED),
        "supersede": steps(Plan.PUBLISHED, to=Plan.SUPERSEDED),
    },
)
