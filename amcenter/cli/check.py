"""``amcenter check``: the judge over a schedule file."""

from pathlib import Path
from typing import Annotated

import typer

from amcenter.cli.sentences import FOUND, console, language
from amcenter.exports.schedule_json import read_schedule
from amcenter.pages.words import Words
from solver.check import Violation, violations


def check(
    schedule: Annotated[Path, typer.Argument(help="schedule.json of a plan.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Judge a schedule: print every rule that it breaks, with status 1 if there is one."""
    problem, result = read_schedule(schedule)
    words = Words(language())
    if result.schedule is None:
        found: list[Violation] = []
        sentence = words("check_none", status=result.status.value)
    else:
        found = violations(problem, result.schedule)
        builds, pieces = len(result.schedule.builds), len(problem.pieces)
        sentence = words("check_fine", builds=builds, pieces=pieces)
    if found:
        sentence = words("check_broken", count=len(found))
    if as_json:
        console.print_json(data={"violations": [_as_json(one) for one in found]})
    else:
        lines = [*(_line(one, words) for one in found), sentence]
        console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)
    if found or result.schedule is None:
        raise typer.Exit(FOUND)


def _line(violation: Violation, words: Words) -> str:
    facts = [f"{name} = {value}" for name, value in violation.facts.items()]
    where = [*([violation.build] if violation.build else []), *violation.pieces, *facts]
    sentence = words(f"rule_{violation.rule}")
    return f"{sentence} ({', '.join(where)})" if where else sentence


def _as_json(violation: Violation) -> dict[str, object]:
    return {
        "rule": violation.rule,
        "build": violation.build,
        "pieces": list(violation.pieces),
        "facts": dict(violation.facts),
    }
