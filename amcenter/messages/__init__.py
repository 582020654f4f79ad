"""Sentences for people, by stable code and language; programs use the code and the parameters."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from string import Formatter

LANGUAGES = ("en", "ru")

Fact = str | int | float | None


@dataclass(frozen=True, slots=True)
class Message:
    """What happened: a code with its facts; ``text`` turns it into a sentence."""

    code: str
    params: Mapping[str, Fact] = field(default_factory=dict)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the sentence templates of a language by code (all ``*.toml`` of its folder)."""
    folder = files("amcenter.messages") / language
    templates: dict[str, str] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            templates |= tomllib.loads(entry.read_text(encoding="utf-8"))
    return templates


def text(message: Message, language: str = "en") -> str:
    """Return the sentence for a message; an unknown language falls back to English."""
    chosen = language if language in LANGUAGES else "en"
    return catalogue(chosen)[message.code].format(**message.params)


def sentences(message: Message) -> dict[str, str]:
    """Return the sentence in every language; nothing for a stored code that is no longer known."""
    template = catalogue("en").get(message.code)
    if template is None or not _facts(template) <= message.params.keys():
        return {}
    return {language: text(message, language) for language in LANGUAGES}


def _facts(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}
