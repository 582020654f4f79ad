"""What pydantic says about single fields, in our codes and languages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from amcenter.messages import Message, text
from api.schemas.problem import Fact, FieldProblem

CODES: Mapping[str, str] = {
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "string_too_short": "field_too_short",
    "too_short": "field_too_short",
    "string_too_long": "field_too_long",
    "too_long": "field_too_long",
    "greater_than": "field_too_small",
    "greater_than_equal": "field_too_small",
    "less_than": "field_too_large",
    "less_than_equal": "field_too_large",
    "enum": "field_not_one_of",
    "literal_error": "field_not_one_of",
    "timezone_aware": "field_without_zone",
    "json_invalid": "field_not_json",
    "union_tag_not_found": "field_missing",
    "union_tag_invalid": "field_not_one_of",
}
LIMITS = ("min_length", "max_length", "gt", "ge", "lt", "le", "expected", "expected_tags")
MOST = 50
"""More problems than this help nobody."""


def field_problems(found: Sequence[Mapping[str, Any]], language: str) -> list[FieldProblem]:
    """Return the problems of a validation without the input that caused them."""
    return [_problem(entry, language) for entry in found[:MOST]]


def _problem(entry: Mapping[str, Any], language: str) -> FieldProblem:
    code = CODES.get(entry["type"], "field_not_valid")
    context = entry.get("ctx", {})
    location = list(entry["loc"])
    if entry["type"].startswith("union_tag"):  # the field that says which kind of body it is
        location.append(str(context["discriminator"]).strip("'"))
    params = {"field": _name(location), "limit": _limit(context)}
    return FieldProblem(
        pointer=_pointer(location),
        code=code,
        params={name: value for name, value in params.items() if value is not None},
        detail=text(Message(code, params), language),
    )


def _name(location: Sequence[str | int]) -> str:
    return ".".join(_printable(part) for part in location[1:]) or str(location[0])


def _pointer(location: Iterable[str | int]) -> str:
    parts = (_printable(part).replace("~", "~0").replace("/", "~1") for part in location)
    return "".join(f"/{part}" for part in parts)


def _printable(part: str | int) -> str:
    """Return a name as text; the name of an unknown field may be anything, half characters too."""
    return str(part)[:100].encode(errors="replace").decode()


def _limit(context: Mapping[str, Any]) -> Fact:
    for name in LIMITS:
        if name in context:
            value = context[name]
            return value if isinstance(value, str | int | float) else str(value)
    return None
