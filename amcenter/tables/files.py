"""Files that people sent or the system made; the bytes lie in the file store by their SHA-256."""

from uuid import UUID

from sqlmodel import Field

from amcenter.tables.columns import Row


class FileRow(Row, table=True):
    """Who may read a file is decided on this row, never on the hash."""

    __tablename__ = "file"

    sha256: str = Field(index=True, max_length=64)
    size_bytes: int
    name: str = Field(max_length=300)
    """As sent, for people only: never part of a path."""
    customer_id: UUID | None = Field(default=None, foreign_key="customer.id", index=True)
    owner_id: UUID | None = Field(default=None, foreign_key="user.id")
