"""Failures on the command line: one sentence and a status, never a traceback."""

import os
from collections.abc import Mapping
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from amcenter.errors import Refusal
from amcenter.messages import LANGUAGES, Message, text

FOUND = 1
"""Done, and it found what the status is there to tell: violations, parts left out."""
REFUSED = 2
"""Not done."""

console = Console()
"""What was asked for."""
aside = Console(stderr=True)
"""What is said beside it: progress, warnings, refusals."""


class Sentences(TyperGroup):
    """Commands whose refusals are sentences."""

    def invoke(self, ctx: Any) -> Any:  # typer's copy of click has no public name
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            say(refusal.message)
        except OSError as error:
            facts = {"path": str(error.filename or ""), "reason": error.strerror or str(error)}
            say(Message("file_trouble", facts))
        raise typer.Exit(REFUSED)


def say(message: Message, *, style: str = "red") -> None:
    """Tell a person something beside the result."""
    sentence = text(message, language())
    aside.print(sentence, style=style, markup=False, highlight=False, soft_wrap=True)


def language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language of the terminal, English where we do not speak it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            chosen = value[:2].lower()
            return chosen if chosen in LANGUAGES else "en"
    return "en"
