"""The schedule file: a problem with its result, so that anybody can judge it again."""

from dataclasses import dataclass
from pathlib import Path

from amcenter.errors import BadInput
from solver.instances import InstanceError, from_json, to_json
from solver.problem import Problem
from solver.result import Result

FORMAT = "amcenter schedule 1"


@dataclass(frozen=True, slots=True)
class ScheduleFile:
    """What the file holds; ``format`` changes with the meaning of the rest."""

    format: str
    problem: Problem
    result: Result


def schedule_json(problem: Problem, result: Result) -> bytes:
    """Return the content of a schedule file; equal plans give equal bytes."""
    return f"{to_json(ScheduleFile(FORMAT, problem, result))}\n".encode()


def read_schedule(path: Path) -> tuple[Problem, Result]:
    """Return what a schedule file holds; BadInput if it is none."""
    try:
        file = from_json(ScheduleFile, path.read_bytes())
    except (InstanceError, UnicodeDecodeError) as error:
        raise BadInput("not_a_schedule", path=str(path), detail=str(error)) from None
    if file.format != FORMAT:
        raise BadInput("not_a_schedule", path=str(path), detail=file.format)
    return file.problem, file.result
