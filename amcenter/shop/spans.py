"""Spans of time: from a moment (included) to a later one (excluded), in UTC."""

from collections.abc import Iterable
from datetime import datetime

Span = tuple[datetime, datetime]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same times in order, with spans that touch or overlap made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def clipped(spans: Iterable[Span], start: datetime, end: datetime) -> tuple[Span, ...]:
    """Return what of the spans lies between two moments."""
    inside = ((max(first, start), min(last, end)) for first, last in spans)
    return tuple((first, last) for first, last in inside if first < last)
