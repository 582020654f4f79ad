"""What routes ask for: the centre, who calls, a session, the version a change is based on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, TypeVar
from urllib.parse import unquote_to_bytes

from fastapi import Depends, Header, Request, Response, params
from pydantic import BaseModel
from sqlmodel import Session

from amcenter import clock, db, idempotency
from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.centre import Centre
from amcenter.errors import BadInput, VersionRequired
from amcenter.tables.columns import SharedRow
from api.authentication import authenticate, refuse_other_sites
from api.schemas.base import INT_MAX

O = TypeVar("O", bound=BaseModel)  # noqa: E741
R = TypeVar("R", bound=SharedRow)


async def without_nul(request: Request) -> None:
    """Refuse the character NUL in an address: PostgreSQL stores no such text."""
    query = unquote_to_bytes(request.scope["query_string"])
    if "\0" in request.url.path or b"\0" in query:
        raise BadInput("nul_character")


async def opened_centre(request: Request) -> Centre:
    centre: Centre = request.app.state.centre
    return centre


OpenCentre = Annotated[Centre, Depends(opened_centre)]


def caller(request: Request, centre: OpenCentre) -> Principal:
    who = authenticate(request, centre)
    request.state.language = who.language
    return who


@dataclass(frozen=True, slots=True)
class Allowed:
    """A dependency that lets in whoever may do ``action``; every route has exactly one."""

    action: Action

    def __call__(self, who: Annotated[Principal, Depends(caller)]) -> Principal:
        require(who, self.action)
        return who


def may(action: Action) -> params.Depends:
    return params.Depends(Allowed(action))


async def same_site(request: Request, centre: OpenCentre) -> None:
    """Refuse what another site's page sends to a public route."""
    refuse_other_sites(request, centre)


def reads(centre: OpenCentre) -> Iterator[Session]:
    with db.reading(centre.engine) as session:
        yield session


def changes(centre: OpenCentre) -> Iterator[Session]:
    with db.transaction(centre.engine) as session:
        yield session


Reading = Annotated[Session, Depends(reads, scope="function")]
Changing = Annotated[Session, Depends(changes, scope="function")]
"""Committed before the answer leaves: with FastAPI's usual scope a failed commit would say 200."""


IfMatch = Annotated[
    str | None,
    Header(max_length=64, description='The version the change is based on: `"3"`'),
]


async def base_version(if_match: IfMatch = None) -> int:
    if if_match is None:
        raise VersionRequired("version_required")
    return _version(if_match)


async def maybe_version(if_match: IfMatch = None) -> int | None:
    return None if if_match is None else _version(if_match)


def _version(if_match: str) -> int:
    digits = if_match.strip().removeprefix('"').removesuffix('"')
    if not (digits.isascii() and digits.isdecimal() and int(digits) <= INT_MAX):
        raise BadInput("version_not_valid", given=if_match)
    return int(digits)


BaseVersion = Annotated[int, Depends(base_version)]
MaybeVersion = Annotated[int | None, Depends(maybe_version)]
"""Of moves from status to status, which a stale page can hardly cause by mistake."""


def tagged(response: Response, row: R) -> R:
    """Return the row, its version in the answer's ETag."""
    response.headers["ETag"] = f'"{row.version}"'
    return row


@dataclass(frozen=True, slots=True)
class Once:
    """Runs a creating call; under an ``Idempotency-Key`` a repetition gets the first answer."""

    session: Session
    call: idempotency.Call | None

    def answer(self, kind: type[O], effect: Callable[[], object]) -> O:
        if self.call is None:
            return kind.model_validate(effect())
        body = idempotency.once(
            self.session,
            self.call,
            clock.now(),
            lambda: kind.model_validate(effect()).model_dump_json(),
        )
        return kind.model_validate_json(body)


IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        description="Repeating a call with the same key has no second effect (24 h).",
    ),
]


async def once(
    request: Request,
    session: Changing,
    who: Annotated[Principal, Depends(caller)],
    idempotency_key: IdempotencyKey = None,
) -> Once:
    if idempotency_key is None:
        return Once(session, None)
    return once_with(request, session, who, idempotency_key, await request.body())


def once_with(request: Request, session: Session, who: Principal, key: str, content: bytes) -> Once:
    """Return a Once for a call of this address, query and content."""
    asked = sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    asked.update(content)
    return Once(session, idempotency.Call(who.user_id, key, asked.hexdigest()))


OnlyOnce = Annotated[Once, Depends(once)]
