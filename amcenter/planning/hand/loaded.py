"""Everything behind the answer of a plan, read from the store once and kept for the next edit."""

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from amcenter.errors import Conflict
from amcenter.intake.files import FileStore
from amcenter.planning.answers import require_answer
from amcenter.planning.inputs import Wishes, from_bytes, wanted_pieces
from amcenter.planning.wanted import WantedPiece
from amcenter.shop.shop import Shop
from amcenter.tables import PlanRow
from solver.instances import from_json
from solver.problem import Problem
from solver.result import Result


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the run of a plan started from."""

    sha256: str
    wishes: Wishes
    shop: Shop
    wanted: tuple[WantedPiece, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    problem: Problem
    result: Result
    inputs: Inputs


def load(files: FileStore, plan: PlanRow) -> Loaded:
    """Return what belongs to the answer of a plan; Conflict if it has none that can be edited."""
    result_file = files.path(require_answer(plan, plan.result_sha256))
    result, inputs_sha256 = _result(result_file)
    if inputs_sha256 is None:
        raise Conflict("plan_too_old_to_edit", number=plan.number)
    problem = _problem(files.path(require_answer(plan, plan.problem_sha256)))
    return Loaded(problem, result, _inputs(files, inputs_sha256))


@lru_cache(maxsize=16)
def _result(path: Path) -> tuple[Result, str | None]:
    content = json.loads(gzip.decompress(path.read_bytes()))
    return from_json(Result, json.dumps(content["result"])), content.get("inputs")


@lru_cache(maxsize=4)
def _problem(path: Path) -> Problem:
    return from_json(Problem, gzip.decompress(path.read_bytes()))


@lru_cache(maxsize=4)
def _inputs(files: FileStore, sha256: str) -> Inputs:
    wishes, shop = from_bytes(files.path(sha256).read_bytes())
    return Inputs(sha256, wishes, shop, wanted_pieces(wishes, files))
