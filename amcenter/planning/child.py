"""The child process of a plan run: build the problem, search, ask the judge, store the answer."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

from amcenter.intake.files import FileStore
from amcenter.planning import answers
from amcenter.planning.inputs import from_bytes, wanted_pieces
from amcenter.planning.problem import build_problem
from amcenter.planning.render import Answer, render
from amcenter.planning.solving import solve
from amcenter.planning.stop import PlanStop
from amcenter.planning.view import PlanView
from amcenter.work.childside import Report, serve_request
from solver.instances import to_json
from solver.result import Progress, Status


def work(request: dict[str, Any], report: Report, finish_now: Event) -> dict[str, Any]:
    """Plan and return what was stored, with what the row of the plan will say."""
    files = FileStore(Path(request["files"]))
    wishes, shop = from_bytes(files.path(request["inputs"]).read_bytes())
    wanted = wanted_pieces(wishes, files)
    problem, left_out = build_problem(
        shop,
        wanted,
        origin=wishes.origin_at,
        fixed=wishes.fixed,
        locks=wishes.locks,
        weights=wishes.weights,
    )
    stop = PlanStop(request["seconds"], finish_now)
    solved = solve(
        problem,
        stop,
        seed=request["seed"],
        on_progress=lambda progress: report(as_json(progress)),
    )
    answer = Answer(
        origin=wishes.origin_at,
        shop=shop,
        wanted=wanted,
        fixed=wishes.fixed,
        problem=solved.problem,
        result=replace(solved.result, stop_reason=stop.reason(solved.result.stop_reason)),
        left_out=(*left_out, *solved.left_out),
    )
    return _stored(answer, render(answer), request["inputs"], files)


def as_json(progress: Progress) -> dict[str, Any]:
    """Return what people who wait for a plan see."""
    return {
        "elapsed_s": round(progress.elapsed_s, 2),
        "iterations": progress.iterations,
        "objective": progress.objective,
        "lower_bound": progress.lower_bound,
        "gap": None if progress.gap is None else round(progress.gap, 6),
    }


def _stored(answer: Answer, view: PlanView, inputs: str, files: FileStore) -> dict[str, Any]:
    result = answer.result
    problem = gzip.compress(to_json(answer.problem).encode(), mtime=0)
    content = answers.to_bytes(view, json.loads(to_json(result)), inputs)
    return {
        "problem_sha256": files.receive([problem]).sha256,
        "result_sha256": files.receive([content]).sha256,
        "found": bool(view.builds),
        "proven": result.status is not Status.UNKNOWN,
        "objective": result.objective,
        "lower_bound": result.lower_bound,
        "terms": dict(result.terms),
        "stop_reason": result.stop_reason.value,
        "reasons": [{"code": one.code, "params": dict(one.params)} for one in view.reasons],
        "piece_count": view.piece_count,
        "build_count": len(view.builds),
    }


if __name__ == "__main__":
    serve_request(work)
