"""People, customers, sign-ins and tokens."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from amcenter.tables import Role
from api.schemas.base import In, Line, Out, PageQuery, RowOut, SharedRowOut, example, optional

Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[^@\s]+@[^@\s]+$", max_length=254),
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Secret = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{20,100}$")]
Language = Literal["en", "ru"]


class SignInIn(In):
    model_config = example(email="anna@example.org", password="a long pass phrase")  # noqa: S106

    email: Email
    password: Password


class AcceptIn(In):
    """E-mail address and name are asked of the first administrator only."""

    model_config = example(secret="0123456789abcdefghij", password="a long pass phrase")  # noqa: S106

    secret: Secret
    """What follows ``#`` in the link."""
    password: Password
    email: Email | None = None
    name: Line | None = None


class MeIn(In):
    model_config = example(language="ru")

    name: Line = optional()
    language: Language = optional()


class PasswordIn(In):
    model_config = example(old="a long pass phrase", new="a longer pass phrase")

    old: Password
    new: Password


class UserIn(In):
    model_config = example(email="boris@example.org", name="Boris", role="operator", language="ru")

    email: Email
    name: Line
    role: Role
    customer_id: UUID | None = None
    """Whose engineer it is; null for people of the centre."""
    language: Language = "en"


class UserChangesIn(In):
    model_config = example(name="Boris")

    name: Line = optional()
    role: Role = optional()
    customer_id: UUID | None = optional()
    language: Language = optional()
    active: bool = optional()


class UsersQuery(PageQuery):
    sort: Literal["email", "-email", "created_at", "-created_at"] = "email"
    role: Role | None = None
    customer_id: UUID | None = None
    active: bool | None = None


class UserOut(SharedRowOut):
    email: str
    name: str
    role: Role
    customer_id: UUID | None
    language: str
    active: bool


class InvitedOut(Out):
    """A person and the one-time link to send; it is shown once."""

    user: UserOut
    link: str


class LinkOut(Out):
    link: str


class MeOut(UserOut):
    """The signed-in person with what a page needs to know about the centre."""

    zone: str
    allowed: list[str]
    """What the role may do."""


class TokenIn(In):
    model_config = example(name="nightly import", valid_days=365)

    name: Line
    valid_days: int = Field(default=365, ge=1, le=730)


class TokenOut(RowOut):
    name: str
    expires_at: AwareDatetime | None
    last_used_at: AwareDatetime | None


class NewTokenOut(Out):
    """A token with its secret, which is shown once."""

    token: TokenOut
    secret: str


class TokensOut(Out):
    items: list[TokenOut]


class CustomerIn(In):
    model_config = example(name="Design bureau 3", segregated=False)

    name: Line
    segregated: bool = False
    """Its pieces never share a build with another customer's."""


class CustomerChangesIn(In):
    model_config = example(segregated=True)

    name: Line = optional()
    segregated: bool = optional()


class CustomersQuery(PageQuery):
    sort: Literal["name", "-name", "created_at", "-created_at"] = "name"


class CustomerOut(SharedRowOut):
    name: str
    segregated: bool
