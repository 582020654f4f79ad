"""Column types as migrations write them; a type here never changes, a new one gets a new name."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

moment = sa.DateTime(timezone=True)
json = sa.JSON().with_variant(JSONB(), "postgresql")
counting = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A number that the database gives out itself."""
