"""Who may sign in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from amcenter.tables.columns import Row, SharedRow, by_value


class Role(StrEnum):
    ENGINEER = "engineer"
    """Sends requests and follows those of the own customer."""
    OPERATOR = "operator"
    """Reviews requests, plans, approves and publishes."""
    FLOOR = "floor"
    """Runs released builds at the machines."""
    ADMIN = "admin"


class CustomerRow(SharedRow, table=True):
    __tablename__ = "customer"

    name: str = Field(unique=True, max_length=200)
    segregated: bool = False
    """Pieces of this customer never share a build with another's."""


class UserRow(SharedRow, table=True):
    __tablename__ = "user"

    email: str = Field(unique=True, max_length=254)
    """In lower case."""
    name: str = Field(max_length=200)
    role: Role = Field(sa_type=by_value(Role))
    customer_id: UUID | None = Field(default=None, foreign_key="customer.id", index=True)
    """None for people of the centre itself."""
    password_hash: str | None = None
    """None until the person has used the invitation."""
    language: str = Field(default="en", max_length=5)
    active: bool = True


class SignInRow(Row, table=True):
    """A signed-in browser; the cookie holds the secret, the row its SHA-256."""

    __tablename__ = "sign_in"

    user_id: UUID = Field(foreign_key="user.id", index=True)
    secret_sha256: str = Field(unique=True, max_length=64)
    last_seen_at: datetime
    expires_at: datetime


class TokenRow(Row, table=True):
    """A key for programs; shown once, stored as SHA-256."""

    __tablename__ = "token"

    user_id: UUID = Field(foreign_key="user.id", index=True)
    name: str = Field(max_length=200)
    secret_sha256: str = Field(unique=True, max_length=64)
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


class InvitationRow(Row, table=True):
    """A one-time link with which a person sets a password (the first administrator included)."""

    __tablename__ = "invitation"

    secret_sha256: str = Field(unique=True, max_length=64)
    user_id: UUID | None = Field(default=None, foreign_key="user.id")
    """None: the link creates the first administrator."""
    expires_at: datetime
    used_at: datetime | None = None


class AttemptRow(Row, table=True):
    """A failed sign-in, kept to slow down guessing."""

    __tablename__ = "attempt"

    email: str = Field(index=True, max_length=254)
