"""The state of the system itself."""

from api.schemas.base import Out


class LiveOut(Out):
    alive: bool = True


class ReadyOut(Out):
    ready: bool = True
    workers: int
    """Alive background workers; without one, nothing is analysed or planned."""


class CodeOut(Out):
    """The sentences of a code, with the names of its parameters in braces."""

    code: str
    en: str
    ru: str


class CodesOut(Out):
    items: list[CodeOut]
