"""Checks of single values: tables validate nothing, so services name what is wrong with one."""

import math
import re

from amcenter.errors import BadInput

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def check_key(field: str, value: str) -> None:
    """Keys appear in build keys, addresses and file names: short, lower case, no spaces."""
    if not _KEY.fullmatch(value):
        raise BadInput("key_unusable", field=field, value=value)


def check_text(field: str, value: str, *, limit: int = 200) -> None:
    if not 0 < len(value.strip()) <= limit:
        raise BadInput("text_length", field=field, limit=limit)


def check_positive(field: str, value: float) -> None:
    if not (value > 0 and math.isfinite(value)):
        raise BadInput("must_be_positive", field=field, value=value)


def check_not_negative(field: str, value: float) -> None:
    if not (value >= 0 and math.isfinite(value)):
        raise BadInput("must_not_be_negative", field=field, value=value)


def check_share(field: str, value: float) -> None:
    """A share is above 0 and at most 1."""
    if not 0 < value <= 1:
        raise BadInput("must_be_share", field=field, value=value)


def check_source(source_url: str | None, *, verified: bool) -> None:
    """What is verified was compared with something: its address must be stated."""
    if source_url is not None and not source_url.startswith(("https://", "http://")):
        raise BadInput("source_not_an_address", value=source_url)
    if verified and source_url is None:
        raise BadInput("verified_without_source")
