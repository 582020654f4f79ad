"""Who calls: a token in the Authorization header, or else a cookie of this site's own pages."""

from urllib.parse import urlsplit

from fastapi import Request, Response

from amcenter import clock
from amcenter.accounts import sign_in, tokens
from amcenter.accounts.principal import Principal
from amcenter.centre import Centre
from amcenter.config import Settings
from amcenter.errors import Forbidden, Unauthenticated

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def authenticate(request: Request, centre: Centre) -> Principal:
    """Return who calls; a call with a token never reads cookies."""
    authorization = request.headers.get("authorization")
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated("token_not_valid")
        return tokens.who_holds(centre.engine, token.strip(), clock.now())
    secret = cookie(request, centre.settings)
    if secret is None:
        raise Unauthenticated("signed_out")
    if not _comes_from_here(request, centre.settings):
        raise Forbidden("cross_site")
    return sign_in.who_signed_in(centre.engine, secret, clock.now())


def refuse_other_sites(request: Request, centre: Centre) -> None:
    """Refuse that a page of another site signs somebody in here; programs send no such headers."""
    sent = {"sec-fetch-site", "origin"} & set(request.headers.keys())
    if sent and not _comes_from_here(request, centre.settings):
        raise Forbidden("cross_site")


def _comes_from_here(request: Request, settings: Settings) -> bool:
    """Return whether no other site can have caused this call with the browser's cookie."""
    if request.method in SAFE_METHODS:
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None:
        return False
    return origin == settings.public_url or urlsplit(origin).netloc == request.headers.get("host")


def cookie(request: Request, settings: Settings) -> str | None:
    return request.cookies.get(cookie_name(settings))


def cookie_name(settings: Settings) -> str:
    """Return the cookie's name; with the prefix browsers accept it from this host by TLS only."""
    return "__Host-amcenter" if _by_tls(settings) else "amcenter"


def set_cookie(response: Response, settings: Settings, secret: str) -> None:
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=int(sign_in.LONGEST.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=_by_tls(settings),
    )


def clear_cookie(response: Response, settings: Settings) -> None:
    response.delete_cookie(
        cookie_name(settings), httponly=True, samesite="lax", secure=_by_tls(settings)
    )


def _by_tls(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")
