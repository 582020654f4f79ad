"""In which language a caller is answered."""

from fastapi import Request

from amcenter.messages import LANGUAGES


def language_of(request: Request) -> str:
    """Return what the call asks for, otherwise the language of the person, otherwise English."""
    return (
        _preferred(request.headers.get("accept-language", ""))
        or getattr(request.state, "language", None)
        or LANGUAGES[0]
    )


def _preferred(header: str) -> str | None:
    """Return our language of the greatest weight in an ``Accept-Language`` header."""
    best, best_weight = None, 0.0
    for entry in header.split(","):
        tag, _, weight = entry.partition(";q=")
        language = tag.strip().lower().partition("-")[0]
        if language in LANGUAGES and best_weight < (value := _weight(weight)):
            best, best_weight = language, value
    return best


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0
