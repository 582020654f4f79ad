"""The answer of a plan after a change, as the file and the figures that its row keeps."""

import json
from dataclasses import replace

from amcenter.intake.files import FileStore
from amcenter.planning import answers
from amcenter.planning.hand.loaded import Loaded
from amcenter.planning.render import Answer, render
from amcenter.planning.view import PlanView
from amcenter.tables.columns import JsonObject
from solver.instances import to_json
from solver.objectives import objective, term_values
from solver.result import Progress, Result, Status
from solver.schedule import Schedule


def result_with(loaded: Loaded, schedule: Schedule) -> Result:
    """Return the result of a plan with another schedule; its bound holds for every schedule."""
    value = objective(loaded.problem, schedule)
    before = loaded.result
    last = (
        before.history[-1] if before.history else Progress(0.0, 0, value, before.lower_bound, 0.0)
    )
    return replace(
        before,
        status=Status.OPTIMAL if value <= before.lower_bound else Status.FEASIBLE,
        schedule=schedule,
        terms=term_values(loaded.problem, schedule),
        objective=value,
        history=(*before.history, replace(last, objective=value)),
    )


def view_with(loaded: Loaded, result: Result) -> PlanView:
    """Return a result as people read it."""
    return render(
        Answer(
            origin=loaded.inputs.wishes.origin_at,
            shop=loaded.inputs.shop,
            wanted=loaded.inputs.wanted,
            fixed=loaded.inputs.wishes.fixed,
            problem=loaded.problem,
            result=result,
            left_out=(),
        )
    )


def stored(files: FileStore, loaded: Loaded, result: Result) -> JsonObject:
    """Store an answer; return what the row of its plan says of it."""
    view = view_with(loaded, result)
    content = answers.to_bytes(view, json.loads(to_json(result)), loaded.inputs.sha256)
    return {
        "result_sha256": files.receive([content]).sha256,
        "objective": result.objective,
        "terms": dict(result.terms),
        "piece_count": view.piece_count,
        "build_count": len(view.builds),
    }
