"""Who acts."""

from dataclasses import dataclass
from uuid import UUID

from amcenter.tables import Role, UserRow


@dataclass(frozen=True, slots=True)
class Principal:
    """The signed-in person (or program) behind a call."""

    user_id: UUID
    role: Role
    customer_id: UUID | None
    """None for people of the centre itself."""
    language: str = "en"


def principal_of(user: UserRow) -> Principal:
    return Principal(user.id, user.role, user.customer_id, user.language)
