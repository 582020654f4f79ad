"""Secrets of 256 bits that are shown once; the database holds their SHA-256 only.

A fast hash is enough: nobody guesses 256 random bits.
"""

import secrets
from hashlib import sha256

TOKEN_PREFIX = "amcenter_"  # noqa: S105  (scanners for leaked secrets recognise it)


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def new_token() -> str:
    return TOKEN_PREFIX + new_secret()


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
