"""What a hostile file is, and the answer that it must get."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Hostile:
    """A file, why it is here, and the answer: the code of the refusal or those of the findings."""

    name: str
    data: bytes
    why: str
    refused: str | None = None
    findings: Sequence[str] = ()
