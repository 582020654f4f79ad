"""Repair proposals and files with several bodies."""

import sqlalchemy as sa
from alembic import op

from amcenter.migrations.kinds import json, moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "repair",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("source_file_id", sa.Uuid(), nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(8), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("proposal", json, nullable=True),
        sa.Column("why", json, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user.id"], name=op.f("fk_repair_decided_by_user")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_repair_file_id_file")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_repair_request_id_request")
        ),
        sa.ForeignKeyConstraint(
            ["source_file_id"], ["file.id"], name=op.f("fk_repair_source_file_id_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair")),
    )
    op.create_index(op.f("ix_repair_part_id"), "repair", ["part_id"], unique=False)
    op.create_index(op.f("ix_repair_request_id"), "repair", ["request_id"], unique=False)
    op.create_table(
        "separation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("source_file_id", sa.Uuid(), nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(8), nullable=False),
        sa.Column("part_ids", json, nullable=False),
        sa.Column("why", json, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user.id"], name=op.f("fk_separation_decided_by_user")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_separation_request_id_request")
        ),
        sa.ForeignKeyConstraint(
            ["source_file_id"], ["file.id"], name=op.f("fk_separation_source_file_id_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_separation")),
    )
    op.create_index(op.f("ix_separation_part_id"), "separation", ["part_id"], unique=False)
    op.create_index(op.f("ix_separation_request_id"), "separation", ["request_id"], unique=False)
