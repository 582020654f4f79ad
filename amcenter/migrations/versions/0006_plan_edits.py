"""Changes of draft plans by hand."""

import sqlalchemy as sa
from alembic import op

from amcenter.migrations.kinds import json, moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "plan_edit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("wish", json, nullable=False),
        sa.Column("before", json, nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_edit_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user.id"], name=op.f("fk_plan_edit_created_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_edit")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_edit_plan_id_number")),
    )
    op.create_index(op.f("ix_plan_edit_plan_id"), "plan_edit", ["plan_id"], unique=False)
