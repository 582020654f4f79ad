"""Expected failures: a code, its facts and (through ``messages``) one sentence per language.

    Refusal
    ├── BadInput           what was sent cannot be used (422)
    │   └── UnreadableFile a file that is no usable mesh
    ├── TooLarge           more than the limit (413)
    ├── NotFound           no such thing, or not yours to see (404)
    ├── Forbidden          known, but not allowed to you (403)
    ├── Unauthenticated    nobody is signed in (401)
    ├── Conflict           the thing is in a state that does not allow it (409)
    ├── StaleVersion       somebody changed it in between (412)
    ├── VersionRequired    the change must name the version it is based on (428)
    └── TooMany            too many attempts, wait (429)

Only ``api.errors`` knows the HTTP numbers. Our own bugs are assertions and are never caught.
"""

from amcenter.messages import Fact, Message, text


class Refusal(Exception):
    """An expected "no"; ``message`` says why to people and programs."""

    def __init__(self, code: str, **params: Fact) -> None:
        self.message = Message(code, params)
        super().__init__(code)

    def __str__(self) -> str:
        return text(self.message)


class BadInput(Refusal):
    pass


class UnreadableFile(BadInput):
    pass


class TooLarge(Refusal):
    pass


class NotFound(Refusal):
    pass


class Forbidden(Refusal):
    pass


class Unauthenticated(Refusal):
    pass


class Conflict(Refusal):
    pass


class StaleVersion(Refusal):
    pass


class VersionRequired(Refusal):
    pass


class TooMany(Refusal):
    pass
