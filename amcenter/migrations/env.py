"""Run by Alembic for every command; ``amcenter.migrate`` hands over the connection."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

import amcenter.tables  # noqa: F401  (registers every table)


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write the types of ``kinds`` by their names, and enums and texts as what they are."""
    if kind != "type":
        return False
    match item:
        case UTCDateTime():
            return "moment"
        case sa.JSON():
            return "json"
        case sa.BigInteger():
            return "counting"
        case sa.Enum():
            return f"sa.String({item.length})"
    # the texts of SQLModel have a class of their own
    length = getattr(getattr(item, "impl", None), "length", None)
    return f"sa.String({length or ''})" if type(item).__name__ == "AutoString" else False


connection: sa.Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_item=render_item,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
