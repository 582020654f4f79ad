"""A formula as it is shown, calculated with what is shown beside it."""

from collections.abc import Mapping
from math import ceil

from amcenter.estimates.terms import Term


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    known = {"max": max, "min": min, "ceil": ceil, "__builtins__": {}}
    result: float = eval(formula.replace("·", "*"), known, dict(values))
    return result


def recalculated(term: Term) -> float:
    return evaluate(term.formula, {one.name: one.value for one in term.inputs})
