"""Passwords: Argon2id, slow on purpose, so never inside a transaction and only two at a time."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from amcenter.errors import BadInput, TooMany

MIN_LENGTH = 12
MAX_LENGTH = 200
PATIENCE_S = 5.0

_hashing = PasswordHash((Argon2Hasher(),))
_two_at_a_time = BoundedSemaphore(2)
"""A hash takes 64 MiB and a whole core: more of them would starve everybody else."""


def check(password: str) -> None:
    """Refuse a password that is too short or too long; its composition is the person's matter."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise BadInput("password_length", at_least=MIN_LENGTH, at_most=MAX_LENGTH)


def hashed(password: str) -> str:
    """Return what is stored of a new password."""
    check(password)
    with _slot():
        return _hashing.hash(_normal(password))


def verify(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Return whether the password is right and, if its hash is out of date, a new one.

    Without a stored hash the same time is spent, so that nobody learns who has an account.
    """
    with _slot():
        right, renewed = _hashing.verify_and_update(_normal(password), stored or _nobodys())
    return right and stored is not None, renewed if stored is not None else None


@cache
def _nobodys() -> str:
    return _hashing.hash("nobody has this password")


def _normal(password: str) -> str:
    """Return one spelling for what looks the same: keyboards compose letters differently."""
    return unicodedata.normalize("NFKC", password)


@contextmanager
def _slot() -> Iterator[None]:
    if not _two_at_a_time.acquire(timeout=PATIENCE_S):
        raise TooMany("sign_in_busy", wait_s=int(PATIENCE_S))
    try:
        yield
    finally:
        _two_at_a_time.release()
