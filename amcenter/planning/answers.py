"""The answer of a plan run as one file in the store: what people see and what the solver said."""

import gzip
import json
from functools import lru_cache
from pathlib import Path

from amcenter.errors import Conflict
from amcenter.intake.files import FileStore
from amcenter.planning.view import PLAN_VIEW, PlanView
from amcenter.tables import PlanRow
from amcenter.tables.columns import JsonObject


def to_bytes(view: PlanView, result: JsonObject, inputs: str) -> bytes:
    """Return an answer as compressed JSON.

    ``result`` is the solver's, to be judged again later; ``inputs`` the hash of what the run
    started from (``planning.inputs``).
    """
    content = {
        "view": PLAN_VIEW.dump_python(view, mode="json"),
        "result": result,
        "inputs": inputs,
    }
    return gzip.compress(json.dumps(content, ensure_ascii=False).encode(), mtime=0)


def view_of(files: FileStore, plan: PlanRow) -> PlanView:
    """Return the view of a plan that has an answer."""
    return PLAN_VIEW.validate_json(view_json(files, plan))


def view_json(files: FileStore, plan: PlanRow) -> bytes:
    """Return the view as JSON; for one ``plan.result_sha256`` always the same bytes."""
    return _view_json(files.path(require_answer(plan, plan.result_sha256)))


def require_answer(plan: PlanRow, sha256: str | None) -> str:
    """Return the hash of a file of the plan; Conflict while it has none."""
    if sha256 is None:
        raise Conflict("plan_without_answer", number=plan.number, status=plan.status.value)
    return sha256


@lru_cache(maxsize=32)
def _view_json(path: Path) -> bytes:
    content = json.loads(gzip.decompress(path.read_bytes()))
    return json.dumps(content["view"], ensure_ascii=False, separators=(",", ":")).encode()
