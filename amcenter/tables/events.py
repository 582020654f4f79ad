"""What happened, for ever: written in the transaction of the change itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field, SQLModel

from amcenter.clock import now
from amcenter.tables.columns import Json, JsonObject


class EventRow(SQLModel, table=True):
    """Append-only: a trigger refuses to change or delete one."""

    __tablename__ = "event"

    id: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer(), "sqlite"),
    )
    at: datetime = Field(default_factory=now, index=True)
    actor_id: UUID | None = Field(default=None, foreign_key="user.id")
    """None: the system itself."""
    kind: str = Field(max_length=64, index=True)
    """``request.submitted``, ``plan.published`` ..."""
    subject: str = Field(max_length=32)
    """The kind of thing: ``request``, ``part``, ``plan``, ``build``, ``machine`` ..."""
    subject_id: UUID = Field(index=True)
    customer_id: UUID | None = Field(default=None, foreign_key="customer.id", index=True)
    """Whose matter it is; None: only people of the centre see it."""
    data: JsonObject = Field(default_factory=dict, sa_type=Json)
